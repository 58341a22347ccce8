"""Opening PDF files, whole, locked, broken or far too long."""

import io
import zlib
from base64 import b64decode

import pypdf
import pytest
from PIL import Image

from converters.errors import DocumentError
from converters.picture import places
from converters.picture.background import SCALE, backgrounds
from converters.readers.geometry import hull
from converters.readers.pdf import document
from converters.readers.sop_pages import provenance


def test_a_broken_file_says_so():
    with pytest.raises(DocumentError) as caught:
        document.pages("sop.pdf", b"%PDF-1.7\nnothing more")
    assert caught.value.code == "pdf-damaged"


def test_a_file_with_thousands_of_pages_is_refused(make_pdf, new_canvas):
    content = make_pdf(*(new_canvas() for _ in range(5000)))
    with pytest.raises(DocumentError) as caught:
        document.pages("sop.pdf", content)
    assert caught.value.code == "too-many-pages"


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(canvas, read_page, angle):
    canvas.text(100, 50, "judul")
    page = read_page(canvas, f"/Rotate {angle}")
    assert (page.width, page.height) == ((600, 400) if angle in (0, 180) else (400, 600))
    assert [text.text for text in page.texts] == ["judul"]
    left, top = page.texts[0].box[:2]
    shown = {0: (100, 43), 90: (348, 100), 180: (479, 348), 270: (43, 479)}[angle]
    assert (left, top) == pytest.approx(shown, abs=3)


@pytest.mark.parametrize("fall", [0.0008, -0.005])
def test_a_page_a_hair_askew_is_read_as_if_it_were_level(new_canvas, read_page, fall):
    texts = ["Menerima surat masuk dan mencatatnya", "Kepala Bagian Tata Usaha", "Arsip surat"]
    level, askew = new_canvas(), new_canvas().raw(f"1 {-fall} {fall} 1 0 0 cm")
    for page in (level, askew):
        page.table([20, 220, 420, 580], [50, 90, 130, 170])
        page.box(520, 57, 570, 80).box(520, 97, 570, 120).line(545, 80, 545, 97)
        for row in range(3):
            for x, text in zip([25, 225, 425], texts, strict=True):
                page.text(x, 75 + 40 * row, text)
    one, other = read_page(level), read_page(askew)
    assert [(c.row, c.column, c.text) for c in other.grids[0].cells] == [
        (c.row, c.column, c.text) for c in one.grids[0].cells
    ]
    assert len(other.shapes) == len(one.shapes) == 2
    assert len(other.connectors) == len(one.connectors) == 1


def test_a_locked_file_says_so(make_pdf, canvas):
    writer = pypdf.PdfWriter(io.BytesIO(make_pdf(canvas.text(50, 50, "rahasia"))))
    writer.encrypt("sandi", algorithm="AES-256")
    locked = io.BytesIO()
    writer.write(locked)
    assert refused(locked.getvalue()) == "pdf-locked"


def test_a_damaged_page_does_not_lose_the_others(make_pdf, canvas, new_canvas):
    content = make_pdf(canvas.text(50, 50, "satu"), new_canvas().text(50, 50, "dua"))
    pages = document.pages("sop.pdf", content.replace(b"/Kids [4 0 R", b"/Kids [9 0 R"))
    assert [text.text for page in pages for text in page.texts] == ["dua"]


@pytest.mark.parametrize("form", [b"/X Do", b"/X Do /X Do /Y Do"])
def test_a_form_that_paints_itself_is_refused(make_file, form):
    assert refused(forms(make_file, form, form)) == "pdf-too-full"


def test_forms_that_multiply_without_end_are_refused(make_file):
    assert refused(forms(make_file, *[b"/X Do " * 11] * 7, b"0 0 m 9 9 l S")) == "pdf-too-full"


def test_forms_within_forms_are_read(make_file):
    content = forms(make_file, b"/X Do", *table_of_lines())
    (page,) = document.pages("sop.pdf", content)
    assert len(page.grids[0].cells) == 1


def test_a_page_put_into_form_after_form_is_read(make_file):
    content = forms(make_file, *[b"/X Do"] * 15, *table_of_lines())
    (page,) = document.pages("sop.pdf", content)
    assert len(page.grids[0].cells) == 1


def test_a_stream_that_unpacks_to_far_too_much_is_refused(make_file):
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * 500_000)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream"
    content = make_file([CATALOGUE, PAGES, PAGE, stream % (len(packed), packed)])
    assert refused(content) == "pdf-too-full"


def test_a_page_with_far_too_much_on_it_is_refused(canvas, make_pdf):
    canvas.raw(*["0 0 m 9 9 l S"] * 50_001)
    assert refused(make_pdf(canvas)) == "page-too-full"


def test_hatching_is_no_table(canvas, read_page):
    for place in range(200):
        canvas.line(0, place * 2, 600, place * 2).line(place * 3, 0, place * 3, 400)
    assert read_page(canvas).grids == ()


def test_a_page_that_is_only_a_picture_says_so(no_ocr, make_file):
    pixels = b"<< /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    picture = pixels + b" /Length 1 >>\nstream\n0\nendstream"
    painted = b"<< /Length 26 >>\nstream\n500 0 0 300 50 50 cm /X Do \nendstream"
    content = make_file([CATALOGUE, PAGES, PAGE, painted, picture])
    (page,) = document.pages("sop.pdf", content)
    assert page.pictures == (pytest.approx((50, 50, 550, 350), abs=0.1),)
    with pytest.raises(DocumentError) as caught:
        document.read("sop.pdf", content)
    assert caught.value.code == "scan-page"


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 400] /Contents 4 0 R"
    b" /Resources << /XObject << /X 5 0 R >> >> >>"
)


def refused(content):
    with pytest.raises(DocumentError) as caught:
        document.pages("sop.pdf", content)
    return caught.value.code


def table_of_lines():
    return [b"50 50 m 250 50 l S 50 90 m 250 90 l S 50 50 m 50 90 l S 250 50 m 250 90 l S"]


def forms(make_file, *streams):
    """A page that paints a form which paints the next one as /X, the last one itself."""
    objects = [CATALOGUE, PAGES, PAGE, b"<< /Length 5 >>\nstream\n/X Do\nendstream"]
    for number, stream in enumerate(streams, start=5):
        following = min(number + 1, 4 + len(streams))
        objects.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 400] /Length %d"
            b" /Resources << /XObject << /X %d 0 R >> >> >>\nstream\n%s\nendstream"
            % (len(stream), following, stream)
        )
    return make_file(objects)


def test_a_curved_arrow_leads_as_it_is_bent(canvas, read_page):
    canvas.box(100, 100, 140, 120).box(200, 180, 240, 200)
    canvas.raw("0.75 w 200 210 m 120 210 120 210 120 280 c S 120 280 m 117 274 l 123 274 l h f")
    (line,) = read_page(canvas).connectors
    assert (line.points[0], line.points[-1]) == ((200, 190), (120, 120))
    assert line.head_at_end


@pytest.mark.parametrize(
    ("matrix", "size"),
    [
        ("0 1 -1 0 500 50", (400, 600)),
        ("0 -1 1 0 100 350", (400, 600)),
        ("-1 0 0 -1 500 300", (600, 400)),
    ],
)
def test_a_page_on_its_side_or_head_is_read_as_if_it_were_turned(canvas, make_pdf, matrix, size):
    words = "Menerima surat masuk dan mencatatnya dalam buku agenda"
    for line in range(4):
        canvas.raw(f"BT /F1 8 Tf {matrix} Tm 0 {-20 * line} Td ({line} {words}) Tj ET")
    canvas.text(20, 390, "catatan kaki")
    content = make_pdf(canvas)
    (page,) = document.pages("sop.pdf", content)
    assert (page.width, page.height) == size
    assert [text.text for text in page.texts if text.text[0].isdigit()] == [
        f"{line} {words}" for line in range(4)
    ]
    shown = Image.open(io.BytesIO(b64decode(backgrounds(content, [page])[1].address[22:])))
    assert (shown.width < shown.height) == (size[0] < size[1])
    dark = shown.convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()
    texts = hull(text.box for text in page.texts)
    assert [place / SCALE for place in dark] == pytest.approx(texts, abs=3)


@pytest.mark.parametrize("times", [0.25, 1, 3])
def test_a_page_is_read_alike_at_any_size(canvas, read_page, times):
    canvas.raw(f"{times} 0 0 {times} 0 {400 * (1 - times)} cm")
    for line in range(4):
        canvas.text(20, 20 + 12 * line, "Menerima surat masuk dan mencatatnya", size=7)
    canvas.box(20, 70, 42, 84).box(70, 100, 92, 114).line(42, 77, 81, 77).line(81, 77, 81, 100)
    canvas.raw("81 300 m 79 304 l 83 304 l h f")
    page = read_page(canvas)
    assert [shape.kind for shape in page.shapes] == ["process", "process"]
    assert sum(line.head_at_end for line in page.connectors) == 1
    first = provenance.source("sop.pdf", page, page.shapes[0].box)
    assert first.box == pytest.approx([times * place for place in (20, 70, 42, 84)], abs=0.2)
    assert places.on(page, first) == pytest.approx(page.shapes[0].box, abs=0.5)

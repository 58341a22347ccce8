"""Opening PDF files, whole, locked, broken or far too long."""

import pytest

from converters.errors import DocumentError
from converters.readers.pdf import document


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

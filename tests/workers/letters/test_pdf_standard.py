"""PDF/A by the book: veraPDF on what Tertib makes."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from tests.workers.letters.letters import LONG, SHORT, filled
from tests.workers.letters.pages import MOMENT
from tests.workers.letters.verapdf import failures
from workers.letters.designs import DESIGNS
from workers.letters.pdf.archival import is_pdf_a
from workers.letters.pdf.rendering import to_pdf
from workers.letters.pdf.scan import scan_to_pdf


@pytest.fixture(scope="module")
def letters(tmp_path_factory):
    """The PDF of each template, with much to say and with little, and of scans."""
    folder = tmp_path_factory.mktemp("pdf-a")
    for name in DESIGNS:
        for size, values in (("long", LONG), ("short", SHORT)):
            pdf = to_pdf(filled(name, values), title=name, created=MOMENT)
            (folder / f"{name}-{size}.pdf").write_bytes(pdf)
    for kind, mode in (("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("TIFF", "1")):
        pdf = scan_to_pdf(scanned(kind, mode), title="Pindaian", created=MOMENT)
        (folder / f"scan-{kind}-{mode}.pdf").write_bytes(pdf)
    return folder


def scanned(kind, mode, pages=1):
    written = io.BytesIO()
    sheets = [Image.new(mode, (413, 585)) for _ in range(pages)]
    options = {"save_all": True, "append_images": sheets[1:]} if pages > 1 else {}
    sheets[0].save(written, kind, dpi=(50, 50), **options)
    return written.getvalue()


def test_verapdf_finds_no_fault_in_any_letter_or_scan(letters):
    assert failures(sorted(letters.glob("*.pdf"))) == {}


def test_verapdf_finds_the_fault_in_what_is_none(letters, tmp_path):
    """The check can fail: a font that is used is no longer embedded."""
    writer = PdfWriter(clone_from=letters / "laporan-short.pdf")
    font = next(iter(writer.pages[0]["/Resources"]["/Font"].values())).get_object()
    descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    for name in ("/FontFile2", "/FontFile3"):
        descriptor.pop(NameObject(name), None)
    broken = tmp_path / "broken.pdf"
    writer.write(broken)
    assert list(failures([broken])) == ["broken.pdf"]


def test_a_letter_says_that_it_is_pdf_a_and_another_pdf_does_not():
    assert is_pdf_a(to_pdf(filled("laporan", SHORT), title="Laporan", created=MOMENT))
    plain = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(plain)
    assert not is_pdf_a(plain.getvalue())
    assert not is_pdf_a(b"%PDF-1.7 rusak")
    assert not is_pdf_a(b"isi")


def test_each_font_is_embedded_and_the_colours_are_defined():
    pdf = to_pdf(filled("lembar-serah", LONG), title="Serah", created=MOMENT)
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.root_object["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(inner.get_object())


def test_each_page_of_a_scan_is_a_page_of_its_papers_size():
    pdf = scan_to_pdf(scanned("TIFF", "L", pages=3), title="Pindaian", created=MOMENT)
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert [round(float(page.mediabox.width)) for page in pages] == [595] * 3
    assert [round(float(page.mediabox.height)) for page in pages] == [842] * 3

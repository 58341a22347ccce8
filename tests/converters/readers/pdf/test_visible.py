"""What is read is what is seen."""

import pytest

from converters.readers.page import ShapeKind
from converters.readers.pdf import document


@pytest.fixture
def read_texts(read_page):
    def run(canvas, entries=""):
        return [text.text for text in read_page(canvas, entries).texts]

    return run


def test_text_painted_over_is_not_read(canvas, read_texts):
    canvas.text(100, 100, "SOP-003").raw("1 1 1 rg").box(90, 90, 200, 105, "f")
    canvas.raw("0 0 0 rg").text(100, 100, "SOP-007")
    assert read_texts(canvas) == ["SOP-007"]


def test_invisible_text_is_not_read(canvas, read_texts):
    canvas.raw("BT 3 Tr /F1 9 Tf 100 300 Td (lapisan OCR) Tj 0 Tr ET").text(100, 200, "tampak")
    assert read_texts(canvas) == ["tampak"]


def test_a_watermark_is_not_read(canvas, read_texts):
    canvas.raw("0.8 g BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 50 Tm (SALINAN) Tj ET 0 g")
    assert read_texts(canvas.text(100, 200, "tampak")) == ["tampak"]


def test_white_text_is_read_only_on_a_colour(canvas, read_texts):
    canvas.raw("0.2 0.2 0.6 rg").box(90, 90, 200, 105, "f").raw("1 1 1 rg")
    canvas.text(100, 100, "judul").text(100, 200, "tersembunyi")
    assert read_texts(canvas) == ["judul"]


def test_bold_made_by_painting_twice_is_read_once(canvas, read_texts):
    canvas.text(100, 100, "Kegiatan").text(100.3, 100, "Kegiatan")
    assert read_texts(canvas) == ["Kegiatan"]


def test_text_cut_off_at_its_cell_is_not_read(canvas, read_texts):
    canvas.raw("q 90 290 200 20 re W n").text(100, 105, "baris satu").text(100, 125, "baris dua")
    canvas.raw("Q").text(100, 150, "bawah")
    assert read_texts(canvas) == ["baris satu", "bawah"]


def test_what_is_drawn_outside_of_a_clip_is_not_read(canvas, read_page):
    canvas.raw("q 90 290 200 50 re W n").box(100, 70, 140, 90).box(100, 200, 140, 220).raw("Q")
    canvas.box(200, 200, 240, 220).line(140, 80, 160, 80).line(160, 80, 160, 210)
    canvas.line(160, 210, 200, 210)
    assert [shape.box[:2] for shape in read_page(canvas).shapes] == [(100, 70), (200, 200)]


def test_text_outside_the_crop_box_is_not_read(canvas, read_page):
    canvas.text(20, 20, "potong").text(150, 100, "isi")
    page = read_page(canvas, "/CropBox [100 100 500 350]")
    assert [text.text for text in page.texts] == ["isi"]
    assert page.texts[0].box.left == pytest.approx(50, abs=1)


def test_a_signature_note_over_the_table_is_in_no_cell(canvas, read_page):
    note = "* Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik"
    canvas.table((50, 550), (50, 80, 110)).text(60, 100, note, size=6)
    page = read_page(canvas)
    assert [cell.text for cell in page.grids[0].cells] == ["", ""]
    assert page.texts == ()


def test_labels_at_arrows_are_texts_of_the_page_and_text_in_symbols_is_theirs(canvas, read_page):
    canvas.table((50, 100, 250, 400, 500), (50, 80, 180)).text(110, 65, "Kabag")
    canvas.box(120, 100, 180, 130).text(135, 118, "Cek").text(260, 112, "Ya")
    canvas.raw("300 290 m 330 270 l 300 250 l 270 270 l h S").text(410, 100, "Surat")
    page = read_page(canvas)
    kinds = {shape.kind: shape.text for shape in page.shapes}
    assert kinds == {ShapeKind.PROCESS: "Cek", ShapeKind.DECISION: ""}
    assert [text.text for text in page.texts] == ["Ya"]


def test_a_box_around_an_answer_is_a_label_and_no_symbol(canvas, read_page):
    canvas.table((50, 100, 250, 400, 500), (50, 80, 180)).text(110, 65, "Kabag")
    canvas.box(120, 100, 180, 130).text(135, 118, "Cek")
    canvas.box(260, 100, 290, 116).text(265, 112, "Ya").box(350, 130, 380, 150)
    page = read_page(canvas)
    assert [shape.text for shape in page.shapes] == ["Cek", ""]
    assert [text.text for text in page.texts] == ["Ya"]


@pytest.mark.parametrize(
    "unicode",
    ["1 beginbfchar <FC> <F0FC> endbfchar", "1 beginbfchar <FC> <00FC> endbfchar"],
    ids=["private", "latin"],
)
def test_a_tick_of_a_symbol_font_is_read_as_one(make_file, unicode):
    shown = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange {unicode} endcmap"
    page = "/MediaBox [0 0 600 400] /Contents 6 0 R /Resources << /Font << /F1 4 0 R >> >>"
    font = "/Encoding /WinAnsiEncoding /ToUnicode 5 0 R /FirstChar 252 /LastChar 252 /Widths [900]"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {page} >>",
        f"<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEE+Wingdings-Regular {font} >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        "<< /Length 34 >>\nstream\nBT /F1 9 Tf 100 300 Td (\xfc) Tj ET \nendstream",
    ]
    content = make_file([body.encode("cp1252") for body in objects])
    (found,) = document.pages("sop.pdf", content)
    assert [text.text for text in found.texts] == ["√"]

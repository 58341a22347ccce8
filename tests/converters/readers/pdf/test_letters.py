"""Fonts that do not say which letters they show, or say others."""

import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from converters.errors import DocumentError
from converters.readers.pdf import document, letters

COVER = [
    ("Nomor SOP", "SOP-17/2025"),
    ("Tanggal Pembuatan", "10 Januari 2025"),
    ("Disahkan oleh", "Kepala Kantor"),
    ("NAMA SOP", "Pengelolaan Surat Masuk"),
]
STEPS = [
    ("No", "Kegiatan", "Kepala", "Petugas", "Kelengkapan", "Waktu", "Output"),
    ("1", "Menerima surat", "", "Mulai", "Surat masuk", "5 menit", "Surat tercatat"),
    ("2", "Menyimpan surat", "", "Selesai", "Surat dan arahan", "2 hari", "Arsip surat"),
]
COLUMNS = [20, 50, 160, 230, 300, 420, 480, 580]
NO_TABLE = b"/Encoding /WinAnsiEncoding"
TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin begincmap"
    b" 1 begincodespacerange <00> <FF> endcodespacerange"
    b" 1 beginbfrange %s endbfrange endcmap end"
)


def sop(canvas, write):
    """A cover and a table of steps; ``write`` puts a text at a place."""
    for top, rows, columns in ((40, COVER, [20, 300, 580]), (180, STEPS, COLUMNS)):
        canvas.table(columns, [top + 25 * row for row in range(len(rows) + 1)])
        for row, texts in enumerate(rows):
            for x, text in zip(columns, texts, strict=False):
                write(x + 4, top + 25 * row + 16, text)
    return canvas


def named(content, ranges):
    """A file whose one font has a table that says what its letters are called."""
    table = TO_UNICODE % ranges
    table = b"9 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(table), table)
    content = content.replace(NO_TABLE, NO_TABLE + b" /ToUnicode 9 0 R")
    return content.replace(b"xref\n", table + b"xref\n", 1)


@pytest.fixture
def misnamed(canvas, make_pdf):
    """An SOP that looks as all do, whose font's table says that its letters are Cyrillic."""
    return named(make_pdf(sop(canvas, canvas.text)), b"<20> <7E> <0410>")


def test_letters_that_only_the_embedded_font_names_are_read(canvas, make_file):
    text = "Kegitn"
    shown = "".join(f"{number:04X}" for number in range(len(text), 0, -1))
    canvas.raw(f"BT /F1 9 Tf 50 300 Td <{shown}> Tj ET")
    (page,) = document.pages("sop.pdf", embedded(make_file, canvas.stream, font(text[::-1])))
    assert [one.text for one in page.texts] == [text]


def test_numbers_of_glyphs_in_the_usual_order_are_read_as_what_they_show(canvas, read_page):
    def write(x, y, text):
        numbers = "".join(f"{ord(letter) - 29:02X}" for letter in text)
        canvas.raw(f"BT /F1 9 Tf {x} {400 - y} Td <{numbers}> Tj ET")

    cover, table = read_page(sop(canvas, write)).grids
    assert "Pengelolaan" in cover.cells[-1].text
    assert "Kelengkapan" in [cell.text for cell in table.cells]


def test_a_ligature_that_is_named_by_its_number_is_read_as_its_letters(canvas, make_pdf):
    content = named(make_pdf(canvas.text(50, 50, "Sta#s#k")), b"<23> <23> <019F>")
    (page,) = document.pages("sop.pdf", content)
    assert [one.text for one in page.texts] == ["Statistik"]


def test_a_page_whose_letters_are_no_words_says_what_to_do(misnamed, no_ocr):
    with pytest.raises(DocumentError) as caught:
        document.read("sop.pdf", misnamed)
    assert (caught.value.code, caught.value.page) == ("letters-unknown", 1)


def test_a_page_whose_letters_are_no_words_is_read_by_ocr(misnamed, needs_ocr):
    result = document.read("sop.pdf", misnamed)
    assert result.errors == ()
    (table,) = result.tables
    assert [row.activity for row in table.rows] == ["Menerima surat", "Menyimpan surat"]
    assert "read-by-ocr" in [doubt.code for doubt in table.doubts]


@pytest.mark.parametrize("text", ["Menerima surat masuk dari TU", "KEPALA KPPN", "SPM SP2D"])
def test_words_and_abbreviations_are_no_nonsense(text):
    assert not letters.nonsense(text)


@pytest.mark.parametrize("text", ["3HJDZDL $GPLQ 7HNQLVL", "\ufffd" * 20, "\ue012\x13" * 9])
def test_letters_without_a_vowel_are_nonsense(text):
    assert letters.nonsense(text)


def font(shown):
    """A TrueType font whose glyphs 1, 2, ... are these letters."""
    names = [".notdef", *(f"g{place}" for place in range(len(shown)))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(one): name for one, name in zip(shown, names[1:], strict=True)})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False)
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


EMBEDDED = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 400] /Contents 7 0 R /Resources 4 0 R >>",
    (
        b"<< /Font << /F1 << /Type /Font /Subtype /Type0 /BaseFont /Huruf /Encoding /Identity-H"
        b" /DescendantFonts [5 0 R] >> >> >>"
    ),
    (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Huruf /DW 600 /CIDToGIDMap /Identity"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /FontDescriptor 6 0 R >>"
    ),
    (
        b"<< /Type /FontDescriptor /FontName /Huruf /Flags 4 /FontBBox [0 -200 600 800]"
        b" /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 8 0 R >>"
    ),
)


def embedded(make_file, content, program):
    """A page in a font whose characters are the numbers of its glyphs, and nothing says more."""
    stream = b"<< /Length %d >>\nstream\n%s\nendstream"
    streams = [stream % (len(one), one) for one in (content, program)]
    return make_file([*EMBEDDED, *streams])

"""Tables, as they come through to the PDF."""

from __future__ import annotations

import pytest
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from tests.workers.letters.pages import CM, rendered
from workers.letters.word import line, page, table

LEFT = 3 * CM
INSET = 5.4  # Word's, left and right of a cell's text


def near(value, by=1.5):
    return pytest.approx(value, abs=by)


def test_columns_are_as_wide_as_in_word_and_text_stands_where_other_text_does():
    document = page()
    line(document, "Tepi")
    table(document, [("satu", "dua", "tiga")], (2, 5, 8))
    pages = rendered(document)
    lefts = [pages.place(words).left for words in ("Tepi", "satu", "dua", "tiga")]
    assert lefts == [near(LEFT), near(LEFT), near(LEFT + 2 * CM), near(LEFT + 7 * CM)]


def test_a_grid_has_lines_and_a_plain_table_none():
    def dark(*, grid):
        document = page()
        table(document, [("a", "b"), ("c", "d")], (4, 4), grid=grid)
        picture = rendered(document).picture().convert("L")
        row = picture.crop((0, 0, picture.width, 400))
        return sum(row.histogram()[:128])

    assert dark(grid=True) > dark(grid=False) + 4 * 8 * 72


def test_merged_cells_reach_over_what_they_merge():
    document = page()
    added = table(
        document, [("A", "B", "C"), ("D", "E", "F"), ("G", "H", "I")], (3, 3, 3), grid=True
    )
    added.cell(0, 0).merge(added.cell(0, 1))
    added.cell(1, 2).merge(added.cell(2, 2))
    pages = rendered(document)
    assert pages.place("B").left == near(pages.place("A").left)  # Word puts it below, in one cell
    assert pages.place("C").left == near(LEFT + 6 * CM)
    assert pages.place("H").left == near(LEFT + 3 * CM)
    assert pages.place("I").left == near(pages.place("F").left)
    assert pages.place("I").top < pages.place("H").top + 1.5


def test_a_table_of_two_hundred_rows_goes_over_pages_with_its_header_on_each():
    document = page()
    rows = [("Nomor", "Uraian"), *((f"R{number:03}.", "uraian") for number in range(200))]
    added = table(document, rows, (3, 12), grid=True)
    added.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    pages = rendered(document)
    assert len(pages.texts) > 3
    assert all(text.split()[:2] == ["Nomor", "Uraian"] for text in pages.texts)
    assert [number for number in range(200) if f"R{number:03}." not in pages.text] == []


def test_a_row_that_must_stay_whole_does():
    def pages_of(*, whole):
        document = page()
        for _ in range(42):
            line(document, "baris")
        added = table(document, [("awal\n" + "isi\n" * 10 + "akhir",)], (12,), grid=True)
        properties = added.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
        if not whole:
            properties.clear()
        pages = rendered(document)
        return pages.place("awal").page, pages.place("akhir").page

    assert pages_of(whole=True) == (1, 1)
    assert pages_of(whole=False) == (0, 1)


@pytest.mark.parametrize("rule", [WD_ROW_HEIGHT_RULE.AT_LEAST, WD_ROW_HEIGHT_RULE.EXACTLY])
def test_a_row_is_as_high_as_it_asks_to_be(rule):
    document = page()
    added = table(document, [("atas",), ("bawah",)], (8,), grid=True)
    added.rows[0].height, added.rows[0].height_rule = Cm(3), rule
    pages = rendered(document)
    assert pages.place("bawah").bottom - pages.place("atas").bottom == near(3 * CM, 4)


def test_text_stands_at_the_top_in_the_middle_or_at_the_bottom_of_its_cell():
    document = page()
    added = table(document, [("Atas", "Tengah", "Bawah")], (4, 4, 4), grid=True)
    added.rows[0].height = Cm(3)
    added.cell(0, 1).vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    added.cell(0, 2).vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    pages = rendered(document)
    above, middle, below = (pages.place(words).top for words in ("Atas", "Tengah", "Bawah"))
    assert middle - above == near(35, 6)
    assert below - above == near(70, 8)


def test_a_cells_shading_colours_it():
    document = page()
    added = table(document, [("Isi", "")], (4, 4), grid=True)
    added.cell(0, 1)._tc.get_or_add_tcPr().append(  # noqa: SLF001
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FFEE00"/>')
    )
    pages = rendered(document)
    place = pages.place("Isi")
    assert pages.color(LEFT + 6 * CM, (place.top + place.bottom) / 2) == (0xFF, 0xEE, 0)


def test_a_cells_own_border_goes_before_the_tables():
    document = page()
    added = table(document, [("Isi",)], (8,))
    added.cell(0, 0)._tc.get_or_add_tcPr().append(  # noqa: SLF001
        parse_xml(
            f"<w:tcBorders {nsdecls('w')}>"
            '<w:bottom w:val="single" w:sz="24" w:space="0" w:color="FF0000"/></w:tcBorders>'
        )
    )
    pages = rendered(document)
    place = pages.place("Isi")
    column = [pages.color(LEFT + 5 * CM, place.bottom + step / 2) for step in range(30)]
    assert (255, 0, 0) in column


def test_a_table_stands_in_the_middle_when_it_says_so():
    document = page()
    added = table(document, [("MMMM",)], (4,))
    added.alignment = WD_TABLE_ALIGNMENT.CENTER
    assert rendered(document).place("MMMM").left == near(LEFT + 6 * CM + INSET, 2)


def test_a_table_may_lie_in_a_cell():
    document = page()
    outer = table(document, [("luar", "")], (4, 8), grid=True)
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "dalam", "juga"
    pages = rendered(document)
    assert pages.place("dalam").left > LEFT + 4 * CM
    assert pages.place("juga").left > pages.place("dalam").right


def test_a_table_without_widths_divides_the_line():
    document = page()
    added = table(document, [("kiri", "kanan")], (4, 4))
    grid = added._tbl.tblGrid  # noqa: SLF001
    for column in grid:
        del column.attrib[next(iter(column.attrib))]
    pages = rendered(document)
    assert pages.place("kanan").left - pages.place("kiri").left == near(8 * CM, 6)


def test_a_signature_in_a_table_is_not_parted_from_its_name():
    document = page()
    for _ in range(48):
        line(document, "baris")
    added = table(document, [("Kepala,",), ("",), ("",), ("Contoh Wiranegara",)], (8,))
    for row in added.rows[:-1]:
        row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
    pages = rendered(document)
    assert pages.place("Kepala,").page == pages.place("Contoh Wiranegara").page == 1

"""Cells are read as they are printed."""

import datetime as dt

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.formula import ArrayFormula

from converters import dates
from converters.readers.page import Box
from converters.readers.sheets import pages

THIN = Side(style="thin")
RULED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def texts(page):
    return {cell.range.split("!")[1]: cell.text for grid in page.grids for cell in grid.cells}


def fill(book, cells):
    for name, value in cells.items():
        book.active[name] = value


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        (1, "General", "1"),
        (1.0, "General", "1"),
        (1.5, "General", "1,5"),
        (0.1 + 0.2, "General", "0,3"),
        (3, '0" menit"', "3 menit"),
        (2, '0 "Hari Kerja"', "2 Hari Kerja"),
        (2, "0\\ \\j\\a\\m", "2 jam"),
        (1234567.891, "#,##0.00", "1.234.567,89"),
        (0.25, "0%", "25%"),
        (7, "000", "007"),
        (2.5, "0.0##", "2,5"),
        (-3, "0;(0)", "(3)"),
        (0, '0;-0;"-"', "-"),
        (5, "[Red]0", "5"),
        (1500, '"Rp"#,##0', "Rp1.500"),
        (True, "General", "TRUE"),
        (dt.date(2024, 5, 24), "dd/mm/yyyy", "24/05/2024"),
        (dt.date(2024, 5, 24), "[$-421]dd mmmm yyyy;@", "24 Mei 2024"),
        (dt.date(2024, 5, 4), "mm/dd/yyyy", "2024-05-04"),
        (dt.date(2024, 5, 4), "d-mmm-yy", "4-Mei-2024"),
        (dt.date(2024, 5, 24), "dddd, d mmmm yyyy", "Jumat, 24 Mei 2024"),
        (45436.5451389, "dd/mm/yyyy h:mm", "24/05/2024 13:05"),
        (dt.time(1, 30), "h:mm", "1:30"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (dt.timedelta(minutes=90), "[mm]", "90"),
    ],
)
def test_a_number_is_printed_by_its_format(book, read_page, value, code, printed):
    fill(book, {"A1": value})
    book.active["A1"].number_format = code
    assert texts(read_page(book)) == {"A1": printed}


@pytest.mark.parametrize("code", ["dd/mm/yyyy", "dd mmmm yyyy", "m/d/yyyy", "d-mmm-yy", "mm-dd-yy"])
@pytest.mark.parametrize("epoch", [openpyxl.utils.datetime.WINDOWS_EPOCH,
                                   openpyxl.utils.datetime.MAC_EPOCH])  # fmt: skip
@pytest.mark.parametrize("iso", [False, True])  # as a number, or as strict files have it
def test_a_date_is_printed_so_that_it_is_read_as_the_same_day(book, read_page, code, epoch, iso):
    book.epoch, book.iso_dates = epoch, iso
    fill(book, {"A1": dt.date(2024, 5, 4)})
    book.active["A1"].number_format = code
    assert dates.parse(texts(read_page(book))["A1"]) == "2024-05-04"


def test_lines_and_runs_of_a_text_are_kept(book, read_page):
    bold = TextBlock(InlineFont(b=True), "tebal")
    fill(book, {"A1": "Surat\nAgenda \r\n", "A2": CellRichText("Tulisan ", bold, "!")})
    assert texts(read_page(book)) == {"A1": "Surat\nAgenda", "A2": "Tulisan tebal!"}


def test_letters_of_symbol_fonts_are_read_as_the_signs_that_they_show(book, read_page):
    sheet = book.active
    for name, letter, font in (
        ("A1", "ü", "Wingdings"),
        ("B1", "P", "Wingdings 2"),
        ("C1", "ü", "Arial"),
    ):
        sheet[name] = letter
        sheet[name].font = Font(name=font)
    sheet["D1"] = CellRichText(TextBlock(InlineFont(rFont="Wingdings"), "l"), "l")
    assert texts(read_page(book)) == {"A1": "√", "B1": "√", "C1": "ü", "D1": "●l"}


def test_of_a_formula_its_stored_result_is_read_and_it_is_never_worked_out(book, save, changed):
    fill(book, {"A1": "=1+1", "A2": "=A1", "A3": "Ada", "A4": ArrayFormula("A4", "=SUM(A1)")})
    results = {b"<f>1+1</f><v />": b"<f>1+1</f><v>2</v>", b"<f>1+1</f><v></v>": b"<v>2</v>"}

    def stored(xml):
        for old, new in results.items():
            xml = xml.replace(old, new)
        return xml

    content = changed(save(book), {"xl/worksheets/sheet1.xml": stored})
    (page,) = pages("sop.xlsx", content)
    assert texts(page) == {"A1": "2", "A3": "Ada"}


def test_merged_cells_stand_once_where_they_begin(book, read_page):
    sheet = book.active
    fill(book, {"A1": "No", "B1": "Pelaksana", "B2": "Kabag", "C2": "Staf", "C1": "tertutup"})
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    (grid,) = read_page(book).grids
    found = [(cell.row, cell.column, cell.rows, cell.columns, cell.text) for cell in grid.cells]
    assert found == [
        (0, 0, 2, 1, "No"),
        (0, 1, 1, 2, "Pelaksana"),
        (1, 1, 1, 1, "Kabag"),
        (1, 2, 1, 1, "Staf"),
    ]
    assert [cell.range for cell in grid.cells][:2] == ["Alur!A1:A2", "Alur!B1:C1"]


def test_boxes_follow_the_widths_of_columns_and_the_heights_of_rows(book, read_page):
    sheet = book.active
    fill(book, {"A1": "a", "B1": "b", "B2": "c"})
    sheet.column_dimensions["A"].width = 20
    sheet.row_dimensions[1].height = 30
    (grid,) = read_page(book).grids
    boxes = {cell.range.split("!")[1]: cell.box for cell in grid.cells}
    assert boxes["A1"] == Box(0, 0, 105, 30)  # 20 times 7 pixels of 3/4 of a point
    assert boxes["B2"] == Box(105, 30, 105 + 48, 45)  # 64 pixels and 20: what is usual


def test_a_row_without_a_stated_height_is_as_high_as_its_lines(book, read_page):
    fill(book, {"A1": "kata " * 20, "A2": "kata " * 20, "A3": "a\nb"})
    book.active["A1"].alignment = Alignment(wrap_text=True)
    heights = [cell.box.height for cell in read_page(book).grids[0].cells]
    assert heights[0] >= 5 * 15
    assert heights[1:] == [15, 30]


def test_a_ruled_cell_is_there_when_it_is_blank(book, read_page):
    fill(book, {"A1": "a", "C2": "c"})
    book.active["B1"].border = RULED
    assert texts(read_page(book)) == {"A1": "a", "B1": "", "C1": "", "A2": "", "B2": "", "C2": "c"}


def test_a_blank_row_ends_a_table_and_a_blank_column_does_not(book, read_page):
    fill(book, {"A1": "NAMA SOP", "D1": ": Surat", "A3": "No", "B3": "Kegiatan"})
    grids = read_page(book).grids
    assert [[cell.text for cell in grid.cells] for grid in grids] == [
        ["NAMA SOP", ": Surat"],
        ["No", "Kegiatan"],
    ]


def test_a_row_that_a_merged_cell_covers_does_not_end_a_table(book, read_page):
    fill(book, {"A1": "1", "A4": "2"})
    book.active.merge_cells("A1:A3")
    (grid,) = read_page(book).grids
    assert [cell.box.height for cell in grid.cells] == [45, 15]


def test_hidden_rows_columns_and_sheets_are_left_out(book, read_page):
    sheet = book.active
    fill(book, {"A1": "a", "B1": "tersembunyi", "C1": "c", "A2": "tersembunyi", "A3": "b"})
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[2].hidden = True
    book.create_sheet("Rahasia")["A1"] = "tersembunyi"
    book["Rahasia"].sheet_state = "hidden"
    page = read_page(book)
    assert [cell.text for cell in page.grids[0].cells] == ["a", "c", "b", ""]
    assert page.grids[0].cells[2].box.top == 15  # the hidden row takes no room


def test_what_is_not_printed_is_left_out(book, read_page):
    fill(book, {"A1": "a", "B2": "b", "H1": "catatan", "A40": "daftar"})
    book.active.print_area = "A1:C9"
    assert texts(read_page(book)) == {"A1": "a", "B1": "", "A2": "", "B2": "b"}


def test_each_sheet_that_is_shown_and_holds_something_is_a_page(book, save):
    fill(book, {"A1": "alur"})
    book.create_sheet("Kosong")
    book.create_chartsheet("Grafik").add_chart(BarChart())
    book.create_sheet("Sampul SOP")["B7"] = "sampul"
    found = pages("sop.xlsx", save(book))
    assert [(page.number, page.name) for page in found] == [(1, "Alur"), (3, "Sampul SOP")]
    assert found[1].grids[0].cells[0].range == "'Sampul SOP'!B7"

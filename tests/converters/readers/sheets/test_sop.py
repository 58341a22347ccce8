"""A workbook leads to the SOP it holds."""

import zipfile

import pytest

from converters.readers import read
from converters.table import MarkKind

COVER = [
    ("NOMOR SOP", "W.20-01"),
    ("TANGGAL PEMBUATAN", 45_292),
    ("DISAHKAN OLEH", "KEPALA KANTOR WILAYAH\nSITI AMINAH\nNIP 197001012000032001"),
    ("NAMA SOP", "Pelayanan Surat Masuk"),
]
ROWS = [
    (1, "Menerima surat", "Surat", "10 menit", "Agenda", None),
    (2, "Memeriksa surat", "Agenda", "1 jam", "Surat", None),
    (3, "Menyimpan surat", "Surat", "1 hari", "Arsip", "Selesai"),
]


def fill_flow(sheet):
    """No, Kegiatan, two performers, Mutu Baku, Keterangan in columns A to H, rows from 3 on."""
    for column, title in zip("ABCEH", ["No", "Kegiatan", "Pelaksana", "Mutu Baku", "Ket."],
                             strict=True):  # fmt: skip
        sheet[f"{column}1"] = title
    for column, title in zip("CDEFG", ["Kabag", "Staf", "Kelengkapan", "Waktu", "Output"],
                             strict=True):  # fmt: skip
        sheet[f"{column}2"] = title
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:G1", "H1:H2"):
        sheet.merge_cells(area)
    for line, (number, activity, inputs, time, outputs, note) in enumerate(ROWS, start=3):
        values = zip("ABEFGH", (number, activity, inputs, time, outputs, note), strict=True)
        for column, value in values:
            sheet[f"{column}{line}"] = value
        sheet.row_dimensions[line].height = 60


def fill_cover(sheet):
    for line, (label, value) in enumerate(COVER, start=1):
        sheet[f"A{line}"], sheet[f"C{line}"] = label, value
    sheet["C2"].number_format = "dd/mm/yyyy"


def flow(draw):
    """Staf starts and takes, Kabag checks: "Tidak" leads back, "Ya" on to Staf, who ends it."""

    def stands(column, row, item):
        return draw.between((column, 10, row, 15), (column, 40, row, 45), item)

    def line(start, end, item):
        return draw.between(start, end, item)

    bare = "<a:noFill/><a:ln><a:noFill/></a:ln>"
    mirrored = draw.xfrm((0, 0, 60, 60), 'flipH="1"')
    back = draw.xfrm((0, 0, 60, 60), 'flipV="1"')
    return [
        stands(3, 2, draw.shape(2, "flowChartTerminator", "Mulai")),
        stands(2, 3, draw.shape(3, "flowChartDecision")),
        stands(3, 4, draw.shape(4, "flowChartTerminator")),
        line((2, 25, 2, 45), (3, 25, 3, 15),
             draw.connector(5, "bentConnector3", 2, 3, xfrm=mirrored)),
        line((2, 40, 2, 30), (3, 10, 3, 30),
             draw.connector(6, "bentConnector2", 3, 2, xfrm=back)),
        line((2, 25, 3, 45), (3, 25, 4, 15), draw.connector(7, "bentConnector3", 3, 4)),
        draw.between((2, 42, 3, 2), (3, 8, 3, 14), draw.shape(8, "rect", "Tidak", look=bare)),
        draw.between((2, 28, 3, 46), (2, 47, 3, 58), draw.shape(9, "rect", "Ya", look=bare)),
    ]  # fmt: skip


@pytest.fixture
def saved(tmp_path, book, save, draw):
    def run(sheet):
        path = tmp_path / "sop.xlsx"
        path.write_bytes(save(book, flow(draw), sheet))
        return read(path)

    return run


def check(result):
    (table,) = result.tables
    assert result.errors == ()
    assert (table.header.title, table.header.created) == ("Pelayanan Surat Masuk", "2024-01-01")
    assert table.roles == ("Kabag", "Staf")
    assert [row.activity for row in table.rows] == [row[1] for row in ROWS]
    assert [row.time for row in table.rows] == [row[3] for row in ROWS]
    marks = [[(mark.kind, mark.column, mark.drawn) for mark in row.marks] for row in table.rows]
    assert marks == [
        [(MarkKind.START, 1, True)],
        [(MarkKind.DECISION, 0, True)],
        [(MarkKind.END, 1, True)],
    ]
    arrows = {(arrow.start[0], arrow.end[0], arrow.label) for arrow in table.arrows}
    assert arrows == {(0, 1, None), (1, 0, "Tidak"), (1, 2, "Ya")}
    return table


def test_an_sop_whose_cover_and_flow_are_on_two_sheets(book, saved):
    book.active.title = "Sampul"
    fill_cover(book.active)
    fill_flow(book.create_sheet("Alur"))
    table = check(saved(2))
    assert table.rows[1].source.page == 2
    assert table.rows[1].source.range == "Alur!A4:H4"


def test_the_strict_form_of_a_workbook_is_read_as_the_ordinary_one(book, tmp_path, saved, changed):
    fill_cover(book.active)
    fill_flow(book.create_sheet("Alur"))
    ordinary = check(saved(2))
    path = tmp_path / "sop.xlsx"

    def strict(part):
        for name in (b"spreadsheetml", b"drawingml", b"officeDocument"):
            part = part.replace(
                b"http://schemas.openxmlformats.org/" + name + b"/2006/",
                b"http://purl.oclc.org/ooxml/" + name + b"/",
            )
        return part

    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/")]
    path.write_bytes(changed(path.read_bytes(), dict.fromkeys(parts, strict)))
    assert read(path).tables == (ordinary,)


@pytest.mark.parametrize("left", [True, False])
def test_a_cover_beside_its_table_goes_on_below_a_blank_row(book, tmp_path, save, left):
    sheet = book.active
    fill_flow(sheet)
    sheet["C3"], sheet["D4"], sheet["C5"] = "v", "v", "v"
    if left:
        for area in [str(area) for area in sheet.merged_cells.ranges]:
            sheet.unmerge_cells(area)
        sheet.move_range("A1:H5", cols=4)
        for area in ("E1:E2", "F1:F2", "G1:H1", "I1:K1", "L1:L2"):
            sheet.merge_cells(area)
    first = 1 if left else 10
    lines = [*COVER, (None, None), ("DASAR HUKUM", None), ("1. UU 17", None)]
    for line, (label, value) in enumerate(lines, start=2):
        sheet.cell(line, first, label)
        sheet.cell(line, first + 1, value)
    path = tmp_path / "sop.xlsx"
    path.write_bytes(save(book, ()))
    (table,) = read(path).tables
    assert (table.header.number, table.header.title) == ("W.20-01", "Pelayanan Surat Masuk")
    assert table.header.legal_basis == ("UU 17",)
    assert [row.activity for row in table.rows] == [row[1] for row in ROWS]
    assert [row.note for row in table.rows] == [None, None, "Selesai"]


def test_lists_on_other_sheets_do_not_disturb(book, saved):
    book.active.title = "Daftar"
    for line, text in enumerate(["No", "Jenis surat", "Undangan", "Edaran"], start=1):
        book.active[f"A{line}"] = text
    fill_cover(book.create_sheet("Sampul"))
    fill_flow(book.create_sheet("Alur"))
    book.create_sheet("Lain")["C7"] = "Senin"
    check(saved(3))


def test_symbols_that_stand_in_blank_rows_below_their_steps(book, tmp_path, save, draw):
    sheet = book.active
    fill_cover(sheet)
    for column, title in enumerate(["No", "Kegiatan", "Kabag", "Staf", "Waktu", "Output"], start=1):
        sheet.cell(7, column, title)
    symbols = []
    for step, (row, lane) in enumerate([(8, 2), (10, 3), (12, 2)], start=1):
        for column, text in enumerate(
            [step, f"Kegiatan {step}", None, None, "1 jam", "x"], start=1
        ):
            sheet.cell(row, column, text)
        box = (lane, 5, row, 2), (lane, 40, row, 13)  # in the row below the text
        symbols.append(draw.between(*box, draw.shape(step, "flowChartProcess")))
    path = tmp_path / "sop.xlsx"
    path.write_bytes(save(book, symbols))
    (table,) = read(path).tables
    assert [row.activity for row in table.rows] == ["Kegiatan 1", "Kegiatan 2", "Kegiatan 3"]
    assert [[mark.column for mark in row.marks] for row in table.rows] == [[0], [1], [0]]


def fill_spaced(sheet, start, gap):
    """A table without borders, ``gap`` blank rows between its steps; the note only in the first."""
    titles = ["No", "Kegiatan", "Kabag", "Staf", "Waktu", "Output", "Keterangan"]
    for column, title in enumerate(titles, start=1):
        sheet.cell(start, column, title)
    for step in (1, 2, 3):
        row = start + 1 + (step - 1) * (1 + gap)
        sheet.cell(row, 1, step)
        sheet.cell(row, 2, f"Kegiatan {step}")
        sheet.cell(row, 2 + step % 2 + 1, "v")
        sheet.cell(row, 5, "1 jam")
    sheet.cell(start + 1, 7, "Segera")
    return row


@pytest.mark.parametrize("gap", [1, 2])
def test_blank_rows_between_steps_are_no_end_of_the_table(book, tmp_path, save, gap):
    sheet = book.active
    fill_cover(sheet)
    last = fill_spaced(sheet, 7, gap)
    sheet.cell(last + 2, 5, "Kepala Kantor")  # who signs, below the table
    path = tmp_path / "sop.xlsx"
    path.write_bytes(save(book))
    (table,) = read(path).tables
    assert [row.activity for row in table.rows] == ["Kegiatan 1", "Kegiatan 2", "Kegiatan 3"]
    assert [[mark.column for mark in row.marks] for row in table.rows] == [[1], [0], [1]]
    assert [row.time for row in table.rows] == ["1 jam"] * 3
    assert [doubt.code for doubt in table.doubts] == ["text-ignored"]


def test_two_tables_with_blank_rows_between_their_steps_are_two_sops(book, tmp_path, save):
    sheet = book.active
    fill_cover(sheet)
    last = fill_spaced(sheet, 7, 1)
    for line, (label, value) in enumerate(COVER, start=last + 3):
        sheet.cell(line, 1, label)
        sheet.cell(line, 3, f"{value} Lain")
    fill_spaced(sheet, last + 3 + len(COVER) + 1, 1)
    path = tmp_path / "sop.xlsx"
    path.write_bytes(save(book))
    tables = read(path).tables
    assert [table.header.title for table in tables] == [
        "Pelayanan Surat Masuk",
        "Pelayanan Surat Masuk Lain",
    ]
    assert [[row.number for row in table.rows] for table in tables] == [["1", "2", "3"]] * 2

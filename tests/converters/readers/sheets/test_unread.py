"""What a workbook holds but no one sees, or no one can read, is told."""

import pytest

from converters.readers import read

ROWS = [
    ("NAMA SOP", "Pelayanan Surat"),
    (None,),
    ("No", "Kegiatan", "Kabag", "Staf", "Waktu", "Output"),
    (1, "Menerima", None, "v", "1 jam", "Surat"),
    (2, "Mencatat", None, "v", "1 jam", "Agenda"),
    (3, "Memeriksa", "v", None, "1 jam", "Surat"),
]


@pytest.fixture
def sheet(book):
    for row in ROWS:
        book.active.append(row)
    return book.active


@pytest.fixture
def saved(book, tmp_path, save, changed):
    """The SOP of the workbook, parts of it changed."""

    def run(**changes):
        path = tmp_path / "sop.xlsx"
        parts = {f"xl/worksheets/{name}.xml": change for name, change in changes.items()}
        path.write_bytes(changed(save(book), parts))
        (table,) = read(path).tables
        return table

    return run


def told(table):
    return {doubt.code: doubt for doubt in table.doubts}


def test_a_hidden_row_is_told_and_its_number_is_not_missed(sheet, saved):
    sheet.row_dimensions[5].hidden = True
    table = saved()
    assert [row.number for row in table.rows] == ["1", "3"]
    doubt = told(table).pop("row-hidden")
    assert "2 Mencatat v 1 jam Agenda" in doubt.message
    assert doubt.source.range == "Alur!A5:F5"
    assert "row-number-skipped" not in told(table)


def test_a_number_that_no_hidden_row_has_is_still_missed(sheet, saved):
    sheet.row_dimensions[5].hidden = True
    sheet["A5"] = None
    assert {"row-hidden", "row-number-skipped"} <= told(saved()).keys()


def test_a_hidden_column_is_told(sheet, saved):
    sheet.column_dimensions["C"].hidden = True
    table = saved()
    assert table.roles == ("Staf",)
    doubt = told(table)["column-hidden"]
    assert "Kabag v" in doubt.message
    assert doubt.source.range == "Alur!C3:C6"


def test_what_is_hidden_on_another_sheet_is_not_told(book, sheet, saved):
    other = book.create_sheet("Daftar")
    other["A1"], other["A2"] = "Pegawai", "Siti"
    other.row_dimensions[1].hidden = True
    assert "row-hidden" not in told(saved())


def test_a_formula_without_its_result_is_told(sheet, saved):
    sheet["A5"], sheet["A6"] = "=A4+1", "=A5+1"
    doubt = told(saved())["formula-unknown"]
    assert "A5, A6" in doubt.message
    assert doubt.source.range == "Alur!A5:A6"


def test_a_formula_whose_result_is_blank_is_no_doubt(sheet, saved):
    sheet["F5"] = "=IF(1=1,"
    stored = lambda part: part.replace(b'<c r="F5">', b'<c r="F5" t="str">')  # noqa: E731
    assert "formula-unknown" not in told(saved(sheet1=stored))


def test_a_damaged_sheet_is_told(book, sheet, saved):
    book.create_sheet("Lampiran")["A1"] = "x"
    doubt = told(saved(sheet2=b"<worksheet><sheetData>"))["sheet-unread"]
    assert '"Lampiran"' in doubt.message

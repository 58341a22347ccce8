"""Whatever a workbook holds: pages or a message, soon and in little memory."""

import contextlib
import re
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from converters.errors import DocumentError
from converters.readers import READERS
from converters.readers.sheets import SHEET, pages

SHEET_PART, DRAWING = "xl/worksheets/sheet1.xml", "xl/drawings/drawing1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PLACE = (0, 0, 0, 0), (1, 0, 1, 0)


@pytest.fixture
def base(book, save, draw):
    """The bytes of a small workbook with text, a number, merged cells, and a flow."""
    book.active["A1"], book.active["B2"], book.active["A2"] = "No", 1.5, "=A1"
    book.active.merge_cells("A1:B1")
    inside = draw.group(6, (0, 0, 9, 9), (0, 0, 9, 9), draw.shape(7, "rect", xfrm=draw.xfrm()))
    return save(
        book,
        [
            draw.between(*PLACE, draw.shape(5, "diamond", "Cek")),
            draw.between(*PLACE, inside),
            draw.at((0, 0, 0, 0), 9, 9, draw.connector(8, "bentConnector3", 5, 7)),
        ],
    )


@pytest.fixture
def sheet(base, changed):
    """A workbook with this sheet's data, and what follows them."""

    def run(data, after=""):
        xml = f'<worksheet xmlns="{SPACE}"><sheetData>{data}</sheetData>{after}</worksheet>'
        return changed(base, {SHEET_PART: xml.encode()})

    return run


def rows(count, columns="A"):
    return "".join(
        f'<row r="{row}">' + "".join(f'<c r="{x}{row}"><v>1</v></c>' for x in columns) + "</row>"
        for row in range(1, count + 1)
    )


def code(content):
    with pytest.raises(DocumentError) as caught:
        pages("sop.xlsx", content)
    return caught.value.code


def texts(content):
    (page,) = pages("sop.xlsx", content)
    return [cell.text for grid in page.grids for cell in grid.cells]


def test_a_table_of_100_000_rows_ends_in_a_message(sheet):
    content = sheet("".join(f"<row><c><v>{x}</v></c><c><v>{x}</v></c></row>" for x in range(10**5)))
    assert code(content) == "sheet-too-large"


def test_a_sheet_of_many_bytes_is_not_unpacked(sheet):
    content = sheet(" " * SHEET + rows(1))
    tracemalloc.start()
    assert code(content) == "sheet-too-large"
    assert tracemalloc.get_traced_memory()[1] < SHEET / 2
    tracemalloc.stop()


def test_a_cell_in_the_last_corner_makes_no_table_of_all_between(sheet):
    far = '<row r="1048576"><c r="XFD1048576"><v>9</v></c></row>'
    assert texts(sheet(rows(1) + far)) == ["1", "9"]


def test_cells_that_stand_on_a_diagonal_end_in_a_message(sheet):
    columns = [f"{a}{b}" for a in "ABCDEFGHIJKLMNOPQRST" for b in "ABCDEFGHIJKLMNOPQRST"]
    data = "".join(
        f'<row r="{at}"><c r="{x}{at}"><v>1</v></c></row>' for at, x in enumerate(columns, start=1)
    )
    assert code(sheet(data)) == "sheet-too-large"


def test_merged_cells_that_reach_over_everything_are_bounded(sheet):
    whole = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert texts(sheet(rows(3, "AB"), whole)) == ["1"]
    many = "".join(f'<mergeCell ref="A{row}:ZZ1048576"/>' for row in range(1, 1000))
    assert code(sheet(rows(999), f"<mergeCells>{many}</mergeCells>")) == "sheet-too-large"


def test_merged_cells_that_overlap_leave_each_cell_one_owner(sheet):
    merged = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B1:B3"/></mergeCells>'
    (page,) = pages("sop.xlsx", sheet(rows(3, "AB"), merged))
    cells = page.grids[0].cells
    assert [(x.row, x.column, x.rows, x.columns) for x in cells] == [
        (0, 0, 2, 2), (2, 0, 1, 1), (2, 1, 1, 1),
    ]  # fmt: skip


def test_shared_formulas_that_refer_to_each_other_are_not_followed(sheet):
    loop = (
        '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:B1">B1</f><v>4</v></c>'
        '<c r="B1"><f t="shared" si="0"/></c><c r="C1" t="str"><f>A1&amp;C1</f><v>x</v></c></row>'
    )
    assert texts(sheet(loop)) == ["4", "x"]


def test_more_drawings_than_any_sop_has_end_in_a_message(base, changed, draw):
    many = draw.between(*PLACE, draw.shape(5, "rect")).encode() * 2_001
    content = changed(
        base, {DRAWING: lambda xml: xml.replace(b"</xdr:wsDr>", many + b"</xdr:wsDr>")}
    )
    assert code(content) == "sheet-too-large"


def test_groups_in_groups_in_groups_are_read_as_deep_as_xml_goes(base, changed, draw):
    start = f"<xdr:grpSp><xdr:grpSpPr>{draw.xfrm()}</xdr:grpSpPr>"
    nested = draw.between(*PLACE, start * 230 + "</xdr:grpSp>" * 230).encode()
    content = changed(
        base, {DRAWING: lambda xml: xml.replace(b"</xdr:wsDr>", nested + b"</xdr:wsDr>")}
    )
    assert len(pages("sop.xlsx", content)[0].shapes) == 2


@pytest.mark.parametrize(
    ("part", "bad", "expected"),
    [
        (SHEET_PART, b"<worksheet>", "package-part-damaged"),
        (SHEET_PART, b'<!DOCTYPE x [<!ENTITY a "&b;&b;">]><x>&a;</x>', "package-dtd"),
        (DRAWING, b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///x">]><x>&a;</x>', "package-dtd"),
        ("xl/styles.xml", b"", "package-part-damaged"),
        ("xl/workbook.xml", b"<workbook/>", "workbook-blank"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships/>", "workbook-blank"),
    ],
)
def test_damaged_and_hostile_parts_end_in_a_message(base, changed, part, bad, expected):
    assert code(changed(base, {part: bad})) == expected


def test_a_sheet_that_cannot_be_read_does_not_lose_the_others(book, save, changed):
    book.active["A1"] = "isi"
    book.create_sheet("Rusak")["A1"] = "x"
    content = changed(save(book), {"xl/worksheets/sheet2.xml": b"<rusak"})
    assert texts(content) == ["isi"]


NASTY = st.sampled_from(
    [
        "", "0", "-1", "9" * 30, "1e999", "NaN", "x", "A0", "ZZZ9999999", "A1:B", "٣", "rect",
        "General", '0"', "[h", "yyyy;;;;", "[$-", "s", "\\", "../../x", "rId1", "_x0000_", "B2:A1",
    ]
)  # fmt: skip
PARTS = st.sampled_from([SHEET_PART, DRAWING, "xl/styles.xml", "xl/workbook.xml"])
VALUE = re.compile(rb'(?<==")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)')


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_damaged_values_give_pages_or_a_message(base, changed, data):
    def damage(xml):
        places = [x.span() for x in VALUE.finditer(xml) if b"http" not in x[0]]
        chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=4, unique=True))
        for start, end in sorted(chosen, reverse=True):
            bad = data.draw(NASTY).replace('"', "&quot;").encode()
            xml = xml[:start] + bad + xml[end:]
        return xml

    content = changed(base, {data.draw(PARTS): damage, SHEET_PART: damage})
    with contextlib.suppress(DocumentError):
        READERS["workbook"]("sop.xlsx", content)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.floats(0, 1), junk=st.binary(min_size=1, max_size=8))
def test_damaged_bytes_give_pages_or_a_message(base, place, junk):
    at = int(place * len(base))
    with contextlib.suppress(DocumentError):
        READERS["workbook"]("sop.xlsx", base[:at] + junk + base[at + len(junk) :])

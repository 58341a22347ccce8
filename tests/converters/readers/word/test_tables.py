"""Tables as Word writes them: merges, skipped columns, nesting, controls, changes, heights."""

import docx as docx_library
import pytest

from converters.readers.word.document import pages
from tests.converters.readers.word.writing import Box, Figure, alone, docx, p, run, tbl, tc, tr

GRID = (100, 100, 100)


def grids(*body, **more):
    return [grid for page in pages("sop.docx", docx(*body, **more)) for grid in page.grids]


def laid(grid):
    """Row, column, rows, columns and text of each cell."""
    return [(x.row, x.column, x.rows, x.columns, x.text) for x in grid.cells]


def span(count):
    return f'<w:gridSpan w:val="{count}"/>'


def test_cells_span_columns_and_rows():
    (grid,) = grids(
        tbl(
            GRID,
            tr(
                tc("No", properties='<w:vMerge w:val="restart"/>'),
                tc("Pelaksana", properties=span(2)),
            ),
            tr(tc("hidden", properties="<w:vMerge/>"), "Kabag", "Staf"),
            tr("1", tc("bersama", properties='<w:hMerge w:val="restart"/>'),
               tc("", properties="<w:hMerge/>")),
        )
    )  # fmt: skip
    assert laid(grid) == [
        (0, 0, 2, 1, "No"),
        (0, 1, 1, 2, "Pelaksana"),
        (1, 1, 1, 1, "Kabag"),
        (1, 2, 1, 1, "Staf"),
        (2, 0, 1, 1, "1"),
        (2, 1, 1, 2, "bersama"),
    ]
    assert grid.cells[0].box.bottom == grid.cells[4].box.top
    assert grid.cells[1].box.right == grid.cells[5].box.right == 36 + 300


def test_rows_may_begin_and_end_within_the_grid():
    (grid,) = grids(
        tbl(
            GRID,
            tr("a", "b", "c"),
            tr("d", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
        )
    )
    assert laid(grid)[-1] == (1, 1, 1, 1, "d")
    assert grid.cells[-1].box.left == 136


def test_edges_that_were_dragged_apart_by_hand_are_one():
    (grid,) = grids(
        tbl(
            (100, 1, 99, 100),
            tr("a", tc("b", properties=span(2)), "c"),
            tr(tc("d", properties=span(2)), "e", "f"),
        )
    )
    assert [cell[:4] for cell in laid(grid)] == [
        (row, column, 1, 1) for row in (0, 1) for column in range(3)
    ]


def test_a_merge_with_nothing_above_and_spans_beyond_all_sense_are_cells():
    (grid,) = grids(
        tbl(
            GRID,
            tr(tc("a", properties="<w:vMerge/>"), tc("b", properties=span(10**9))),
            tr(tc("c", properties="<w:vMerge/>"), tc("d", properties=span(-3)), tc("e")),
        )
    )
    assert {cell[4] for cell in laid(grid)} == {"a", "b", "d", "e"}


def test_columns_without_a_grid_have_the_cells_widths():
    (grid,) = grids(tbl((), tr(tc("a", width=50), tc("b", width=70)), tr("c", "d")))
    assert [cell.box.width for cell in grid.cells] == [50, 70, 50, 70]


def test_rows_and_cells_in_content_controls_are_read():
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    (grid,) = grids(
        control.format(tbl(GRID[:2], control.format(tr(tc("a"), tc("b", control.format(p("c")))))))
    )
    assert [cell[4] for cell in laid(grid)] == ["a", "b\nc"]


def test_deleted_rows_and_text_are_left_out_and_inserted_text_is_read():
    gone = f"<w:del>{run('lama').replace('w:t', 'w:delText')}</w:del>"
    moved = f"<w:moveFrom>{run('dari sini')}</w:moveFrom>"
    new = f"<w:ins>{run('baru')}</w:ins><w:moveTo>{run(' ke sini')}</w:moveTo>"
    (grid,) = grids(
        tbl(GRID[:1], tr("x", properties="<w:del/>"), tr(tc(p(gone, moved, new)))),
    )
    assert [cell[4] for cell in laid(grid)] == ["baru ke sini"]


def test_a_ruled_table_in_a_cell_is_its_own_and_an_unruled_one_is_text():
    inner = tbl((40, 10, 40), tr("Nomor SOP", ":", "1/2025"), tr("Nama", ":", "X"), border="none")
    flow = tbl((40, 40), tr("1", "Menerima"))
    outer, nested = grids(
        tbl(GRID[:2], tr(tc("Judul", inner, p()), tc(flow, p()), height=100)), p("akhir")
    )
    assert [cell[4] for cell in laid(outer)] == ["Judul\nNomor SOP : 1/2025\nNama : X", ""]
    assert [cell[4] for cell in laid(nested)] == ["1", "Menerima"]
    assert outer.cells[1].box.holds(nested.cells[0].box.centre)


def test_an_unruled_table_that_is_drawn_on_keeps_what_is_drawn():
    box = Figure("rect", Box(5, 5, 20, 10), id=2)
    inner = tbl((40, 40), tr("1", tc(p(alone(box)))), border="none")
    (page,) = pages("sop.docx", docx(tbl(GRID[:1], tr(tc(inner, p())))))
    assert [laid(grid)[0][4] for grid in page.grids] == ["", "1"]
    assert page.grids[1].cells[1].box.holds(page.shapes[0].box.centre)


def test_a_table_in_a_text_box_stands_where_the_box_stands():
    text = tbl((50, 50), tr("1", "Menerima"))
    figure = Figure("rect", Box(200, 100, 120, 60), id=2, text=text)
    (grid,) = grids(p(alone(figure)))
    assert [cell[4] for cell in laid(grid)] == ["1", "Menerima"]
    assert (grid.box.left, grid.box.top) == (pytest.approx(36 + 200 + 7.2), pytest.approx(139.6))


def test_heights_are_the_stated_ones_or_what_the_text_takes():
    long = "Menerima dan memeriksa kelengkapan berkas permohonan " * 6
    (grid,) = grids(
        tbl(
            GRID[:2],
            tr(long, "a", height=30, exact=True),
            tr("pendek", "b", height=50),
            tr(long, "c", height=50),
            tr("pendek", "d"),
        )
    )
    exact, least, wrapped, short = (cell.box.height for cell in grid.cells[1::2])
    assert (exact, least) == (30, 50)
    assert 200 < wrapped < 300
    assert 10 < short < 16


def test_a_table_stands_where_its_alignment_and_indent_say():
    left, centre, right = (
        grid.box.left
        for grid in grids(
            tbl((100,), tr("a"), properties='<w:tblInd w:w="400" w:type="dxa"/>'),
            p(),
            tbl((100,), tr("a"), properties='<w:jc w:val="center"/>'),
            p(),
            tbl((100,), tr("a"), properties='<w:jc w:val="right"/>'),
        )
    )
    assert (left, centre, right) == (56, 36 + (770 - 100) / 2, 36 + 770 - 100)


def test_a_table_that_text_flows_around_stands_where_it_says():
    def corner(**places):
        said = " ".join(f'w:{name}="{text}"' for name, text in places.items())
        (grid,) = grids(p(), tbl((100,), tr("a"), properties=f"<w:tblpPr {said}/>"))
        return grid.box.left, round(grid.box.top)

    assert corner(horzAnchor="page", vertAnchor="page", tblpX=400, tblpY=600) == (20, 30)
    assert corner(vertAnchor="margin", tblpXSpec="center", tblpY=200) == (36 + 335, 46)
    assert corner(vertAnchor="text", tblpX=-200, tblpY=20) == (26, 48)


def test_a_symbol_that_starts_in_its_row_is_in_it_though_the_rows_height_is_a_guess():
    box = Figure("rect", Box(10, 5, 60, 24), id=2)
    far = Figure("rect", Box(10, 60, 60, 24), id=3)
    (page,) = pages(
        "sop.docx", docx(tbl(GRID[:2], tr("1", tc(p(alone(box), alone(far)))), tr("2", "b")))
    )
    rows = [cell.box for cell in page.grids[0].cells if cell.column == 1]
    assert rows[0].holds(page.shapes[0].box.centre)
    assert not rows[0].holds(page.shapes[1].box.centre)
    assert rows[0].height < 24


def test_symbols_go_with_text_that_stands_in_the_cells_middle():
    box = Figure("rect", Box(10, 0, 20, 10), id=2)
    cell = tc(p(alone(box)), properties='<w:vAlign w:val="center"/>')
    (page,) = pages("sop.docx", docx(tbl(GRID[:1], tr(cell, height=100))))
    assert 40 < page.shapes[0].box.top - 36 < 50


def test_a_file_of_another_writer_with_its_own_styles_is_read(tmp_path):
    document = docx_library.Document()
    document.add_heading("STANDAR OPERASIONAL PROSEDUR", level=1)
    table = document.add_table(rows=2, cols=3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Pelaksana"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "Ket"
    table.cell(1, 0).text, table.cell(1, 1).text = "Kabag", "Staf"
    for text in ("Menerima", "Mencatat"):
        document.add_paragraph(text, style="List Number")
    document.save(tmp_path / "sop.docx")
    (page,) = pages("sop.docx", (tmp_path / "sop.docx").read_bytes())
    assert laid(page.grids[0]) == [
        (0, 0, 1, 2, "Pelaksana"),
        (0, 2, 2, 1, "Ket"),
        (1, 0, 1, 1, "Kabag"),
        (1, 1, 1, 1, "Staf"),
    ]
    assert [text.text for text in page.texts] == [
        "STANDAR OPERASIONAL PROSEDUR",
        "1. Menerima",
        "2. Mencatat",
    ]


def test_a_line_between_cells_is_gone_where_both_say_so():
    def erased(side):
        return f'<w:tcBorders><w:{side} w:val="nil"/></w:tcBorders>'

    below, above = erased("bottom"), erased("top")
    (grid,) = grids(
        tbl(
            GRID,
            tr(tc("a", properties=below), tc("b", properties=below), "c"),
            tr(tc("d", properties=above), "e", tc("f", properties=above)),
        )
    )
    assert [cell.text for cell in grid.cells if not cell.ruled] == ["d"]

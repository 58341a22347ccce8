"""Rules to grids, and the text of their cells."""

from itertools import pairwise

import pytest

XS, YS = (50, 100, 250, 400), (50, 80, 110)


def test_a_ruled_table_gives_its_cells_row_by_row_with_their_text(canvas, read_cells):
    canvas.table(XS, YS).text(55, 65, "1").text(105, 65, "Menerima surat").text(255, 95, "Arsip")
    assert read_cells(canvas) == [
        (0, 0, 1, 1, "1"),
        (0, 1, 1, 1, "Menerima surat"),
        (0, 2, 1, 1, ""),
        (1, 0, 1, 1, ""),
        (1, 1, 1, 1, ""),
        (1, 2, 1, 1, "Arsip"),
    ]


def test_a_header_of_two_storeys_spans_rows_and_columns(canvas, read_cells):
    for y in (50, 110):
        canvas.line(50, y, 400, y)
    canvas.line(100, 80, 400, 80)
    for x in (50, 100, 400):
        canvas.line(x, 50, x, 110)
    canvas.line(250, 80, 250, 110)
    canvas.text(55, 80, "No").text(200, 65, "Pelaksana")
    canvas.text(105, 95, "Kabag").text(255, 95, "Staf")
    assert read_cells(canvas) == [
        (0, 0, 2, 1, "No"),
        (0, 1, 1, 2, "Pelaksana"),
        (1, 1, 1, 1, "Kabag"),
        (1, 2, 1, 1, "Staf"),
    ]


def test_the_arrows_and_boxes_of_a_flowchart_rule_no_cells(canvas, read_cells):
    canvas.table(XS, YS)
    canvas.box(120, 55, 180, 75).box(300, 55, 360, 75).line(180, 65, 300, 65)
    canvas.line(150, 75, 150, 95)
    assert len(read_cells(canvas)) == 6


def test_the_soft_line_ends_of_a_paragraph_become_spaces(canvas, read_cells):
    canvas.table(XS, YS)
    canvas.text(105, 60, "Menerima surat masuk dan meneruskan ").text(105, 70, "kepada Kabag Umum")
    canvas.text(255, 60, "1. Surat").text(255, 70, "2. Agenda")
    texts = [text for *_, text in read_cells(canvas)]
    assert texts[1] == "Menerima surat masuk dan meneruskan kepada Kabag Umum"
    assert texts[2] == "1. Surat\n2. Agenda"


def test_a_merged_cell_stands_once_at_its_first_row_and_column(canvas, read_cells):
    canvas.table((50, 150, 250), (50, 80, 110)).line(50, 140, 250, 140)
    canvas.line(50, 110, 50, 140).line(250, 110, 250, 140).text(60, 130, "Catatan")
    assert read_cells(canvas)[-1] == (2, 0, 1, 2, "Catatan")


def test_a_table_without_its_outer_border_is_closed_where_its_rules_end(canvas, read_cells):
    for y in (50, 80, 110):
        canvas.line(50, y, 400, y)
    canvas.line(100, 50, 100, 110).line(250, 50, 250, 110).text(55, 65, "1").text(255, 65, "Arsip")
    cells = read_cells(canvas)
    assert [text for *_, text in cells] == ["1", "", "Arsip", "", "", ""]


def test_a_border_left_out_inside_joins_cells_but_not_their_neighbours(canvas, read_cells):
    for y in (50, 80, 110):
        canvas.line(50, y, 250, y)
    canvas.line(50, 50, 50, 110).line(250, 50, 250, 110).line(150, 80, 150, 110)
    assert [cell[:4] for cell in read_cells(canvas)] == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_a_header_whose_storeys_no_line_parts_is_parted_where_its_columns_begin(canvas, read_cells):
    for y in (50, 110, 140):
        canvas.line(50, y, 250, y)
    canvas.line(50, 50, 50, 140).line(250, 50, 250, 140).line(150, 75, 150, 140)
    canvas.text(120, 65, "Mutu Baku").text(60, 95, "Waktu").text(160, 95, "Output")
    assert read_cells(canvas)[:3] == [
        (0, 0, 1, 2, "Mutu Baku"),
        (1, 0, 1, 1, "Waktu"),
        (1, 1, 1, 1, "Output"),
    ]


@pytest.mark.parametrize("width", [0.25, 1, 3])
def test_rules_painted_as_thin_rectangles_in_pieces_are_rules(canvas, read_cells, width):
    for y in (50, 80, 110):
        for left in (50, 100, 150):
            canvas.box(left, y, left + 50, y + width, "f")
    for x in (50, 100, 200):
        canvas.box(x, 50, x + width, 80, "f").box(x, 80, x + width, 110, "f")
    assert len(read_cells(canvas)) == 4


def test_double_and_dashed_borders_are_one_rule_each(canvas, read_cells):
    canvas.table((50, 150, 250), (50, 80, 110))
    canvas.line(50, 51.5, 250, 51.5).line(51.5, 50, 51.5, 110)
    canvas.raw("[2 2] 0 d").line(50, 140, 250, 140).line(50, 110, 50, 140).line(250, 110, 250, 140)
    assert [cell[:4] for cell in read_cells(canvas)][-1] == (2, 0, 1, 2)
    assert len(read_cells(canvas)) == 5


def test_cells_drawn_as_rectangles_with_shared_edges_are_a_table(canvas, read_cells):
    for top in (50, 80):
        for left in (50, 150):
            canvas.box(left, top, left + 100, top + 30)
    assert len(read_cells(canvas)) == 4


def test_a_box_of_a_flowchart_in_the_corner_of_a_cell_rules_nothing(canvas, read_cells):
    canvas.table((50, 150, 250), (50, 100, 150)).box(200, 75, 249, 99)
    assert len(read_cells(canvas)) == 4


def test_an_arrow_that_ends_at_a_border_rules_nothing(canvas, read_cells):
    canvas.table(XS, YS).line(175, 80, 175, 95).line(120, 65, 250, 65)
    assert len(read_cells(canvas)) == 6


@pytest.mark.parametrize(
    ("width", "bends"),
    [
        (0.5, [(140, 65), (275, 65), (275, 95)]),
        (1.5, [(240, 65), (275, 65), (275, 95), (240, 95)]),
    ],
)
def test_strokes_that_only_hold_each_other_rule_nothing(canvas, read_cells, width, bends):
    canvas.table((50, 100, 250, 400, 450), (50, 80, 110))
    for start, end in pairwise(bends):
        canvas.line(*start, *end, width=width)
    assert len(read_cells(canvas)) == 8


def test_two_tables_on_a_page_are_two_grids_from_top_to_bottom(canvas, read_page):
    canvas.table((50, 150, 250), (200, 230, 260)).table((50, 300), (50, 80, 110))
    canvas.text(55, 215, "bawah").text(55, 65, "atas")
    first, second = read_page(canvas).grids
    assert (first.cells[0].text, second.cells[0].text) == ("atas", "bawah")


def test_text_that_leans_over_a_border_belongs_to_the_cell_with_most_of_it(canvas, read_cells):
    canvas.table(XS, YS).text(190, 65, "Menerima surat")
    assert [text for *_, text in read_cells(canvas)][:3] == ["", "Menerima surat", ""]


def test_text_of_two_cells_in_one_object_is_parted_at_its_gap(canvas, read_cells):
    canvas.table(XS, YS).raw("BT /F1 9 Tf 220 335 Td [(kerja) -1200 (2 hari)] TJ ET")
    assert [text for *_, text in read_cells(canvas)][:3] == ["", "kerja", "2 hari"]


def test_turned_text_is_read_along_its_line(canvas, read_cells):
    canvas.table(XS, (50, 150, 180)).raw("BT /F1 9 Tf 0 1 -1 0 75 260 Tm (Kepala Kantor) Tj ET")
    assert read_cells(canvas)[0][-1] == "Kepala Kantor"

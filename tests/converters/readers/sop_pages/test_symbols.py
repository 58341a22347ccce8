"""Drawn symbols as marks, lines as arrows."""

import pytest

from converters.infer import infer
from converters.readers.page import Box, Connector, Point, Shape, ShapeKind
from converters.table import MarkKind


def test_symbols_are_marks_in_their_row_and_column(table):
    assert [[(m.kind, m.column) for m in row.marks] for row in table.rows] == [
        [(MarkKind.START, 2)],
        [(MarkKind.END, 0), (MarkKind.DECISION, 1)],
    ]
    assert all(mark.drawn for row in table.rows for mark in row.marks)


def test_arrows_lead_from_mark_to_mark(table):
    assert [(arrow.start, arrow.end) for arrow in table.arrows] == [
        ((0, 0), (1, 1)),
        ((1, 1), (1, 0)),
    ]


@pytest.fixture
def drawn_flow(make):
    def run(*shapes):
        cover = make.grid(make.SHORT.format(number=1))
        return make.read(make.page(cover), make.page(make.grid(make.FLOW), number=2, shapes=shapes))

    return run


def test_a_symbol_over_a_border_goes_to_the_row_that_has_none(make, drawn_flow):
    above = make.shape(ShapeKind.TERMINATOR, 2, 2)
    over = Shape(kind=ShapeKind.PROCESS, box=Box(195, 105, 225, 125))  # the border is at 120
    table = drawn_flow(above, over)
    assert [len(row.marks) for row in table.rows] == [1, 1]


def test_an_end_drawn_below_the_last_row_belongs_to_it(make, drawn_flow):
    table = drawn_flow(
        make.shape(ShapeKind.TERMINATOR, 3, 2), make.shape(ShapeKind.TERMINATOR, 3, 4)
    )
    assert [[mark.kind for mark in row.marks] for row in table.rows] == [
        [MarkKind.START],
        [MarkKind.END],
    ]
    (told,) = [doubt for doubt in table.doubts if doubt.code == "mark-outside"]
    assert (told.row, told.source.page) == ("2", 2)


def test_a_symbol_beside_the_performers_is_told(make, drawn_flow):
    table = drawn_flow(make.shape(ShapeKind.TERMINATOR, 3, 2), make.shape(ShapeKind.PROCESS, 6, 3))
    assert not table.rows[1].marks
    (told,) = [doubt for doubt in table.doubts if doubt.code == "mark-unplaced"]
    assert told.source.box == (375, 132, 405, 148)


def test_connectors_between_pages_are_no_doubt(make, drawn_flow):
    table = drawn_flow(make.shape(ShapeKind.TERMINATOR, 3, 2), make.shape(ShapeKind.OFF_PAGE, 3, 4))
    assert not {"mark-outside", "mark-unplaced"} & {doubt.code for doubt in table.doubts}


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Mulai", MarkKind.START), ("SELESAI", MarkKind.END), ("", MarkKind.TASK)],
)
def test_a_terminator_amid_the_flow_is_what_its_text_says(make, text, kind):
    (cover,) = make.below(make.SHORT.format(number=1))
    flow = make.FLOW + "\n3 | Menutup | | | | 1 jam | Arsip"
    shapes = (
        make.shape(ShapeKind.TERMINATOR, 3, 2),
        make.shape(ShapeKind.TERMINATOR, 3, 3, text=text),
        make.shape(ShapeKind.TERMINATOR, 3, 4),
    )
    lines = tuple(
        Connector(
            points=(Point(210, 108 + 40 * x), Point(210, 132 + 40 * x)),
            head_at_end=True,
            start=x,
            end=x + 1,
        )
        for x in (0, 1)
    )
    table = make.read(
        make.page(cover), make.page(make.grid(flow), number=2, shapes=shapes, connectors=lines)
    )
    assert [row.marks[0].kind for row in table.rows] == [MarkKind.START, kind, MarkKind.END]


def test_labels_of_arrows_are_no_marks_where_symbols_are_drawn(make):
    (cover,) = make.below(make.SHORT.format(number=1))
    flow = (
        make.HEADER + "1 | Menerima | | | | 1 hari | Surat\n2 | Menyimpan | T | | | 1 jam | Arsip"
    )
    shapes = (make.shape(ShapeKind.TERMINATOR, 3, 2),)
    table = make.read(make.page(cover), make.page(make.grid(flow), number=2, shapes=shapes))
    assert [len(row.marks) for row in table.rows] == [1, 0]


def test_what_is_written_in_a_symbol_is_the_activity_of_a_row_without_one(make):
    flow = make.FLOW.replace("Menerima", "").replace("Menyimpan", "")
    shapes = (
        make.shape(ShapeKind.PROCESS, 2, 2, text="Menerima\nsurat"),
        make.shape(ShapeKind.TERMINATOR, 3, 3, text="Selesai sudah"),
    )
    cover = make.grid(make.SHORT.format(number=1))
    table = make.read(make.page(cover), make.page(make.grid(flow), number=2, shapes=shapes))
    assert make.activities(table)[0] == ("1", "Menerima surat")
    told = {doubt.row: doubt.code for doubt in table.doubts}
    assert (told["1"], told["2"]) == ("activity-in-symbol", "activity-missing")


def test_lines_without_arrowheads_are_told_and_what_is_read_as_a_return(make):
    cover = make.grid(make.SHORT.format(number=1))
    shapes = make.shape(ShapeKind.PROCESS, 3, 2), make.shape(ShapeKind.DECISION, 3, 3)
    down = Connector(points=(Point(210, 108), Point(210, 132)))
    back = Connector(points=(Point(225, 140), Point(235, 140), Point(235, 100), Point(225, 100)))
    flow = make.page(make.grid(make.FLOW), number=2, shapes=shapes, connectors=(down, back))
    table = make.read(make.page(cover), flow)
    assert [(arrow.start[0], arrow.end[0]) for arrow in table.arrows] == [(0, 1), (1, 0)]
    told = {doubt.code: doubt for doubt in table.doubts}
    assert told["heads-missing"].message.startswith("2 dari 2 garis")
    assert told["return-headless"].row == "2"
    assert told["return-headless"].source.box == (225, 100, 235, 140)


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        (Box(120, 90, 240, 160), True),  # over the performers' cells
        (Box(120, 90, 150, 100), False),  # an icon in one of them
        (Box(0, 0, 300, 60), False),  # above them
    ],
)
def test_a_flow_that_is_a_picture_is_told(make, picture, told):
    cover = make.grid(make.SHORT.format(number=1))
    flow = make.page(make.grid(make.FLOW), number=2, pictures=(picture,))
    codes = make.codes(make.read(make.page(cover), flow))
    assert (("flow-is-picture", None) in codes) == told


def test_a_picture_below_symbols_is_no_flow(make):
    cover = make.grid(make.SHORT.format(number=1))
    symbol = make.shape(ShapeKind.PROCESS, 2, 2)
    flow = make.page(
        make.grid(make.FLOW), number=2, pictures=(Box(120, 90, 240, 160),), shapes=(symbol,)
    )
    assert ("flow-is-picture", None) not in make.codes(make.read(make.page(cover), flow))


def signs(make, *lanes, ocr=None):
    """What is read where a row's two performer cells say this."""
    flow = make.HEADER + f"1 | Menerima | {lanes[0]} | {lanes[1]} | | 1 hari | Surat"
    cover = make.grid(make.SHORT.format(number=1))
    return make.read(make.page(cover), make.page(make.grid(flow), number=2, ocr=ocr))


def test_signs_in_performers_cells_are_certain_but_for_those_of_an_ocr(make):
    table = signs(make, "v", "●")
    (step,) = infer(table).steps
    assert (step.role, step.with_roles) == ("Kabag", ("Staf",))
    (row,) = signs(make, "v", "", ocr=0.9).rows
    assert not any(mark.drawn for mark in row.marks)


def test_what_stands_beside_a_sign_is_told(make):
    table = signs(make, "√ / bila perlu", "")
    assert [(mark.kind, mark.column) for mark in table.rows[0].marks] == [(MarkKind.TASK, 0)]
    (told,) = [doubt for doubt in table.doubts if doubt.code == "mark-unknown"]
    assert '"bila perlu"' in told.message

"""Lines without arrowheads, followed as a person would follow them."""

from converters.readers.flowchart.links import links
from converters.readers.page import Box, Connector, Page, Point, Shape, ShapeKind, Text

BOX, DIAMOND = ShapeKind.PROCESS, ShapeKind.DECISION
ROUND, OFF_PAGE = ShapeKind.TERMINATOR, ShapeKind.OFF_PAGE


def at(column, row, kind=BOX, text=""):
    """A symbol in a column and a row, 100 by 60 points each."""
    left, top = 100 + 100 * column, 60 + 60 * row
    return Shape(kind=kind, box=Box(left, top, left + 40, top + 20), text=text)


def line(*points, **more):
    return Connector(points=tuple(Point(*point) for point in points), **more)


def down(column, row, rows=1):
    """From a symbol's lower side to the upper side of one below it."""
    x, y = 120 + 100 * column, 80 + 60 * row
    return line((x, y), (x, y + 60 * rows - 20))


def across(column, row, columns=1):
    """From a symbol's right side to the left side of one beside it."""
    x, y = 140 + 100 * column, 70 + 60 * row
    return line((x, y), (x + 100 * columns - 40, y))


def word(x, y, text):
    return Text(text=text, box=Box(x, y, x + 5 * len(text), y + 8))


def page(*things, number=1):
    kinds = {"shapes": Shape, "connectors": Connector, "texts": Text}
    held = {name: tuple(x for x in things if isinstance(x, kind)) for name, kind in kinds.items()}
    return Page(number=number, width=842, height=595, **held)


def led(*things):
    return {(link.start.shape, link.end.shape): link.label for link in links([page(*things)]).links}


LOOP = (
    at(0, 0, ROUND),
    at(0, 1),
    at(0, 2, DIAMOND),
    at(0, 3, ROUND),
    down(0, 0),
    down(0, 1),
    down(0, 2),
)
BACK = line((140, 190), (180, 190), (180, 130), (140, 130))  # from the diamond's side up


def test_what_is_left_at_a_decision_leads_back():
    assert led(*LOOP, BACK) == {(0, 1): None, (1, 2): None, (2, 1): None, (2, 3): None}


def test_a_line_leaves_the_decision_at_which_its_answer_stands():
    # Both lines come up to the box: only the answer tells which one comes from it.
    shapes = at(0, 0, ROUND), at(1, 1), at(0, 2, DIAMOND), at(0, 3, ROUND)
    lines = (
        line((140, 70), (220, 70), (220, 120)),
        line((200, 130), (120, 130), (120, 180)),
        line((140, 190), (220, 190), (220, 140)),
        down(0, 2),
    )
    words = word(150, 178, "Tidak"), word(124, 204, "Ya")
    assert led(*shapes, *lines, *words) == {
        (0, 1): None,
        (1, 2): None,
        (2, 1): "Tidak",
        (2, 3): "Ya",
    }


def test_two_decisions_that_lead_back_to_each_other_keep_their_answers():
    shapes = at(0, 0), at(0, 1, DIAMOND), at(0, 2, DIAMOND), at(0, 3, ROUND)
    first = line((140, 130), (190, 130), (190, 70), (140, 70))
    second = line((100, 190), (60, 190), (60, 130), (100, 130))
    lines = down(0, 0), down(0, 1), down(0, 2), first, second
    words = word(150, 118, "T"), word(124, 145, "Y"), word(80, 193, "T"), word(124, 205, "Y")
    assert led(*shapes, *lines, *words) == {
        (0, 1): None,
        (1, 0): "T",
        (1, 2): "Y",
        (2, 1): "T",
        (2, 3): "Y",
    }


def test_the_flow_goes_on_to_the_left_from_where_it_came_to_a_row():
    shapes = at(2, 0, ROUND), at(2, 1), at(1, 1), at(0, 1, ROUND)
    assert set(led(*shapes, down(2, 0), across(1, 1), across(0, 1))) == {(0, 1), (1, 2), (2, 3)}


def test_the_flow_starts_at_the_rounded_symbol_of_its_first_row():
    shapes = at(0, 0), at(1, 0, ROUND), at(0, 1)
    assert set(led(*shapes, across(0, 0), down(0, 0))) == {(1, 0), (0, 2)}


def test_who_works_along_leads_to_who_goes_on_from_left_to_right():
    shapes = at(1, 0, ROUND), at(0, 1), at(1, 1), at(1, 2, ROUND)
    assert set(led(*shapes, down(1, 0), across(0, 1), down(1, 1))) == {(0, 2), (1, 2), (2, 3)}


def test_the_flow_goes_on_from_off_page_connectors_that_begin_a_page():
    first = page(
        at(0, 0, DIAMOND),
        at(0, 1, OFF_PAGE, "1"),
        at(1, 1, OFF_PAGE, "2"),
        down(0, 0),
        line((140, 70), (220, 70), (220, 120)),
    )
    second = page(
        at(0, 0, OFF_PAGE, "1"),
        at(0, 1),
        at(1, 0, OFF_PAGE, "2"),
        at(1, 1),
        at(1, 2),
        down(0, 0),
        down(1, 0),
        down(1, 1),
        line((120, 140), (120, 190), (200, 190)),
        number=2,
    )
    found = {(*link.start, *link.end) for link in links([first, second]).links}
    assert found == {(0, 0, 1, 1), (0, 0, 1, 3), (1, 3, 1, 4), (1, 1, 1, 4)}


def test_heads_are_obeyed_and_the_lines_without_any_complete_them():
    inwards = line((140, 190), (180, 190), (180, 130), (140, 130), head_at_start=True)
    found = links([page(*LOOP, inwards)]).links
    assert {(link.start.shape, link.end.shape): link.headless for link in found} == {
        (0, 1): True,
        (1, 2): False,
        (2, 1): True,  # what is left at the decision
        (2, 3): True,
    }


def test_a_direction_that_no_head_tells_is_told():
    assert all(link.headless for link in links([page(*LOOP, BACK)]).links)

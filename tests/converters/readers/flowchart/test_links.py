"""Lines followed from shape to shape, as they are drawn by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converters.readers.flowchart.links import Flowchart, links
from converters.readers.page import Box, Connector, Page, Point, Shape, ShapeKind, Text

UPPER, LOWER, FAR = Box(100, 100, 140, 120), Box(100, 200, 140, 220), Box(250, 200, 290, 220)


def shape(box, kind=ShapeKind.PROCESS, text=""):
    return Shape(kind=kind, box=box, text=text)


def diamond(box):
    return shape(box, ShapeKind.DECISION)


def off_page(left, top, text=""):
    return shape(Box(left, top, left + 20, top + 20), ShapeKind.OFF_PAGE, text)


def line(*points, head=True, **more):
    return Connector(points=tuple(Point(*point) for point in points), head_at_end=head, **more)


def text(x, y, words):
    return Text(text=words, box=Box(x, y, x + 5 * len(words), y + 8))


def page(*things, number=1):
    def of(kind):
        return tuple(thing for thing in things if isinstance(thing, kind))

    return Page(
        number=number,
        width=842,
        height=595,
        shapes=of(Shape),
        connectors=of(Connector),
        texts=of(Text),
    )


def joined(*pages):
    """The links: page and shape of the start, of the end."""
    return [(*link.start, *link.end) for link in links(pages).links]


def of_page(*things):
    return [(link.start.shape, link.end.shape) for link in links([page(*things)]).links]


@pytest.mark.parametrize(
    "points",
    [
        [(120, 120), (120, 200)],
        [(120, 132), (120, 185)],  # stops short of both
        [(120, 110), (120, 228)],  # begins in one, runs past the side of the other
        [(120, 120), (120, 231)],  # runs through the other
        [(120, 120), (145, 120), (145, 210)],  # ends beside the other's side
        [(141, 110), (180, 110), (180, 205), (143, 205)],
    ],
    ids=["touches", "stops-short", "runs-in", "runs-through", "beside", "bends"],
)
def test_a_line_leads_from_the_shape_behind_it_to_the_shape_ahead(points):
    assert of_page(shape(UPPER), shape(LOWER), line(*points)) == [(0, 1)]


def test_the_head_says_the_direction_whichever_way_the_line_was_drawn():
    backwards = line((120, 200), (120, 120), head=False, head_at_start=True)
    assert of_page(shape(UPPER), shape(LOWER), backwards) == [(0, 1)]


def test_a_glued_end_wins_over_the_shape_that_is_nearer():
    glued = line((120, 120), (120, 200), end=2)
    assert of_page(shape(UPPER), shape(LOWER), shape(FAR), glued) == [(0, 2)]


def test_a_line_without_heads_leads_in_reading_order_and_says_so():
    level = shape(Box(250, 98, 290, 118))
    (link,) = links([page(level, shape(UPPER), line((250, 110), (140, 110), head=False))]).links
    assert (link.start.shape, link.end.shape, link.headless) == (1, 0, True)


def test_a_line_without_heads_leads_as_it_is_glued():
    glued = line((140, 210), (160, 210), (160, 110), (140, 110), head=False, start=1, end=0)
    (link,) = links([page(shape(UPPER), diamond(LOWER), glued)]).links
    assert (link.start.shape, link.end.shape, link.headless) == (1, 0, True)


def test_heads_at_both_ends_lead_both_ways():
    both = line((120, 120), (120, 200), head_at_start=True)
    assert of_page(shape(UPPER), shape(LOWER), both) == [(0, 1), (1, 0)]


def test_a_dashed_line_gives_a_dashed_link():
    found = links([page(shape(UPPER), shape(LOWER), line((120, 120), (120, 200), dashed=True))])
    assert [link.dashed for link in found.links] == [True]


def test_pieces_whose_ends_meet_are_one_line():
    pieces = (
        line((120, 121), (120, 160), head=False),
        line((119, 161), (271, 160), head=False),
        line((270, 161), (270, 198)),
    )
    found = links([page(shape(UPPER), shape(FAR), *pieces)])
    assert [link.lines for link in found.links] == [((0, 0), (0, 1), (0, 2))]
    assert found.loose == ()


def test_a_line_that_ends_on_another_joins_it():
    merge = line((250, 210), (121, 160), head=False)
    straight = line((120, 120), (120, 200))
    assert of_page(shape(UPPER), shape(LOWER), shape(FAR), straight, merge) == [(0, 1), (2, 1)]


def test_a_line_that_begins_on_another_branches_off():
    branch = line((120, 160), (270, 160), (270, 200))
    straight = line((120, 120), (120, 200))
    assert of_page(shape(UPPER), shape(LOWER), shape(FAR), straight, branch) == [(0, 1), (0, 2)]


def test_lines_that_cross_are_not_joined():
    left, right = shape(Box(20, 150, 60, 170)), shape(Box(200, 150, 240, 170))
    down, across = line((120, 120), (120, 200)), line((60, 160), (200, 160))
    assert of_page(shape(UPPER), shape(LOWER), left, right, down, across) == [(0, 1), (2, 3)]


def test_two_arrows_from_one_corner_are_two_lines():
    corner = diamond(UPPER)
    lines = line((120, 126), (120, 200)), line((121, 126), (270, 126), (270, 200))
    assert of_page(corner, shape(LOWER), shape(FAR), *lines) == [(0, 1), (0, 2)]


def test_an_end_with_nothing_at_it_is_told():
    found = links([page(shape(UPPER), line((140, 110), (240, 110)))])
    assert found.links == ()
    assert [(end.line, end.at, end.head) for end in found.loose] == [((0, 0), (240, 110), True)]


def test_a_line_that_leaves_a_page_goes_on_on_the_next():
    first = page(shape(UPPER), line((120, 120), (120, 560), head=False))
    second = page(shape(LOWER), line((126, 40), (126, 200)), number=2)
    found = links([first, second])
    assert [(link.start, link.end, link.lines) for link in found.links] == [
        ((0, 0), (1, 0), ((0, 0), (1, 0))),
    ]
    assert found.loose == ()


def test_off_page_connectors_are_joined_by_position():
    first = page(shape(UPPER), off_page(110, 540), line((120, 120), (120, 540)))
    second = page(off_page(110, 30), shape(LOWER), line((120, 50), (120, 200)), number=2)
    (link,) = links([first, second]).links
    assert (link.start, link.end, link.via) == ((0, 0), (1, 1), ((0, 1), (1, 0)))


def test_a_page_without_a_drawing_is_passed_over():
    first = page(shape(UPPER), off_page(110, 540), line((120, 120), (120, 540)))
    last = page(off_page(110, 30), shape(LOWER), line((120, 50), (120, 200)), number=3)
    (link,) = links([first, page(number=2), last]).links
    assert (link.start, link.end) == ((0, 0), (2, 1))
    first = page(shape(UPPER), line((120, 120), (120, 595), head=False))
    last = page(shape(LOWER), line((120, 0), (120, 200)), number=3)
    (link,) = links([first, page(number=2), last]).links
    assert (link.start, link.end) == ((0, 0), (2, 0))


def test_off_page_connectors_are_joined_by_label_first():
    first = page(
        shape(UPPER),
        off_page(110, 540, "A"),
        shape(FAR),
        off_page(260, 540, "B"),
        line((120, 120), (120, 540)),
        line((270, 220), (270, 540)),
    )
    second = page(
        off_page(110, 30, "b"),
        shape(LOWER),
        off_page(260, 30, "a"),
        shape(FAR),
        line((120, 50), (120, 200)),
        line((270, 50), (270, 200)),
        number=2,
    )
    assert joined(first, second) == [(0, 0, 1, 3), (0, 2, 1, 1)]


def test_where_each_page_has_an_a_an_exit_goes_on_at_the_next_one():
    pages = [page(shape(UPPER), off_page(110, 540, "A"), line((120, 120), (120, 540)))]
    for number in (2, 3):
        inwards = (off_page(110, 30, "A"), shape(LOWER), line((120, 50), (120, 200)))
        onwards = (off_page(110, 540, "A"), line((120, 220), (120, 540)))
        pages.append(page(*inwards, *(onwards if number == 2 else ()), number=number))
    assert joined(*pages) == [(0, 0, 1, 1), (1, 1, 2, 1)]


def test_on_a_sheet_of_several_printed_pages_an_exit_goes_on_at_the_entry_below_it():
    sheet = page(
        shape(UPPER),
        *(off_page(left, 540) for left in (110, 260)),
        *(off_page(left, 640) for left in (260, 110)),
        shape(Box(100, 700, 140, 720)),
        shape(Box(250, 700, 290, 720)),
        off_page(110, 800),
        off_page(110, 900),
        shape(Box(100, 960, 140, 980)),
        line((120, 120), (120, 540)),
        line((140, 110), (270, 110), (270, 540)),
        line((120, 660), (120, 700)),
        line((270, 660), (270, 700)),
        line((120, 720), (120, 800)),
        line((120, 920), (120, 960)),
    )
    assert joined(sheet) == [(0, 0, 0, 5), (0, 0, 0, 6), (0, 5, 0, 9)]


def test_an_off_page_connector_without_its_other_half_keeps_its_link():
    first = page(shape(UPPER), off_page(110, 540), line((120, 120), (120, 540)))
    assert joined(first, page(shape(LOWER), number=2)) == [(0, 0, 0, 1)]


def test_off_page_connectors_in_a_circle_come_to_an_end():
    circle = page(
        off_page(110, 540, "A"),
        off_page(110, 30, "A"),
        line((120, 50), (120, 540)),
    )
    assert len(links([circle]).links) <= 1


def labels(*things):
    return {(link.start.shape, link.end.shape): link.label for link in links([page(*things)]).links}


def test_each_branch_gets_the_label_beside_its_beginning():
    branches = line((120, 120), (120, 200)), line((140, 110), (270, 110), (270, 200))
    words = text(124, 130, "Tidak"), text(150, 98, "Ya")
    found = labels(diamond(UPPER), shape(LOWER), shape(FAR), *branches, *words)
    assert found == {(0, 1): "Tidak", (0, 2): "Ya"}


def test_lines_that_leave_a_decision_on_one_stem_have_one_label():
    level = shape(Box(10, 150, 50, 170))
    lines = (
        line((120, 120), (120, 200)),
        line((120, 140), (270, 140), (270, 200)),  # begins on the line above
        line((121, 124), (30, 124), (30, 150)),  # begins where it begins
        line((140, 110), (345, 110)),
    )
    back = shape(Box(345, 100, 385, 120))
    words = text(124, 126, "Y"), text(150, 98, "T")
    things = diamond(UPPER), shape(LOWER), shape(FAR), level, back, *lines
    assert labels(*things, *words) == {(0, 1): "Y", (0, 2): "Y", (0, 3): "Y", (0, 4): "T"}
    alone = labels(*things[:-1], words[0])
    assert sorted(alone.values(), key=str) == [None, None, "Y"]  # then the lines are the answers


def test_a_label_in_two_lines_is_one():
    found = labels(
        diamond(UPPER),
        shape(LOWER),
        line((120, 120), (120, 200)),
        text(124, 130, "Belum"),
        text(124, 140, "lengkap"),
    )
    assert found == {(0, 1): "Belum lengkap"}


def test_an_answer_broken_within_a_narrow_text_box_is_one_word():
    words = text(124, 130, "Tid"), text(124, 139, "ak")
    assert labels(diamond(UPPER), shape(LOWER), line((120, 120), (120, 200)), *words) == {
        (0, 1): "Tidak"
    }


def test_a_label_is_rather_for_a_decision_than_for_a_plain_arrow():
    arrows = line((120, 120), (120, 200)), line((140, 210), (250, 210))
    found = labels(
        shape(UPPER), diamond(LOWER), shape(FAR), *arrows, text(146, 198, "Ya"), text(400, 90, "Ya")
    )
    assert found == {(0, 1): None, (1, 2): "Ya"}


def test_sentences_and_the_text_in_shapes_are_no_labels():
    found = labels(
        diamond(UPPER),
        shape(LOWER),
        line((120, 120), (120, 200)),
        text(110, 106, "Ya"),
        text(124, 140, "Kepala menandatangani surat keputusan itu"),
    )
    assert found == {(0, 1): None}


def test_text_beside_a_diamonds_corner_is_a_label():
    wide = diamond(Box(100, 100, 180, 140))
    found = labels(wide, shape(FAR), line((180, 120), (270, 120), (270, 200)), text(172, 103, "Y"))
    assert found == {(0, 1): "Y"}


def test_pages_without_drawings_have_no_links():
    assert links([page(), page(number=2)]) == Flowchart()


places = st.tuples(st.integers(0, 40), st.integers(0, 28)).map(lambda at: (at[0] * 20, at[1] * 20))
shapes = st.builds(
    lambda at, kind: shape(Box(*at, at[0] + 30, at[1] + 16), kind),
    places,
    st.sampled_from(ShapeKind),
)
connectors = st.builds(
    lambda points, start, end: line(*points, head=end, head_at_start=start),
    st.lists(places, min_size=2, max_size=4),
    st.booleans(),
    st.booleans(),
)
drawn = st.lists(st.one_of(shapes, connectors), max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.lists(drawn, max_size=3))
def test_any_drawing_is_followed(some):
    pages = [page(*things, number=number) for number, things in enumerate(some, start=1)]
    found = links(pages)
    for link in found.links:
        assert link.start != link.end or link.via
        assert pages[link.end.page].shapes[link.end.shape]
        assert all(pages[at].connectors[place] for at, place in link.lines)


@settings(max_examples=60, deadline=None)
@given(drawn, st.sampled_from([(64, 32), (-128, 256)]))
def test_a_moved_drawing_has_the_same_links(things, by):
    def moved(thing):
        if isinstance(thing, Shape):
            left, top, right, bottom = thing.box
            box = Box(left + by[0], top + by[1], right + by[0], bottom + by[1])
            return shape(box, thing.kind)
        points = [(x + by[0], y + by[1]) for x, y in thing.points]
        return line(*points, head=thing.head_at_end, head_at_start=thing.head_at_start)

    assert links([page(*things)]).links == links([page(*map(moved, things))]).links

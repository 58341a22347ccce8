"""One flowchart, drawn in each of Word's ways, is the same flowchart."""

import msgspec
import pytest

from converters.readers.page import ShapeKind
from converters.readers.word.document import pages
from tests.converters.readers.word import writing
from tests.converters.readers.word.writing import Box, Figure, docx, p, tbl, tc, tr

WIDTHS = (30, 200, 80, 80, 80, 60)
LANE = [36 + 230, 36 + 310, 36 + 390]  # where the performer columns begin on the page
PAD = 5.4  # points between a cell's edge and its text

# Two rows of 100 points; from the text of the first performer's cell in the first row.
FIGURES = (
    Figure("flowChartTerminator", Box(5, 10, 60, 30), id=2, text="Mulai"),
    Figure("flowChartProcess", Box(85, 20, 60, 30), id=3),
    Figure("flowChartDecision", Box(165, 110, 60, 40), id=4),
    Figure("flowChartOffpageConnector", Box(20, 150, 20, 20), id=5, text="A"),
    Figure("straightConnector1", Box(65, 25, 20, 10), id=6, head=True, glue=(2, 3)),
    Figure("bentConnector2", Box(145, 35, 50, 75), id=7, head=True, dashed=True, glue=(3, 4)),
    Figure("bentConnector3", Box(40, 130, 125, 30), id=8, flip="x", head=True, adjust=0.25),
    Figure("rect", Box(100, 115, 30, 14), id=9, text="Ya", outline=False),
)
AROUND = Box(5, 10, 230, 165)


def sop(*runs, settings=""):
    """A table with the drawing in its first performer's cell."""
    here = tc(p(*runs))
    return docx(
        tbl(
            WIDTHS,
            tr("1", "Menerima", here, "", "", "1 jam", height=100, exact=True),
            tr("2", "Mencatat", "", "", "", "1 jam", height=100, exact=True),
        ),
        parts={"settings": settings} if settings else None,
    )


WAYS = {
    "anchored": lambda: sop(*map(writing.alone, FIGURES)),
    "group": lambda: sop(writing.group(FIGURES, AROUND, scale=2.0)),
    "canvas": lambda: sop(writing.canvas(FIGURES, AROUND)),
    "vml": lambda: sop(*map(writing.pict, FIGURES), settings=writing.rules(FIGURES)),
    "vml-group": lambda: sop(writing.vml_group(FIGURES, AROUND), settings=writing.rules(FIGURES)),
}


def rounded(value):
    """Lengths to a tenth of a point: the ways have different units."""
    if isinstance(value, float):
        return round(value, 1) + 0.0
    if isinstance(value, list | tuple):
        return [rounded(one) for one in value]
    return {k: rounded(v) for k, v in value.items()} if isinstance(value, dict) else value


def content(file):
    (page,) = pages("sop.docx", file)
    return rounded(msgspec.to_builtins(page))


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_drawing_gives_the_same_page(way):
    assert content(WAYS[way]()) == content(WAYS["anchored"]())


def test_symbols_are_read_in_their_places_and_a_label_is_text():
    (page,) = pages("sop.docx", WAYS["anchored"]())
    assert [(shape.kind, shape.text) for shape in page.shapes] == [
        (ShapeKind.TERMINATOR, "Mulai"),
        (ShapeKind.PROCESS, ""),
        (ShapeKind.DECISION, ""),
        (ShapeKind.OFF_PAGE, "A"),
    ]
    (cell,) = [cell for cell in page.grids[0].cells if (cell.row, cell.column) == (1, 4)]
    assert cell.box.holds(page.shapes[2].box.centre)
    assert page.shapes[0].box.left == pytest.approx(LANE[0] + PAD + 5)
    assert page.shapes[0].box.top == pytest.approx(36 + 10)
    assert [text.text for text in page.texts] == ["Ya"]


def test_connectors_are_read_with_bends_heads_dashes_and_glue():
    (page,) = pages("sop.docx", WAYS["anchored"]())
    straight, bent, elbow = page.connectors
    assert (straight.start, straight.end, straight.head_at_end) == (0, 1, True)
    assert (bent.start, bent.end, bent.dashed) == (1, 2, True)
    assert (elbow.start, elbow.end, elbow.dashed, elbow.head_at_start) == (None, None, False, False)
    left, top = LANE[0] + PAD, 36
    assert [tuple(point) for point in elbow.points] == [
        pytest.approx(point)
        for point in (
            (left + 165, top + 130),
            (left + 165 - 125 / 4, top + 130),
            (left + 165 - 125 / 4, top + 160),
            (left + 40, top + 160),
        )
    ]

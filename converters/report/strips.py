"""The diagram for paper: cut across and down into sheets, each with its lanes' names."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from converters.diagram import fonts
from converters.markup import tag
from converters.report.diagram import GROUND, HEADER, MARGIN, Bounds, draw_ground

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.report.diagram import Drawing

# px of the diagram on A4 landscape, below a caption: its labels (11 px) are 6 points high there.
WIDTH, HEIGHT = 1440.0, 920.0
SCALES = (1.0, 1.1, 1.2)  # of that; 5 points can still be read, and may save a sheet
HEADERS = 2 * HEADER  # the pool's and the lane's
EVEN = (1.0, 1.1, 1.2, 1.3)  # of an even share: what sheets may hold at most, tried in turn
LINES = 2  # of a name that a header has room for
NAME = 24  # px of its length that the name leaves free, for the dots, too
LEAST = 0.25  # of a sheet: from there on, it ends with a lane rather than within the next one
Span = tuple[float, float]


class Cut(NamedTuple):
    """The diagram in sheets."""

    width: float  # px of a sheet, the lanes' names included
    rows: int  # of sheets, one below the other
    sheets: tuple[Bounds, ...]  # row by row; those with nothing on them are left out


def add_strips(parent: _Element, drawing: Drawing, group: str) -> None:
    """Draw the group ``group`` again, a part of it per sheet."""
    cut = min((cut_up(drawing, scale) for scale in SCALES), key=_paper)
    place = tag(parent, "div", class_="strips", aria_hidden="true")
    if cut.rows > 1:
        _add_map(place, drawing, cut, group)
    for number, sheet in enumerate(cut.sheets, start=1):
        figure = tag(place, "figure")
        part = f", bagian {number} dari {len(cut.sheets)}" if len(cut.sheets) > 1 else ""
        tag(figure, "figcaption", f"Diagram{part}")
        box = f"0 0 {cut.width:g} {sheet.height:g}"
        svg = tag(figure, "svg", class_="diagram", viewBox=box, preserveAspectRatio="xMinYMin")
        _add_lanes(svg, drawing, sheet)
        body = _window(svg, sheet, HEADERS)
        tag(body, "use", href=f"#{group}")


def _paper(cut: Cut) -> int:
    """How many pages it takes."""
    return len(cut.sheets) + (cut.rows > 1)


def _add_map(place: _Element, drawing: Drawing, cut: Cut, group: str) -> None:
    """The whole diagram, with the number of the sheet that each part of it is on."""
    whole = drawing.bounds
    figure = tag(place, "figure")
    tag(figure, "figcaption", "Diagram seluruhnya; angka menunjukkan bagian di halaman berikut")
    box = " ".join(f"{value:g}" for value in whole)
    svg = tag(figure, "svg", class_="diagram map", viewBox=box)
    tag(svg, "use", href=f"#{group}")
    size = max(whole.width / 2, whole.height) / 20  # of the numbers: large enough on the page
    for number, at in enumerate(cut.sheets, start=1):
        tag(svg, "rect", x=at.x, y=at.y, width=at.width, height=at.height, stroke_width=size / 12)
        x, y = at.x + size / 3, at.y + size
        tag(svg, "text", str(number), x=x, y=y, font_size=size)


def _add_lanes(svg: _Element, drawing: Drawing, sheet: Bounds) -> None:
    """The headers of the lanes on a sheet, with the names in the middle of what is on it."""
    pool = _pool(drawing)
    window = _window(svg, Bounds(pool.x, sheet.y, HEADERS, sheet.height), 0)
    ink = tag(window, "g", class_="ink")
    for shape in drawing.shapes:
        at = shape.bounds
        top, bottom = max(at.y, sheet.y), min(at.bottom, sheet.bottom)
        if shape.kind in GROUND and top < bottom:
            part = Bounds(at.x, top, at.width, bottom - top)
            draw_ground(ink, _short(shape.name, part.height), shape.kind, part)


def _short(name: str, room: float) -> str:
    """A name, or as much of it as a header's two lines hold."""
    lines = fonts.wrap(name, int(room) - NAME, fonts.TASK_SIZE)
    return name if len(lines) <= LINES else f"{' '.join(lines[:LINES])} …"


def _window(svg: _Element, at: Bounds, x: float) -> _Element:
    """A part of the canvas, at ``x`` of the sheet."""
    box = " ".join(f"{value:g}" for value in at)
    return tag(svg, "svg", x=x, width=at.width, height=at.height, viewBox=box)


def _pool(drawing: Drawing) -> Bounds:
    return next((s.bounds for s in drawing.shapes if s.kind == "participant"), drawing.bounds)


def cut_up(drawing: Drawing, scale: float) -> Cut:
    """Cut between shapes, and below a lane where there is one to end with."""
    whole, start = drawing.bounds, _pool(drawing).x + HEADERS
    width, height = WIDTH * scale, HEIGHT * scale
    boxes, lines = _boxes(drawing), _lines(drawing)
    lanes = [shape.bounds.bottom for shape in drawing.shapes if shape.kind == "lane"]
    sheets: list[Bounds] = []
    down = [(box.y, box.bottom) for box in boxes]
    for top, low in _cuts(down, lanes, (whole.y, whole.bottom), height):
        row = Bounds(start, top, whole.right - start, low - top)
        here = [box for box in (*boxes, *lines) if _meet(box, row)]
        if not here:
            continue
        left = max(start, min(box.x for box in here) - MARGIN)
        right = min(whole.right, max(box.right for box in here) + MARGIN)
        across = [(box.x, box.right) for box in boxes if _meet(box, row)]
        for begin, end in _columns(across, (left, right), width - HEADERS):
            sheet = Bounds(begin, top, end - begin, low - top)
            sheets += [sheet] * any(_meet(box, sheet) for box in here)
    return Cut(width, len({sheet.y for sheet in sheets}), tuple(sheets))


def _boxes(drawing: Drawing) -> list[Bounds]:
    """What must not be cut."""
    nodes = [shape for shape in drawing.shapes if shape.kind not in GROUND]
    return [box for shape in nodes for box in (shape.bounds, shape.label) if box]


def _lines(drawing: Drawing) -> list[Bounds]:
    """The straight pieces of flows."""
    return [
        Bounds(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))
        for edge in drawing.edges
        for a, b in pairwise(edge.points)
    ]


def _columns(spans: list[Span], whole: Span, room: float) -> list[Span]:
    """As few sheets as there can be, each about as full: no sheet for an end event alone."""
    fewest = list(_cuts(spans, [], whole, room))
    for fuller in EVEN:
        even = (whole[1] - whole[0]) / len(fewest) * fuller
        found = list(_cuts(spans, [], whole, min(room, even)))
        cut = any(start < end < stop for _, end in found[:-1] for start, stop in spans)
        if len(found) == len(fewest) and not cut:
            return found
    return fewest


def _cuts(spans: list[Span], stops: list[float], whole: Span, room: float) -> Iterator[Span]:
    """From where to where each sheet reaches, along one axis."""
    begin, end = whole
    while end - begin > room:
        near = [span for span in spans if begin < span[1] and span[0] < begin + room]
        good = [stop for stop in stops if room * LEAST < stop - begin <= room]
        ends = [stop + 1 for _, stop in near if stop + 1 < begin + room]
        free = [x for x in ends if not any(start < x < stop for start, stop in near)]
        cut = max(good or free, default=begin + room)
        yield begin, cut
        begin = cut
    yield begin, end


def _meet(one: Bounds, other: Bounds) -> bool:
    across = one.x <= other.right and other.x <= one.right
    return across and one.y <= other.bottom and other.y <= one.bottom

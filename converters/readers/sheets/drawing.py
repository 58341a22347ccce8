"""What is drawn on a sheet (ECMA-376 Part 1, 20.5): symbols, connectors, labels, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.readers import drawingml, faults
from converters.readers.drawingml import frame
from converters.readers.drawingml.frame import EMU, UNIT, flag, whole
from converters.readers.matrix import Matrix
from converters.readers.page import Box, Connector, Point, Shape, Text
from converters.readers.sheets import references
from converters.readers.sheets.cells import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.readers.sheets.axis import Axis
    from converters.readers.sheets.cells import Cells

DRAWINGS = 2_000  # of one sheet; the largest SOP known has some 150
_HERE = Matrix(1, 0, 0, 1, 0, 0)  # anchors are in points already
_ITEMS = {"sp", "cxnSp"}
_GLUE = ("stCxn", "endCxn")
_PICTURES = {"pic", "graphicFrame"}  # a chart or SmartArt is seen, too, but not read


class Drawing(NamedTuple):
    """The drawings of a sheet, as a page has them."""

    shapes: tuple[Shape, ...]
    connectors: tuple[Connector, ...]
    texts: tuple[Text, ...]
    pictures: tuple[Box, ...]


NOTHING = Drawing((), (), (), ())


class _Found(NamedTuple):
    """One drawing and the element that it was read from."""

    what: Shape | Connector | Text | Box
    element: _Element


def read(root: _Element, cells: Cells, file: str, sheet: str) -> Drawing:
    """The drawings of a drawing part, in the order in which they are painted.

    Raises:
        DocumentError: there are more than any SOP has.
    """
    found = []
    for item in _anchored(root, cells):
        found.append(item)
        if len(found) > DRAWINGS:
            raise faults.fault("sheet-too-large", file=file, sheet=sheet, limit=DRAWINGS)
    shapes = [item for item in found if isinstance(item.what, Shape)]
    places = _places(shapes)
    return Drawing(
        shapes=tuple(item.what for item in shapes if isinstance(item.what, Shape)),
        connectors=tuple(
            _glued(item.what, item.element, places)
            for item in found
            if isinstance(item.what, Connector)
        ),
        texts=tuple(item.what for item in found if isinstance(item.what, Text)),
        pictures=tuple(item.what for item in found if isinstance(item.what, Box)),
    )


def objects(root: _Element, cells: Cells) -> tuple[Box, ...]:
    """What a worksheet embeds of other programs (Visio, say): only its picture is seen."""
    anchors = root.iterfind("{*}oleObjects//{*}objectPr/{*}anchor")
    boxes = (_anchor_box(anchor, cells) for anchor in anchors)
    return tuple(box for box in boxes if box is not None)


def _anchored(root: _Element, cells: Cells) -> Iterator[_Found]:
    for anchor in _seen(root):
        for drawn in _seen(anchor):
            box = _anchor_box(anchor, cells)
            if box is not None:
                yield from _drawn(drawn, _anchored_frame(drawn, box), _HERE)


def _seen(parent: _Element) -> Iterator[_Element]:
    """The children, of alternatives (``mc:AlternateContent``) those that a new Excel takes."""
    for child in parent.iterchildren("{*}*"):
        if child.tag.endswith("}AlternateContent"):
            choice = next(child.iterchildren("{*}Choice", "{*}Fallback"), None)
            if choice is not None:
                yield from choice.iterchildren("{*}*")
        else:
            yield child


def _drawn(element: _Element, where: frame.Frame | None, within: Matrix) -> Iterator[_Found]:
    """A drawing, or those of a group. ``where`` is given for what is anchored itself."""
    name = element.tag.rpartition("}")[2]
    if name not in _ITEMS | _PICTURES | {"grpSp"} or _is_hidden(element):
        return
    where = where or _own_frame(element)
    if where is None:
        return
    if name == "grpSp":
        inside = where.children(within)
        for child in _seen(element):
            yield from _drawn(child, None, inside)
    elif name in _PICTURES:
        yield _Found(where.place(within).over(UNIT), element)
    else:
        properties = element.find("{*}spPr")
        if properties is not None:
            place, text = where.place(within), _text(element)
            style = element.find("{*}style")
            what = drawingml.read(drawingml.Item(properties, style, place, text))
            if what is not None and not _is_folded(what):
                yield _Found(what, element)


def _is_folded(what: Shape | Connector | Text) -> bool:
    """Whether the rows or columns that a symbol lies in are hidden."""
    return not isinstance(what, Connector) and not (what.box.width and what.box.height)


def _is_hidden(element: _Element) -> bool:
    named = _named(element)
    return named is not None and flag(named, "hidden")


def _named(element: _Element) -> _Element | None:
    """The ``cNvPr``: its id, name, and whether it is shown."""
    return element.find("{*}*/{*}cNvPr")


def _own_frame(element: _Element) -> frame.Frame | None:
    for path in ("{*}spPr/{*}xfrm", "{*}grpSpPr/{*}xfrm", "{*}xfrm"):
        xfrm = element.find(path)
        if xfrm is not None:
            return frame.read(xfrm)
    return None


def _anchored_frame(element: _Element, box: Box) -> frame.Frame:
    """Where an anchored drawing is: its anchor says, its own frame adds how it is turned.

    Excel anchors what is turned by about a quarter by the box it takes up, some other programs by
    the box it had before: the one whose form is nearer to the frame's is meant. The middle is the
    same.
    """
    own = _own_frame(element)
    if own is None:
        return frame.Frame(box)
    quarter = abs(own.turn % 180 - 90) <= 45  # noqa: PLR2004 - degrees
    if quarter and (own.box.width > own.box.height) != (box.width > box.height):
        (x, y), across, down = box.centre, box.height / 2, box.width / 2
        box = Box(x - across, y - down, x + across, y + down)
    return own._replace(box=box, inner=own.inner or own.box)


def _anchor_box(anchor: _Element, cells: Cells) -> Box | None:
    """What an anchor spans, in points; None: nothing, it lies in hidden rows or columns."""
    start, end, size = (anchor.find(f"{{*}}{name}") for name in ("from", "to", "ext"))
    position = anchor.find("{*}pos")
    if start is not None:
        left, top = _corner(start, cells)
    elif position is not None:
        left, top = whole(position, "x") / EMU, whole(position, "y") / EMU
    else:
        return None
    if end is not None:
        right, bottom = _corner(end, cells)
    elif size is not None:
        right, bottom = left + whole(size, "cx") / EMU, top + whole(size, "cy") / EMU
    else:
        return None
    box = Box(left, top, max(left, right), max(top, bottom))
    return box if box.width or box.height else None


def _corner(marker: _Element, cells: Cells) -> Point:
    """A corner of an anchor: a cell and how far into it, no farther than it goes."""
    column, row = (_whole(marker, name) for name in ("col", "row"))
    across, down = (_whole(marker, name) / EMU for name in ("colOff", "rowOff"))
    return Point(
        _within(cells.columns, min(column, references.COLUMNS - 1), across),
        _within(cells.rows, min(row, references.ROWS - 1), down),
    )


def _within(axis: Axis, place: int, offset: float) -> float:
    return axis.start(place) + min(offset, axis.size(place))


def _whole(marker: _Element, name: str) -> int:
    return max(0, frame.number((marker.findtext(f"{{*}}{name}") or "0").strip()))


def _text(element: _Element) -> str:
    """What stands in a shape, its paragraphs line by line."""
    lines = []
    for paragraph in element.iterfind("{*}txBody/{*}p"):
        pieces = (
            "\n" if piece.tag.endswith("}br") else piece.findtext("{*}t") or ""
            for piece in paragraph.iterchildren("{*}r", "{*}br", "{*}fld")
        )
        lines.append("".join(pieces))
    return clean("\n".join(lines))


def _places(shapes: list[_Found]) -> dict[str, int]:
    """The shapes' places by their ids; an id that two have tells nothing."""
    places: dict[str, int] = {}
    twice = set()
    for place, item in enumerate(shapes):
        named = _named(item.element)
        name = "" if named is None else named.get("id", "")
        if name in places:
            twice.add(name)
        places[name] = place
    return {name: place for name, place in places.items() if name not in twice}


def _glued(line: Connector, element: _Element, places: dict[str, int]) -> Connector:
    ends = (element.find(f"{{*}}nvCxnSpPr/{{*}}cNvCxnSpPr/{{*}}{name}") for name in _GLUE)
    start, end = (None if to is None else places.get(to.get("id", "")) for to in ends)
    return msgspec.structs.replace(line, start=start, end=end)

"""Drawings in DrawingML: single shapes, groups and canvases, in the line or anchored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers import drawingml
from converters.readers.drawingml import frame
from converters.readers.drawingml.frame import EMU, POINTS, Frame
from converters.readers.page import Box
from converters.readers.word.drawn import Drawing, Drawn, Place
from converters.readers.word.paragraphs import chosen
from converters.readers.word.xml import child, children, local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from converters.readers.matrix import Matrix
    from converters.readers.word.flow import Flow

    Inside = Callable[[_Element, float], Flow]  # sets a text box's content in a width

INSET = 7.2  # points between a shape's outline and its text, left and right, unless said
_WRAPS = ("wrapSquare", "wrapTight", "wrapThrough", "wrapTopAndBottom")
_PICTURES = {"pic", "chart", "relIds", "lockedCanvas"}


def read(element: _Element, inside: Inside) -> Drawing | None:
    """What a ``w:drawing`` holds; None where it is damaged or hidden."""
    holder = child(element, "inline")
    inline = holder is not None
    holder = child(element, "anchor") if holder is None else holder
    content = next(children(child(holder, "graphic", "graphicData"), "*"), None)
    extent = child(holder, "extent")
    described = child(holder, "docPr")
    if holder is None or content is None or extent is None or _hidden(described):
        return None
    size = Box(0, 0, frame.whole(extent, "cx") / EMU, frame.whole(extent, "cy") / EMU)
    name = _id(described)
    return Drawing(
        items=tuple(_content(content, size, name, inside)),
        width=size.width,
        height=size.height,
        inline=inline,
        across=_place(holder, "positionH", "column"),
        down=_place(holder, "positionV", "paragraph"),
        in_cell=holder.get("layoutInCell", "1") not in {"0", "false"},
        wraps=next(children(holder, *_WRAPS), None) is not None,
    )


def _place(holder: _Element, name: str, usual: str) -> Place:
    """Where it wants to be; of a position with a fallback, the one that is stated in lengths."""
    for position in holder.iter(f"{{*}}{name}"):
        relative = position.get("relativeFrom", usual)
        offset, align = child(position, "posOffset"), child(position, "align")
        if align is not None:
            return Place(relative, align=(align.text or "").strip())
        if offset is not None:
            return Place(relative, frame.number(offset.text or "") / EMU)
    return Place(usual)


def _content(content: _Element, size: Box, name: str | None, inside: Inside) -> Iterator[Drawn]:
    """What is drawn, from the anchor's top left corner."""
    kind = local(content)
    if kind == "wsp":
        yield from _shape(content, POINTS, inside, name=name, at_origin=size)
    elif kind == "wgp":
        group = _frame(child(content, "grpSpPr", "xfrm"), size, at_origin=True)
        yield from _members(content, group.children(POINTS), inside)
    elif kind == "wpc":
        yield from _members(content, POINTS, inside)
    elif kind in _PICTURES:
        yield Drawn(size)


def _frame(xfrm: _Element | None, size: Box, *, at_origin: bool) -> Frame:
    """The frame of a shape; one that an anchor places begins at the origin."""
    found = None if xfrm is None else frame.read(xfrm)
    if found is None:
        return Frame(box=Box(0, 0, size.width * EMU, size.height * EMU))
    if not at_origin:
        return found
    inner = found.inner or found.box
    return found._replace(box=Box(0, 0, found.box.width, found.box.height), inner=inner)


def _members(group: _Element, within: Matrix, inside: Inside) -> Iterator[Drawn]:
    """The members of a group or canvas; ``within`` leads from their units to points."""
    for member in group.iterchildren("{*}*"):
        kind = local(member)
        if kind == "wsp":
            yield from _shape(member, within, inside)
        elif kind in {"grpSp", "wgp"}:
            xfrm = child(member, "grpSpPr", "xfrm")
            found = _frame(xfrm, Box(0, 0, 0, 0), at_origin=False)
            yield from _members(member, found.children(within), inside)
        elif kind in {"pic", "graphicFrame"}:
            xfrm = child(member, "spPr", "xfrm")
            xfrm = child(member, "xfrm") if xfrm is None else xfrm
            found = _frame(xfrm, Box(0, 0, 0, 0), at_origin=False)
            yield Drawn(found.place(within).over(frame.UNIT))
        elif kind == "AlternateContent":
            yield from _members(chosen(member), within, inside)


def _shape(
    shape: _Element,
    within: Matrix,
    inside: Inside,
    *,
    name: str | None = None,
    at_origin: Box | None = None,
) -> Iterator[Drawn]:
    properties = child(shape, "spPr")
    if properties is None:
        return
    found = _frame(
        child(properties, "xfrm"), at_origin or Box(0, 0, 0, 0), at_origin=bool(at_origin)
    )
    place = found.place(within)
    box = place.over(frame.UNIT)
    content = child(shape, "txbx", "txbxContent")
    flow = None if content is None else inside(content, max(0.0, box.width - 2 * INSET))
    text = flow.text if flow else ""
    drawn = drawingml.read(drawingml.Item(properties, child(shape, "style"), place, text))
    ends = child(shape, "cNvCnPr")
    yield Drawn(
        drawn,
        name=_id(child(shape, "cNvPr")) or name,
        start=_id(child(ends, "stCxn")),
        end=_id(child(ends, "endCxn")),
        inside=flow if flow and (flow.tables or flow.drawings) else None,
        box=box,
    )


def _id(element: _Element | None) -> str | None:
    return None if element is None else element.get("id")


def _hidden(described: _Element | None) -> bool:
    return described is not None and described.get("hidden") in {"1", "true"}

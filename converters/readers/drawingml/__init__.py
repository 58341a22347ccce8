"""DrawingML, in which Word and Excel draw alike: what each drawing is and where it lies.

Source: ECMA-376 Part 1, chapter 20. Elements are found by their local names: the strict and the
transitional form of a file differ in nothing but their namespaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from converters.readers.drawingml import freeform, presets, strokes
from converters.readers.drawingml.frame import UNIT
from converters.readers.drawingml.strokes import Stroke
from converters.readers.flowchart.answers import is_answer
from converters.readers.page import Connector, Point, Shape, ShapeKind, Text

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.readers.matrix import Matrix

_LONG = 1.4  # width by height: an ellipse from here on is a start or an end
_SIGN = 3  # characters: what stands in an off-page connector ("A", "1", "2b")


class Item(NamedTuple):
    """One ``sp``, ``cxnSp`` or ``wsp``: what tells how it looks."""

    properties: _Element  # its ``spPr``
    style: _Element | None
    place: Matrix  # from the unit square to the page, in points: ``Frame.place``
    text: str


def read(item: Item) -> Shape | Connector | Text | None:
    """What is drawn there: a symbol, a line, or plain text; None: nothing that is seen."""
    stroke = strokes.read(item.properties, item.style)
    points, stroke = _line(item.properties, stroke)
    if points:
        return _connector(item, points, stroke) if stroke.drawn else None
    box = item.place.over(UNIT)
    kind = _kind(item)
    seen = stroke.drawn or strokes.filled(item.properties, item.style)
    if kind is None or not seen or is_answer(kind, item.text):
        return Text(text=item.text, box=box) if item.text else None
    return Shape(kind=kind, box=box, text=item.text)


def _line(properties: _Element, stroke: Stroke) -> tuple[tuple[Point, ...], Stroke]:
    """The points in the unit square and the stroke, if it is a line; no points: it is none."""
    geometry = properties.find("{*}prstGeom")
    if geometry is None:
        drawn = freeform.read(properties)
        return () if drawn is None or drawn.closed else drawn.points, stroke
    if block := presets.block_arrow(geometry.get("prst", "")):
        start, end, at_start, at_end = block
        return (start, end), Stroke(drawn=True, head_at_start=at_start, head_at_end=at_end)
    return presets.bends(geometry), stroke


def _connector(item: Item, points: tuple[Point, ...], stroke: Stroke) -> Connector:
    return Connector(
        points=tuple(item.place(*point) for point in points),
        head_at_start=stroke.head_at_start,
        head_at_end=stroke.head_at_end,
        dashed=stroke.dashed,
    )


def _kind(item: Item) -> ShapeKind | None:
    geometry = item.properties.find("{*}prstGeom")
    if geometry is None:
        drawn = freeform.read(item.properties)
        return drawn and drawn.kind
    preset = geometry.get("prst", "")
    if preset in presets.CIRCLES:
        box = item.place.over(UNIT)
        oval = box.width >= _LONG * box.height or len(item.text) > _SIGN
        return ShapeKind.TERMINATOR if oval else ShapeKind.OFF_PAGE
    return presets.KINDS.get(preset)

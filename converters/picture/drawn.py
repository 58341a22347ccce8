"""The symbols that were recognised, with the kind and the performer they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.markup import tag
from converters.picture.paper import rectangle
from converters.picture.places import on, overlap, touches
from converters.readers.page import ShapeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from converters.model import DrawnMark, Sop
    from converters.readers.page import Box, Connector, Page, Shape

KINDS = {
    "start": "mulai",
    "end": "selesai",
    "yes": "Ya",
    "no": "Tidak",
    "task": "kegiatan",
    "decision": "keputusan",
    "arrow": "garis",
    "off-page": "sambungan",
    "process": "kotak",
    "terminator": "mulai/selesai",
}


def draw(layer: _Element, page: Page, sops: Sequence[Sop], used: Sequence[Connector]) -> int:
    """Marks in the colour of their kind; shapes that were made nothing of in red: how many.

    Off-page connectors are made use of where the lines at them are.
    """
    marked: list[Box] = []
    for sop in sops:
        for step in sop.steps:
            for mark in step.marks:
                if box := on(page, mark.source):
                    marked.append(box)
                    _draw_mark(layer, mark, step.number, box)
    spare = [shape for shape in page.shapes if not any(overlap(shape.box, m) for m in marked)]
    joining = [shape for shape in spare if shape.kind is ShapeKind.OFF_PAGE]
    joining = [shape for shape in joining if any(touches(line, [shape.box]) for line in used)]
    for shape in joining:
        rectangle(layer, shape.box, "mark off-page", rx=2)
        _label(layer, KINDS["off-page"], shape.box, "off-page")
    spare = [shape for shape in spare if shape not in joining]
    for shape in spare:
        _draw_spare(layer, shape)
    return len(spare)


def _draw_mark(layer: _Element, mark: DrawnMark, row: str, box: Box) -> None:
    shape = rectangle(layer, box, f"mark {mark.kind}", rx=2)
    kind = KINDS.get(mark.kind, mark.kind)
    tag(shape, "title", f"Baris {row}: {kind}, {mark.role}")
    _label(layer, f"{row} {kind}", box, mark.kind)


def _draw_spare(layer: _Element, shape: Shape) -> None:
    kind = KINDS.get(shape.kind, shape.kind)
    found = rectangle(layer, shape.box, "unused")
    tag(found, "title", f"Bentuk ini ({kind}) tidak menjadi bagian SOP mana pun")
    _label(layer, f"{kind}? tidak dipakai", shape.box, "unused")


def _label(layer: _Element, text: str, box: Box, kind: str) -> None:
    tag(layer, "text", text, x=box.left, y=box.top - 1.5, class_=f"label {kind}", font_size=6)

"""The symbols that were recognised, with the kind and the performer they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.markup import tag
from converters.picture.labels import at_box
from converters.picture.paper import rectangle
from converters.picture.places import on, overlap, touches
from converters.readers.page import ShapeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from converters.model import DrawnMark, Sop, Step
    from converters.picture.labels import Labels
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


def draw(layer: _Element, page: Page, sops: Sequence[Sop], labels: Labels) -> None:
    """Marks in the colour of their kind."""
    for sop in sops:
        for step, mark, box in _marks(page, sop):
            _draw_mark(layer, mark, step.number, box, labels)


def draw_rest(
    layer: _Element, page: Page, sops: Sequence[Sop], used: Sequence[Connector], labels: Labels
) -> int:
    """Shapes that are no SOP's marks: in red, where they were made nothing of; how many these are.

    Off-page connectors are made use of where the lines at them are.
    """
    marked = [box for sop in sops for _, _, box in _marks(page, sop)]
    spare = [shape for shape in page.shapes if not any(overlap(shape.box, m) for m in marked)]
    joining = [shape for shape in spare if shape.kind is ShapeKind.OFF_PAGE]
    joining = [shape for shape in joining if any(touches(line, [shape.box]) for line in used)]
    for shape in joining:
        rectangle(layer, shape.box, "mark off-page", rx=2)
        text, box = KINDS["off-page"], shape.box
        labels.write(layer, text, at_box(text, box, blank=False), "off-page", of=box)
    spare = [shape for shape in spare if shape not in joining]
    for shape in spare:
        _draw_spare(layer, shape, labels)
    return len(spare)


def _marks(page: Page, sop: Sop) -> Iterator[tuple[Step, DrawnMark, Box]]:
    """Those on this page."""
    for step in sop.steps:
        for mark in step.marks:
            if box := on(page, mark.source):
                yield step, mark, box


def _draw_mark(layer: _Element, mark: DrawnMark, row: str, box: Box, labels: Labels) -> None:
    shape = rectangle(layer, box, f"mark {mark.kind}", rx=2)
    kind = KINDS.get(mark.kind, mark.kind)
    tag(shape, "title", f"Baris {row}: {kind}, {mark.role}")
    text = f"{row} {kind}"
    spots = at_box(text, box, blank=not mark.text)
    labels.write(layer, text, spots, mark.kind, of=box)


def _draw_spare(layer: _Element, shape: Shape, labels: Labels) -> None:
    kind = KINDS.get(shape.kind, shape.kind)
    found = rectangle(layer, shape.box, "unused")
    tag(found, "title", f"Bentuk ini ({kind}) tidak menjadi bagian SOP mana pun")
    text = f"{kind}? tidak dipakai"
    spots = at_box(text, shape.box, blank=not shape.text)
    labels.write(layer, text, spots, "unused", of=shape.box)

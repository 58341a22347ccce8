"""Sections: the page's size and margins, headers and footers."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from workers.letters.pdf.flow import flow
from workers.letters.pdf.layers import Layer, is_on, layer, local, points, value
from workers.letters.pdf.tree import Block, Margin, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.letters.pdf.source import Source

_NOT_SHOWN = {"pgBorders": "page borders", "lnNumType": "line numbers"}


@dataclass
class _Part:
    """The elements of a section, and its w:sectPr."""

    elements: list[Any] = field(default_factory=list)
    properties: Any = None


def sections(source: Source) -> tuple[Section, ...]:
    """Read the document's body."""
    if is_on(source.settings, "evenAndOddHeaders"):
        source.leave_out("headers and footers of even pages")
    made: list[Section] = []
    references: dict[str, str] = {}
    for part in _joined(_parts(source.document.element.body)):
        references = references | _references(part.properties)
        made.append(_section(part, references, source))
    return tuple(made)


def _parts(body: Any) -> Iterator[_Part]:
    """A section ends with the paragraph that holds its w:sectPr, the last one with the body."""
    part = _Part()
    for element in body:
        if local(element) == "sectPr":
            part.properties = element
            break
        part.elements.append(element)
        ends = element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if ends is not None:
            part.properties = ends
            yield part
            part = _Part()
    yield part


def _joined(parts: Iterator[_Part]) -> Iterator[_Part]:
    """Sections that go on on the same page, of the same size, are one."""
    held: _Part | None = None
    for part in parts:
        goes_on = value(layer(part.properties), "type") == "continuous"
        if held is not None and goes_on and _size(held.properties) == _size(part.properties):
            held.elements += part.elements
            continue
        if held is not None:
            yield held
        held = part
    if held is not None:
        yield held


def _size(properties: Any) -> dict[str, str]:
    return layer(properties).get("pgSz", {})


def _references(properties: Any) -> dict[str, str]:
    """Relationship of each header and footer; a section without one has the one before."""
    found = {}
    for each in properties if properties is not None else ():
        if local(each) in {"headerReference", "footerReference"}:
            found[f"{local(each)[:6]}.{each.get(qn('w:type'))}"] = each.get(qn("r:id"))
    return found


def _section(part: _Part, references: dict[str, str], source: Source) -> Section:
    read = layer(part.properties)
    _note(read, source)
    return Section(
        width=points(read, "pgSz", "w") or 612.0,
        height=points(read, "pgSz", "h") or 792.0,
        left=points(read, "pgMar", "left") + points(read, "pgMar", "gutter"),
        right=points(read, "pgMar", "right"),
        top=abs(points(read, "pgMar", "top")),
        bottom=abs(points(read, "pgMar", "bottom")),
        header_at=points(read, "pgMar", "header"),
        footer_at=points(read, "pgMar", "footer"),
        usual=_margin("default", references, source),
        first=_margin("first", references, source) if is_on(read, "titlePg") else None,
        blocks=flow(part.elements, source, top=True)[0],
    )


def _note(read: Layer, source: Source) -> None:
    for name, what in _NOT_SHOWN.items():
        if name in read:
            source.leave_out(what)
    if (value(read, "cols", "num") or "1") != "1":
        source.leave_out("columns of text")
    if read.get("pgNumType", {}).keys() & {"start", "fmt"}:
        source.leave_out("page numbers that do not count from 1 in figures")


def _margin(kind: str, references: dict[str, str], source: Source) -> Margin:
    return Margin(
        header=_blocks(references.get(f"header.{kind}"), source),
        footer=_blocks(references.get(f"footer.{kind}"), source),
    )


def _blocks(relationship: str | None, source: Source) -> tuple[Block, ...]:
    part = source.document.part.related_parts.get(relationship or "")
    if part is None:
        return ()
    with _within(part, source):
        return flow(part.element, source, top=False)[0]


@contextmanager
def _within(part: Any, source: Source) -> Iterator[None]:
    """Look pictures up among the header's own."""
    outer, source.part = source.part, part
    try:
        yield
    finally:
        source.part = outer

"""Sections: the paper and margins of a document's parts (ECMA-376 part 1, 17.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from converters.readers.word.paragraphs import blocks
from converters.readers.word.xml import child, children, local, twips, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_SMALLEST = 72.0  # points: paper and text areas below an inch are damage
_LARGEST = 10_000.0


class Section(NamedTuple):
    """Paper and margins in points. What is missing is A4 with an inch around."""

    width: float = 595.3
    height: float = 841.9
    left: float = 72.0
    top: float = 72.0
    right: float = 72.0
    bottom: float = 72.0
    header: float = 36.0  # from the paper's edge to the header
    new_page: bool = True  # False: it goes on where the last one ended
    headers: tuple[str, ...] = ()  # relation ids: of the first page, of the others

    @property
    def room(self) -> float:
        """Between the margins."""
        return max(_SMALLEST, self.width - self.left - self.right)


def sections(body: _Element) -> Iterator[tuple[Section, list[_Element]]]:
    """Each section with its paragraphs and tables."""
    found: list[_Element] = []
    headers: tuple[str, ...] = ()
    for block in blocks(body):
        found.append(block)
        ending = child(block, "pPr", "sectPr") if local(block) == "p" else None
        if ending is not None:
            section = _section(ending, headers)
            headers = section.headers
            yield section, found
            found = []
    last = child(body, "sectPr")
    if found or last is not None:
        yield _section(last, headers), found


def _section(element: _Element | None, inherited: tuple[str, ...]) -> Section:
    usual = Section()
    paper, edges = child(element, "pgSz"), child(element, "pgMar")
    return Section(
        width=_side(value(paper, "w"), usual.width),
        height=_side(value(paper, "h"), usual.height),
        left=max(0.0, twips(value(edges, "left"), usual.left)),
        top=abs(twips(value(edges, "top"), usual.top)),
        right=max(0.0, twips(value(edges, "right"), usual.right)),
        bottom=abs(twips(value(edges, "bottom"), usual.bottom)),
        header=max(0.0, twips(value(edges, "header"), usual.header)),
        new_page=value(child(element, "type")) != "continuous",
        headers=_headers(element) or inherited,
    )


def _side(text: str | None, usual: float) -> float:
    return max(_SMALLEST, min(twips(text, usual), _LARGEST))


def _headers(element: _Element | None) -> tuple[str, ...]:
    """The relation ids of the first page's header and the others'; one is enough for both."""
    by_type = {value(x, "type"): _relation(x) for x in children(element, "headerReference")}
    usual = by_type.get("default") or ""
    first = (by_type.get("first") or "") if child(element, "titlePg") is not None else usual
    return (first, usual) if by_type else ()


def _relation(reference: _Element) -> str:
    found = (x for name, x in reference.attrib.items() if str(name).endswith("}id"))
    return str(next(found, ""))

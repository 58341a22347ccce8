"""Paragraphs and tables one below the other, with the space between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from workers.letters.pdf.layers import local
from workers.letters.pdf.paragraphs import Spaced, paragraph
from workers.letters.pdf.tables import table
from workers.letters.pdf.tree import Block, PageBreak

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workers.letters.pdf.source import Source

_THROUGH = {"sdt", "sdtContent", "customXml", "ins", "moveTo"}


def flow(elements: Iterable[Any], source: Source, *, top: bool) -> tuple[tuple[Block, ...], float]:
    """Read what stands one below the other, and the space after the last of it.

    Args:
        elements: w:p and w:tbl, and what may be around them.
        source: the document.
        top: on the page itself, where pages can be broken.
    """
    spaced = [
        each for each in _read(elements, source) if top or not isinstance(each.block, PageBreak)
    ]
    blocks: list[Block] = []
    above = Spaced(block=PageBreak())
    for each in spaced:
        block = each.block
        if not isinstance(block, PageBreak):
            block = msgspec.structs.replace(block, gap=_gap(above, each, source))
        blocks.append(block)
        above = each
    return tuple(blocks), above.after


def _read(elements: Iterable[Any], source: Source) -> Iterator[Spaced]:
    for element in elements:
        name = local(element)
        if name == "p":
            yield from paragraph(element, source)
        elif name == "tbl":
            yield Spaced(block=table(element, source, flow))
        elif name in _THROUGH:
            yield from _read(element, source)
        elif name == "altChunk":
            source.leave_out("an inserted file")


def _gap(above: Spaced, below: Spaced, source: Source) -> float:
    alike = above.style == below.style and not isinstance(above.block, PageBreak)
    after = 0.0 if above.contextual and alike else above.after
    before = 0.0 if below.contextual and alike else below.before
    return after + before if source.adds_gaps else max(after, before)

"""Texts of a page that no SOP took over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from converters import dates
from converters.markup import tag
from converters.picture.paper import rectangle
from converters.readers.sop import columns, labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from converters.model import Sop
    from converters.readers.page import Box, Page

ENOUGH = 0.5  # of a text's words: a reader mends hyphens and numbering, and may move a word
LABEL = 6  # words of the longest label; with more, it is a text behind a label
_WORD = re.compile(r"\w+")
_COUNT = re.compile(r"\d{1,2}")  # the number of an item, or of a column
# What tells where something was read, and what Tertib says itself.
_NOT_PRINTED = frozenset({"source", "doubts", "id", "jobs", "kind", "shape"})


class Unread(NamedTuple):
    """A text that is in no SOP."""

    box: Box
    in_table: bool  # else in a margin, where notices and page numbers stand


def find(page: Page, sops: Sequence[Sop]) -> tuple[Unread, ...]:
    """The texts most of whose words are in no SOP, and which are no label or title."""
    said = (text for sop in sops for text in _strings(msgspec.to_builtins(sop)))
    known = {word for text in said for word in _words(text)}
    printed = {text for sop in sops for text in (sop.created, sop.revised, sop.effective) if text}
    cells = [(cell.text, cell.box) for grid in page.grids for cell in grid.cells]
    texts = [*cells, *((text.text, text.box) for text in page.texts)]
    return tuple(
        Unread(box, any(grid.box.holds(box.centre) for grid in page.grids))
        for text, box in texts
        if not _is_form(text) and dates.parse(text) not in printed and not _is_known(text, known)
    )


def draw(layer: _Element, found: Sequence[Unread]) -> None:
    """In red within tables; in grey in the margins."""
    for one in found:
        box = rectangle(layer, one.box, "unread" if one.in_table else "margin")
        tag(box, "title", "Teks ini tidak diambil ke SOP mana pun")


def _strings(value: Any) -> Iterator[str]:
    """All that a model says, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NOT_PRINTED:
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if not _COUNT.fullmatch(word)]


def _is_known(text: str, known: set[str]) -> bool:
    words = _words(text)
    return sum(word in known for word in words) >= ENOUGH * len(words)


def _is_form(text: str) -> bool:
    """Whether it is the form's own: a cover's label or a column's title."""
    line = " ".join(text.split())
    if labels.opens(line):
        return len(line.split()) <= LABEL
    titles = (columns.NUMBER.fullmatch, columns.ACTIVITY.fullmatch, columns.tail_kind)
    return columns.is_group(line) or any(matches(line) for matches in titles)

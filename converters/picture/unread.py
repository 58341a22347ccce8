"""What stands on a page and came into no SOP: texts, pictures, and what was not recognised."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from converters import dates
from converters.markup import tag
from converters.picture.paper import rectangle
from converters.picture.places import meet
from converters.readers.page import Box
from converters.readers.sop import columns, labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from converters.model import Sop
    from converters.readers.page import Page

ENOUGH = 0.5  # of a text's words: a reader mends hyphens and numbering, and may move a word
LARGE = 0.05  # of the page: logos, seals and codes are smaller
LABEL = 6  # words of the longest label; with more, it is a text behind a label
_WORD = re.compile(r"\w+")
_COUNT = re.compile(r"\d{1,2}")  # the number of an item, or of a column
# What tells where something was read, and what Tertib says itself.
_NOT_PRINTED = frozenset({"source", "doubts", "id", "jobs", "kind", "shape"})


class Kind(StrEnum):
    """What it is; the value says it to a person."""

    TEXT = "teks ini tidak diambil ke SOP mana pun"
    PICTURE = "gambar ini tidak dibaca"
    INK = "coretan ini tidak dikenali"


class Unread(NamedTuple):
    """Something that is in no SOP."""

    kind: Kind
    box: Box
    margin: bool  # where notices, page numbers, logos and seals stand


def find(page: Page, sops: Sequence[Sop], ink: Sequence[Box]) -> tuple[Unread, ...]:
    """All of it.

    Args:
        page: what its reader found.
        sops: what was made of it.
        ink: what is drawn there and was not recognised (:mod:`converters.picture.ink`).
    """
    grids = [grid.box for grid in page.grids]
    texts = [
        Unread(Kind.TEXT, box, not any(grid.holds(box.centre) for grid in grids))
        for box in _texts(page, sops)
    ]
    drawn = [
        Unread(Kind.INK, box, bool(grids) and not any(grid.holds(box.centre) for grid in grids))
        for box in ink
    ]
    large = page.width * page.height * LARGE
    pictures = [
        Unread(Kind.PICTURE, box, box.width * box.height < large) for box in _pictures(page)
    ]
    return (*texts, *pictures, *drawn)


def draw(layer: _Element, found: Sequence[Unread]) -> None:
    """In red; in grey what is in the margins."""
    for one in found:
        box = rectangle(layer, one.box, "margin" if one.margin else "unread")
        tag(box, "title", one.kind.capitalize())


def _texts(page: Page, sops: Sequence[Sop]) -> Iterator[Box]:
    """Texts most of whose words are in no SOP, and which are no label or title."""
    said = (text for sop in sops for text in _strings(msgspec.to_builtins(sop)))
    known = {word for text in said for word in _words(text)}
    printed = {text for sop in sops for text in (sop.created, sop.revised, sop.effective) if text}
    texts = [(cell.text, cell.box) for grid in page.grids for cell in grid.cells]
    texts += [(text.text, text.box) for text in page.texts]
    for text, box in texts:
        dated = (dates.parse(text) or dates.parse_month(text)) in printed
        if not dated and not _is_form(text) and not _is_known(text, known):
            yield box


def _pictures(page: Page) -> Iterator[Box]:
    """Pictures in which nothing was found: those of lines and labels are drawn at these."""
    found = [*(shape.box for shape in page.shapes), *(text.box for text in page.texts)]
    found += [Box(*point, *point) for line in page.connectors for point in line.points]
    if page.ocr is None:
        yield from (box for box in page.pictures if not any(meet(box, one) for one in found))


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

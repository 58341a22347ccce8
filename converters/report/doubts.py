"""The doubts of an SOP: at their rows, and the ones to decide first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from converters.markup import anchor, tag, tail
from converters.model import Doubt
from converters.report import words

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.model import Sop

FIRST = 10  # as many as an owner begins with
CERTAIN = 0.9  # from here on a doubt is for the record


class Numbered(msgspec.Struct, frozen=True, kw_only=True):
    """A doubt with its number in the report, and whether its row is there."""

    number: int
    doubt: Doubt
    at_row: bool
    scope: str

    @property
    def id(self) -> str:
        """Its anchor."""
        return anchor(f"{self.scope}keraguan", str(self.number))


def numbered(sop: Sop, scope: str = "") -> tuple[Numbered, ...]:
    """All doubts, numbered as they stand in the model.

    ``scope`` begins the ids of one SOP where a page tells of several.
    """
    rows = {step.number for step in sop.steps}
    return tuple(
        Numbered(number=number, doubt=doubt, at_row=doubt.row in rows, scope=scope)
        for number, doubt in enumerate(sop.doubts, start=1)
    )


def by_row(doubts: tuple[Numbered, ...]) -> dict[str, list[Numbered]]:
    """Those of each row; what belongs to no row is under the empty string."""
    found = defaultdict(list)
    for one in doubts:
        found[one.doubt.row or "" if one.at_row else ""].append(one)
    return found


def add_list(parent: _Element, doubts: list[Numbered]) -> None:
    """The doubts, each with its anchor."""
    items = tag(parent, "ul", class_="doubts")
    for one in doubts:
        words_, kind = words.sureness(one.doubt.confidence)
        item = tag(items, "li", id=one.id, class_=kind)
        tag(item, "b", f"Keraguan {one.number} ", class_="number")
        tag(item, "span", one.doubt.message, class_="message")
        tag(item, "span", f" {words_} ({words.percent(one.doubt.confidence)})", class_="sureness")


def add_first(parent: _Element, doubts: tuple[Numbered, ...]) -> None:
    """What is least certain, with links to the rows, and all that is about no row."""
    unsure = [one for one in doubts if one.doubt.confidence < CERTAIN]
    first = sorted(unsure, key=lambda one: one.doubt.confidence)[:FIRST]
    if first:
        items = tag(parent, "ol", class_="first")
        for one in first:
            _add_first(items, one)
    else:
        text = "Semua yang disimpulkan hampir pasti. Bacalah sekilas keraguan pada tiap baris."
        tag(parent, "p", text if doubts else "Tidak ada keraguan: semuanya terbaca.")
    if len(unsure) > FIRST:
        text = f"… dan {len(unsure) - FIRST} lagi, pada barisnya masing-masing di bawah."
        tag(parent, "p", text)
    further = [one for one in doubts if not one.at_row and one not in first]
    if further:
        tag(parent, "h3", "Tentang SOP ini seluruhnya")
        add_list(parent, further)


def _add_first(items: _Element, one: Numbered) -> None:
    """One of the first; what is about no row is told here alone."""
    words_, kind = words.sureness(one.doubt.confidence)
    item = tag(items, "li", class_=kind)
    if one.at_row:
        tag(item, "a", f"Keraguan {one.number}", href=f"#{one.id}")
    else:
        item.set("id", one.id)
        tag(item, "b", f"Keraguan {one.number}")
    tail(item[-1], f": {one.doubt.message} ")
    tag(item, "span", f"{words_} ({words.percent(one.doubt.confidence)})", class_="sureness")

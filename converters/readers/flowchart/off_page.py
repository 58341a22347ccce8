"""Off-page connectors: the flow goes on where the other half of the pair stands."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import msgspec

from converters.readers.flowchart.chart import Link, ShapeRef, drawn_on
from converters.readers.page import ShapeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from converters.readers.page import Page


def joined(pages: Sequence[Page], links: Sequence[Link]) -> list[Link]:
    """The links, those that come to an off-page connector led on from the other half of it.

    Halves with one label belong together, on whatever page; where each page has an "A", an exit
    belongs to the next entry after it. Of those without, the exits of a page
    belong to the entries of the next page, in their order from left to right. A sheet that is
    printed on several pages is one here: its other exits belong to the entries next below them.
    """
    partner = _partners(pages, links)
    going = defaultdict[ShapeRef, list[Link]](list)
    for link in links:
        going[link.start].append(link)
    entries = set(partner.values())
    found: list[Link] = []
    for link in links:
        if link.start not in entries:
            found += _followed(link, partner, going, frozenset())
    return found


def _followed(
    link: Link,
    partner: Mapping[ShapeRef, ShapeRef],
    going: Mapping[ShapeRef, Sequence[Link]],
    passed: frozenset[ShapeRef],
) -> Iterator[Link]:
    entry = partner.get(link.end)
    onward = going.get(entry, ()) if entry is not None else ()
    if entry is None or not onward or entry in passed:
        yield link
        return
    for following in onward:
        led = msgspec.structs.replace(
            link,
            end=following.end,
            label=link.label or following.label,
            headless=link.headless and following.headless,
            via=(*link.via, *dict.fromkeys((link.end, entry)), *following.via),
            lines=(*link.lines, *following.lines),
        )
        yield from _followed(led, partner, going, passed | {entry})


def _partners(pages: Sequence[Page], links: Sequence[Link]) -> dict[ShapeRef, ShapeRef]:
    """Which entry goes on from an exit. One that lines lead to and from is both at once."""
    exits = sorted({link.end for link in links if _is_off_page(pages, link.end)})
    entries = sorted({link.start for link in links if _is_off_page(pages, link.start)})
    found = {ref: ref for ref in exits if ref in entries}
    exits = [ref for ref in exits if ref not in found]
    entries = [ref for ref in entries if ref not in found]
    for ref in exits:
        label = _label(pages, ref)
        same = [entry for entry in entries if label and _label(pages, entry) == label]
        after = [entry for entry in same if _place(pages, entry) > _place(pages, ref)]
        if same:
            found[ref] = min(after or same, key=lambda entry: _place(pages, entry))
    for left, entered in pairwise(drawn_on(pages)):
        out = _in_order(pages, (r for r in exits if r.page == left and r not in found))
        into = _in_order(pages, (r for r in entries if r.page == entered))
        found.update(zip(out, (r for r in into if r not in found.values()), strict=False))
    rest = {ref: True for ref in exits if ref not in found}
    rest |= {ref: False for ref in entries if ref not in found.values()}
    for page in drawn_on(pages):
        found |= _below(pages, {ref: out for ref, out in rest.items() if ref.page == page})
    return found


def _below(pages: Sequence[Page], halves: Mapping[ShapeRef, bool]) -> dict[ShapeRef, ShapeRef]:
    """Which entry of a page is next below an exit of it; ``halves`` say which are exits."""
    downwards = sorted(halves, key=lambda ref: _place(pages, ref))
    rows = [(out, _in_order(pages, refs)) for out, refs in groupby(downwards, halves.__getitem__)]
    found: dict[ShapeRef, ShapeRef] = {}
    for (out, exits), (_, entries) in pairwise(rows):
        if out:
            found.update(zip(exits, entries, strict=False))
    return found


def _is_off_page(pages: Sequence[Page], ref: ShapeRef) -> bool:
    return pages[ref.page].shapes[ref.shape].kind is ShapeKind.OFF_PAGE


def _label(pages: Sequence[Page], ref: ShapeRef) -> str:
    return "".join(pages[ref.page].shapes[ref.shape].text.split()).casefold()


def _place(pages: Sequence[Page], ref: ShapeRef) -> tuple[int, float]:
    """The page it is on, and how far down."""
    return ref.page, pages[ref.page].shapes[ref.shape].box.centre.y


def _in_order(pages: Sequence[Page], refs: Iterable[ShapeRef]) -> list[ShapeRef]:
    return sorted(refs, key=lambda ref: pages[ref.page].shapes[ref.shape].box.left)

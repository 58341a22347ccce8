"""Steps typed over several rows of a sheet: the lines between rows tell where each ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.sop_pages import entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.sop_pages.entries import Entry
    from converters.readers.sop_pages.layout import Layout
    from converters.readers.sop_pages.ruled import Ruled


def within(rows: Sequence[Ruled], columns: Layout) -> set[int]:
    """The rows that go on with the row above them, since no line parts them from it.

    The lines tell that only where they part all numbers from each other.
    """
    if all(cell.ruled for row in rows for cell in row.cells):  # as in most documents
        return set()
    bands: list[list[Entry]] = []
    for entry in (entries.read(row, columns) for row in rows):
        if entry.parted or not bands:
            bands.append([])
        bands[-1].append(entry)
    numbers = [sum(entry.numbered for entry in band) for band in bands]
    if max(numbers, default=0) > 1 or sum(numbers) < 2:  # noqa: PLR2004 - one number has no next
        return set()
    return {entry.row.row for band in bands for entry in band[1:]}

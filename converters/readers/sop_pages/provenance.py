"""Where on the pages something was read, as the model's sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.model import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from converters.readers.page import Box, Cell, Page

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def source(file: str, page: Page, box: Box | None = None, cells: Iterable[Cell] = ()) -> Source:
    """A place on a page: its box to a tenth of a point, and the range of its cells in a sheet."""
    return Source(
        file=file,
        page=page.number,
        box=None if box is None else _rounded(box, page.scale),
        range=_range(cells),
    )


def _rounded(box: Box, scale: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(place / scale, 1) for place in box)
    return left, top, right, bottom


def _range(cells: Iterable[Cell]) -> str | None:
    """The range that holds all cells: "Alur!B7:D9"; None where they have none."""
    named = [cell.range for cell in cells if cell.range]
    places = [match for name in named for match in _CELL.findall(name.rpartition("!")[2])]
    if not places:
        return None
    columns = sorted({column for column, _ in places}, key=lambda name: (len(name), name))
    rows = sorted(int(row) for _, row in places)
    sheet = named[0].rpartition("!")[0]
    first, last = f"{columns[0]}{rows[0]}", f"{columns[-1]}{rows[-1]}"
    return f"{sheet}!{first}" if first == last else f"{sheet}!{first}:{last}"

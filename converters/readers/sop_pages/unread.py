"""What a file holds at an SOP's place but no one sees, or no one could read, as doubts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import structs

from converters.readers.geometry import hull
from converters.readers.sop.doubts import doubt
from converters.readers.sop_pages import provenance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.model import Doubt
    from converters.readers.page import Box, Page, Unread
    from converters.readers.sop_pages.sections import Section

_NUMBERED = re.compile(r"\(?(\d{1,3})[.)]{0,2}\s")


def find(pages: Sequence[Page], section: Section) -> Iterator[tuple[Page, Unread]]:
    """What is at the height of an SOP's rows, or on no page at all."""
    runs = [*(run.rows for run in section.cover), *(part.rows for part in section.parts)]
    boxes: dict[int, list[Box]] = {}
    for row in (row for rows in runs for row in rows):
        boxes.setdefault(row.index, []).extend(cell.box for cell in row.cells)
    for index in sorted(boxes):
        around = hull(boxes[index])
        for one in pages[index].unread:
            if one.box is None or around.top <= one.box.centre.y <= around.bottom:
                yield pages[index], one


def tell(page: Page, one: Unread, file: str) -> Doubt:
    """It as a doubt with its place."""
    told = doubt(one.code, text=" ".join(one.text.split()), range=one.range)
    where = structs.replace(provenance.source(file, page, one.box), range=one.range)
    return structs.replace(told, source=where)


def numbers(found: Sequence[tuple[Page, Unread]]) -> set[str]:
    """The numbers of hidden rows."""
    rows = (row for _, one in found if one.code == "row-hidden" for row in one.text.split("\n"))
    return {match[1] for match in map(_NUMBERED.match, rows) if match}

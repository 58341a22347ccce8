"""What came of each document: the table at the end, and the same for machines."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from converters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.table import Table

    from deploy.reading import Reading

LEAST_WIDTH = 76  # on a narrower terminal lines are broken rather than numbers cut
# Narrow ones: the files' names need the room of a line.
HEADINGS = (
    *("SOP", "Baris", "Lajur\nter-\nbaca", "Lajur\ndisim-\npulkan"),
    *("Kepu-\ntusan", "Kera-\nguan", "Detik"),
)


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of one document."""

    file: str  # as it was named, or found in a folder
    sops: int
    rows: int
    lanes_read: int  # rows whose performer stands in the table or its drawing
    lanes_inferred: int  # rows whose performer was concluded from the wording and the order
    decisions: int
    doubts: int
    errors: tuple[str, ...]
    seconds: float


def summarise(reading: Reading) -> Summary:
    """The numbers of one document."""
    sops = reading.document.sops
    rows = sum(len(sop.steps) for sop in sops)
    inferred = sum(
        len({doubt.row for doubt in sop.doubts if doubt.code == "lane-inferred"}) for sop in sops
    )
    return Summary(
        file=str(reading.path),
        sops=len(sops),
        rows=rows,
        lanes_read=rows - inferred,
        lanes_inferred=inferred,
        decisions=sum(step.decision is not None for sop in sops for step in sop.steps),
        doubts=sum(len(sop.doubts) for sop in sops),
        errors=tuple(str(error) for error in reading.document.errors),
        seconds=round(reading.seconds, 3),
    )


def write_summary(path: Path, summaries: Iterable[Summary]) -> None:
    """Write them as a JSON array.

    Raises:
        OSError: it cannot be written.
    """
    from deploy.files import write_atomically

    encoded = msgspec.json.encode(list(summaries))
    write_atomically(path, msgspec.json.format(encoded, indent=2) + b"\n")


def summary_table(summaries: Sequence[Summary], width: int) -> Table:
    """A row per document, and their sum where there are several, on a console so wide."""
    from rich.markup import escape
    from rich.table import Table

    least = LEAST_WIDTH if width < LEAST_WIDTH else None
    table = Table(show_footer=len(summaries) > 1, width=least)
    sums = _numbers(summaries)
    table.add_column("Berkas", overflow="fold", footer="Jumlah")
    for heading, total in zip(HEADINGS, sums, strict=True):
        table.add_column(heading, justify="right", no_wrap=True, footer=total)
    names = short_names([Path(summary.file) for summary in summaries])
    for name, summary in zip(names, summaries, strict=True):
        style = "red" if summary.errors else None
        table.add_row(escape(name), *_numbers([summary]), style=style)
    return table


def short_names(paths: Sequence[Path]) -> list[str]:
    """The files' names, without the folder they share."""
    files = [path.absolute() for path in paths]
    shared = os.path.commonpath([file.parent for file in files])
    return [visible(str(file.relative_to(shared))) for file in files]


def _numbers(summaries: Sequence[Summary]) -> list[str]:
    names = ("sops", "rows", "lanes_read", "lanes_inferred", "decisions", "doubts")
    sums = [sum(getattr(summary, name) for summary in summaries) for name in names]
    return [*map(str, sums), f"{sum(summary.seconds for summary in summaries):.1f}"]

"""What the commands that read documents have in common: what is meant, and what was wrong."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import typer

from deploy.batch import read_all
from deploy.console import OUT, fail, track, warn
from deploy.files import documents_in
from deploy.summary import summarise, summary_table, write_summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from deploy.reading import Reading, View
    from deploy.summary import Summary

NAMED = 5  # skipped files that are worth naming


def read_named(
    paths: Sequence[Path], what: str, *, view: View, processes: int | None, limit: float
) -> Iterator[Reading]:
    """Read what paths stand for, under a progress bar; what is skipped is said.

    Raises:
        typer.Exit: there is nothing to read in the folders.
    """
    found = documents_in(paths)
    _say_skipped(found.skipped)
    if not found.files:
        fail("Tidak ada dokumen SOP di sana. Sebutkan berkas PDF, Word, Excel, HTML atau teks.")
        raise typer.Exit(1)
    readings = read_all(found.files, view=view, processes=processes, limit=limit)
    return track(readings, what, len(found.files))


def _say_skipped(skipped: Sequence[tuple[Path, str]]) -> None:
    by_reason = sorted(skipped, key=lambda one: one[1])
    for reason, group in groupby(by_reason, key=lambda one: one[1]):
        names = [path.name for path, _ in group]
        more = f" dan {len(names) - NAMED} lagi" if len(names) > NAMED else ""
        warn(f"{len(names)} berkas dilewati ({reason}): {', '.join(names[:NAMED])}{more}")


def report(readings: Sequence[Reading], *, table: bool, file: Path | None) -> Sequence[Summary]:
    """Show and write the summary, and then what was wrong, per file."""
    summaries = [summarise(reading) for reading in readings]
    if table:
        OUT.print(summary_table(summaries, OUT.width))
    if file:
        write_summary(file, summaries)
    for reading in readings:
        for error in reading.document.errors:
            fail(str(error))
    return summaries

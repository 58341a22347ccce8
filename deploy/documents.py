"""What the commands that read documents have in common: what is meant, and what was wrong."""

from __future__ import annotations

from collections import Counter
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from converters.visible import visible
from deploy.batch import LIMIT_S, read_all
from deploy.console import OUT, fail, track, warn
from deploy.files import documents_in
from deploy.reading import Reading, View
from deploy.summary import short_names, summarise, summary_table, write_summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAMED = 5  # files that are worth naming, of many that are alike
MANY = 10  # files with which the same is wrong; fewer are told one by one


def read_named(
    paths: Sequence[Path],
    what: str,
    *,
    view: View = View.NOTHING,
    processes: int | None = None,
    limit: float = LIMIT_S,
) -> Iterator[Reading]:
    """Read what paths stand for, under a progress bar; what is skipped is said.

    A folder that cannot be looked into is given as a document that cannot be read.

    Raises:
        typer.Exit: there is nothing to read in the folders.
    """
    found = documents_in(paths)
    _say_skipped(found.skipped)
    if not found.files and not found.closed:
        fail("Tidak ada dokumen SOP di sana. Sebutkan berkas PDF, Word, Excel, HTML atau teks.")
        raise typer.Exit(1)
    readings = read_all(found.files, view=view, processes=processes, limit=limit)
    return chain(map(_closed, found.closed), track(readings, what, len(found.files)))


def _closed(error: OSError) -> Reading:
    from converters.documents import ReadDocument
    from converters.readers.faults import fault

    folder = Path(error.filename)
    name = visible(folder.name)
    told = fault("folder-unreadable", file=name, reason=error.strerror)
    document = ReadDocument(file=name, sops=(), errors=(told,))
    return Reading(path=folder, document=document, seconds=0.0)


def _say_skipped(skipped: Sequence[tuple[Path, str]]) -> None:
    by_reason = sorted(skipped, key=lambda one: one[1])
    for reason, group in groupby(by_reason, key=lambda one: one[1]):
        names = [path.name for path, _ in group]
        more = f" dan {len(names) - NAMED} lagi" if len(names) > NAMED else ""
        warn(f"{len(names)} berkas dilewati ({reason}): {', '.join(names[:NAMED])}{more}")


def report(readings: Sequence[Reading], *, table: bool, file: Path | None) -> None:
    """Show and write the summary, and say what was wrong, per file."""
    summaries = [summarise(reading) for reading in readings]
    if table:
        OUT.print(summary_table(summaries, OUT.width), crop=False)
    say_errors(readings, most=MANY if table else None)
    if file:
        write_summary(file, summaries)


def say_errors(readings: Sequence[Reading], *, most: int | None = None) -> None:
    """Say what was wrong, the files named as in the summary.

    What is wrong with more than ``most`` of them alike is said once: the table shows which they
    are, and nobody reads a hundred lines that are the same. None: it is said of each.
    """
    names = short_names([reading.path for reading in readings])
    told = [
        (name, error)
        for name, reading in zip(names, readings, strict=True)
        for error in reading.document.errors
    ]
    alike = Counter((error.what, error.remedy) for _, error in told)
    said = set[tuple[str, str]]()
    for name, error in told:
        reason = (error.what, error.remedy)
        if most is None or alike[reason] <= most:
            fail(str(error.in_file(name)))
        elif reason not in said:
            said.add(reason)
            files = [name for name, other in told if (other.what, other.remedy) == reason]
            fail(f"{_some(list(dict.fromkeys(files)))}: {error.what} {error.remedy}")


def _some(names: Sequence[str]) -> str:
    """How many files, and the first of them."""
    more = f" dan {len(names) - NAMED} lagi" if len(names) > NAMED else ""
    return f"{len(names)} berkas ({', '.join(names[:NAMED])}{more})"

"""Tables as files that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from workers.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table as CSV with semicolons, in UTF-8 by its mark, for its owner alone.

    Where numbers have a decimal comma, as in Indonesia, Excel knows no other separator.

    What begins as a formula does is written as the text it is.

    Raises:
        OSError: it cannot be written; what was there before stays.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_harmless(text) for text in row])
    write_whole(path, written.getvalue().encode("utf-8-sig"))


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text

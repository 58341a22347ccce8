"""Lists that the office keeps: CSV files with semicolons, as Excel saves them in Indonesia."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from workers.errors import IncidentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Row = dict[str, str | None]  # by column; None: the line is too short
    Rows = Iterator[tuple[Row, str]]  # with the file and line it stands in

T = TypeVar("T")


def read_list(file: str, setting: str, columns: Sequence[str], make: Callable[[Rows], T]) -> T:
    """Return what ``make`` makes of a list's lines; it is made anew only when the file has changed.

    Args:
        file: the list.
        setting: the setting that names it, for errors.
        columns: those that every such list has.
        make: a function of a module. A KeyError of it says that a column is missing.

    Raises:
        IncidentError: the list cannot be read, or is none; names it, not what it holds.
    """
    path = Path(file).expanduser()
    try:
        made: T = _made(path, path.stat().st_mtime_ns, make)
    except OSError as error:
        raise IncidentError(f"{setting}: {path}: {error.strerror}.") from None
    except (UnicodeDecodeError, csv.Error, KeyError):
        named = ";".join(columns)
        message = f"{setting}: {path} is no CSV file in UTF-8 with the columns {named}."
        raise IncidentError(message) from None
    return made


@lru_cache(maxsize=8)
def _made(path: Path, _changed: int, make: Callable[[Rows], Any]) -> Any:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter=";", strict=True)
        return make((row, f"{path}, line {rows.line_num}") for row in rows)

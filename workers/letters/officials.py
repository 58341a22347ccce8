"""Who holds which office: the names below signatures, from a list that the office keeps.

A CSV file with semicolons, as Excel saves it in Indonesia, with the columns ``jabatan``, ``nama``
and ``nip`` (which may be empty).
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import msgspec

from workers.handler import IncidentError

COLUMNS = ("jabatan", "nama", "nip")


class Official(msgspec.Struct, frozen=True, kw_only=True):
    """A person in an office."""

    name: str | None = None  # None: the list does not say
    number: str | None = None  # NIP


UNKNOWN = Official()


def holder(file: str, title: str | None) -> Official:
    """Return who holds an office.

    Args:
        file: the list; empty: there is none.
        title: of the office, as letters name it.

    Raises:
        IncidentError: the list cannot be read, or is none; names it, not what it holds.
    """
    if not file or not title:
        return UNKNOWN
    path = Path(file).expanduser()
    try:
        held = _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise IncidentError(f"letters.officials: {path}: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error, KeyError):
        columns = ";".join(COLUMNS)
        message = f"letters.officials: {path} is no CSV file in UTF-8 with the columns {columns}."
        raise IncidentError(message) from None
    return held.get(_key(title), UNKNOWN)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> dict[str, Official]:
    """Read the list; again only when it has changed."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return {
            _key(row["jabatan"]): Official(
                name=(row["nama"] or "").strip() or None, number=(row["nip"] or "").strip() or None
            )
            for row in rows
        }


def _key(title: str | None) -> str:
    return " ".join((title or "").casefold().split())

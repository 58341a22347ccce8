"""How officials are reached: a list that the office keeps.

A CSV file with semicolons, as Excel saves it in Indonesia, with the columns ``jabatan``, ``surel``
and ``telepon``; others in it are left alone. Its addresses stand in messages, nowhere else.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from workers.config import load
from workers.errors import IncidentError

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("jabatan", "surel", "telepon")


class OfficialsConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``officials``."""

    contacts: str = ""  # CSV file: jabatan;surel;telepon; empty: officials are known by title only


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """How an official is reached."""

    email: str | None = None
    phone: str | None = None


def contact_of(title: str) -> Contact:
    """Return how the official of this title is reached; one without a word: not known.

    Raises:
        IncidentError: the list cannot be read, or is none; names it, not what it holds.
    """
    file = load(OfficialsConfig, "officials").contacts
    if not file:
        return Contact()
    path = Path(file).expanduser()
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            known = dict(_contacts(csv.DictReader(stream, delimiter=";", strict=True)))
    except OSError as error:
        raise IncidentError(f"officials.contacts: {path}: {error.strerror}.") from None
    except (UnicodeDecodeError, csv.Error, KeyError):
        columns = ";".join(COLUMNS)
        message = f"officials.contacts: {path} is no CSV file in UTF-8 with the columns {columns}."
        raise IncidentError(message) from None
    return known.get(_key(title), Contact())


def _contacts(rows: csv.DictReader[str]) -> Iterator[tuple[str, Contact]]:
    for row in rows:
        email, phone = ((row[column] or "").strip() or None for column in COLUMNS[1:])
        yield _key(row["jabatan"]), Contact(email=email, phone=phone)


def _key(title: str | None) -> str:
    """Titles are the same however they are spaced and capitalised."""
    return " ".join((title or "").casefold().split())

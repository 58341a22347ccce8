"""Who holds which office, and how they are reached: a list that the office keeps.

A CSV file with semicolons, as Excel saves it in Indonesia, with the columns ``jabatan``, ``nama``
and ``nip``, and, where officials are told of what waits for them, ``surel`` and ``telepon``. Other
columns are left alone. Addresses in it stand in messages, nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from workers.office_lists import read_list

if TYPE_CHECKING:
    from workers.office_lists import Row, Rows

COLUMNS = ("jabatan", "nama", "nip")  # all lists have these; cells may be empty
REACHED = ("surel", "telepon")


class Official(msgspec.Struct, frozen=True, kw_only=True):
    """A person in an office; None: the list does not say."""

    name: str | None = None
    number: str | None = None  # NIP
    email: str | None = None
    phone: str | None = None


UNKNOWN = Official()


def holder(file: str, title: str | None) -> Official:
    """Return who holds an office.

    Args:
        file: the list; empty: there is none.
        title: of the office, as letters and SOPs name it.

    Raises:
        IncidentError: the list cannot be read, or is none; names it, not what it holds.
    """
    if not file or not title:
        return UNKNOWN
    held = read_list(file, "letters.officials", COLUMNS, _by_title)
    return held.get(_key(title), UNKNOWN)


def _by_title(rows: Rows) -> dict[str, Official]:
    return {_key(row["jabatan"]): _official(row) for row, _where in rows}


def _official(row: Row) -> Official:
    name, number = ((row[column] or "").strip() or None for column in COLUMNS[1:])
    email, phone = ((row.get(column) or "").strip() or None for column in REACHED)
    return Official(name=name, number=number, email=email, phone=phone)


def _key(title: str | None) -> str:
    """Titles are the same however they are spaced and capitalised."""
    return " ".join((title or "").casefold().split())

"""What the tables say of a person, declared column by column beside each table.

::

    SCANS = Table("scans", METADATA, ..., info=holds(person="applicant_id", others="id scanned_at"))

Every column is named once. Erasing a person, and what keeps tables from being forgotten, goes by
these declarations alone (``workers.erasure``; a test goes over all tables).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from sqlalchemy import Table

_INFO = "personal"


class Personal(msgspec.Struct, frozen=True, kw_only=True):
    """Names of columns, by what becomes of them when a person is erased."""

    person: tuple[str, ...]  # the id of the person's record, or its reference as JSON: emptied
    documents: tuple[
        str, ...
    ]  # ids of documents about the person: those are removed, the column emptied
    words: tuple[str, ...]  # texts that may name the person: replaced by a remark
    kept: tuple[str, ...]  # personal, and kept by law or as a proof: stay
    others: tuple[str, ...]  # nothing personal: stay
    whole: bool  # the row goes as a whole


def holds(
    *,
    person: str = "",
    documents: str = "",
    words: str = "",
    kept: str = "",
    others: str = "",
    whole: bool = False,
) -> dict[str, Personal]:
    """Declare a table's columns, as its ``info``: see Personal. Names are parted by spaces."""
    return {
        _INFO: Personal(
            person=tuple(person.split()),
            documents=tuple(documents.split()),
            words=tuple(words.split()),
            kept=tuple(kept.split()),
            others=tuple(others.split()),
            whole=whole,
        )
    }


def declared(table: Table) -> Personal | None:
    """What a table declares; None: nothing."""
    found: Personal | None = table.info.get(_INFO)
    return found

"""Calling the numbers of a day's queue, at a counter: the priority series first, then by number."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Column, ForeignKey, Table, insert, select, update

from workers.registers import ENTRIES
from workers.state.database import METADATA, Timestamp, alone
from workers.state.personal import holds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, RowMapping

KIND = "queue-number"
PRIORITY, ORDINARY = "P", "A"
# Beside the register, whose entries stay as they were written.
CALLS = Table(
    "queue_calls",
    METADATA,
    Column(
        "entry_id",
        ForeignKey(ENTRIES.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("called_at", Timestamp, nullable=False),  # when it was called last
    info=holds(others="entry_id called_at"),
)


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """A number of the day."""

    id: int  # of its entry
    label: str  # P-003
    office: str
    counter: str
    series: str  # P goes before A
    number: int
    called_at: datetime | None  # when it was called last; None: it waits


class Counter(msgspec.Struct, frozen=True, kw_only=True):
    """A counter's queue, as its officer or a display shows it."""

    office: str
    name: str
    called: str | None  # the number called last; None: none yet
    waiting: tuple[str, ...]  # in the order in which they will be called


def book_of(counter: str, series: str) -> str:
    """The register's book that numbers a counter's series."""
    return f"{counter} {series}"


def counters(tickets: Iterable[Ticket]) -> list[Counter]:
    """Tell the queues of a day, by office and counter."""
    queues: dict[tuple[str, str], list[Ticket]] = {}
    for ticket in tickets:
        queues.setdefault((ticket.office, ticket.counter), []).append(ticket)
    return [_counter(key, queues[key]) for key in sorted(queues)]


def tickets(db: Connection, day: date, office: str | None = None) -> list[Ticket]:
    """Return a day's numbers in the order in which they are called.

    Args:
        db: where they are.
        day: in the office's time zone.
        office: only this office's, by its code; None: all.
    """
    names = ("id", "label", "office", "book", "number")
    query = (
        select(*(ENTRIES.c[name] for name in names), CALLS.c.called_at)
        .outerjoin(CALLS, CALLS.c.entry_id == ENTRIES.c.id)
        .where(ENTRIES.c.kind == KIND, ENTRIES.c.period == day.isoformat())
    )
    if office is not None:
        query = query.where(ENTRIES.c.office == office)
    found = [_ticket(row) for row in db.execute(query).mappings()]
    return sorted(found, key=lambda ticket: (ticket.series != PRIORITY, ticket.number))


def call_next(db: Connection, counter: Counter, now: datetime) -> Ticket | None:
    """Call who is next at a counter; None: nobody waits.

    Two officers who serve one queue at once call two numbers.

    Args:
        db: in a transaction.
        counter: whose queue; what it says of it may be outdated.
        now: aware, in the office's time zone.
    """
    alone(db, f"queue {counter.office} {counter.name}")
    waiting = (each for each in _queue(db, counter, now) if each.called_at is None)
    ticket = next(waiting, None)
    if ticket is not None:
        db.execute(insert(CALLS).values(entry_id=ticket.id, called_at=now))
    return ticket


def call(db: Connection, counter: Counter, label: str, now: datetime) -> Ticket | None:
    """Call a number once more, or out of turn; None: today's queue has none such."""
    alone(db, f"queue {counter.office} {counter.name}")
    ticket = next((each for each in _queue(db, counter, now) if each.label == label), None)
    if ticket is None:
        return None
    if ticket.called_at is None:
        db.execute(insert(CALLS).values(entry_id=ticket.id, called_at=now))
    else:
        db.execute(update(CALLS).where(CALLS.c.entry_id == ticket.id).values(called_at=now))
    return ticket


def _queue(db: Connection, counter: Counter, now: datetime) -> list[Ticket]:
    return [
        each for each in tickets(db, now.date(), counter.office) if each.counter == counter.name
    ]


def _ticket(row: RowMapping) -> Ticket:
    counter, _, series = row["book"].rpartition(" ")
    return Ticket(
        id=row["id"],
        label=row["label"],
        office=row["office"],
        counter=counter,
        series=series,
        number=row["number"],
        called_at=row["called_at"],
    )


def _counter(key: tuple[str, str], queue: list[Ticket]) -> Counter:
    office, name = key
    called = [(ticket.called_at, ticket.label) for ticket in queue if ticket.called_at]
    return Counter(
        office=office,
        name=name,
        called=max(called)[1] if called else None,
        waiting=tuple(ticket.label for ticket in queue if ticket.called_at is None),
    )

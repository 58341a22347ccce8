"""Requests that nobody decided in time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from workers.jobs.signature_request import SIGNATURES
from workers.signing.decisions import decide, is_stored

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workers.state.state import State

log = structlog.get_logger()

LOOK_S = 10.0
_DUE = (SIGNATURES.c.number, SIGNATURES.c.signed_document_id)


class Expiry:
    """Looks for requests whose time is over, every now and then."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.to_thread(self._look)
            await asyncio.sleep(LOOK_S)

    def _look(self) -> None:
        try:
            expired = expire(self._state, datetime.now(UTC))
        except (SQLAlchemyError, OSError) as error:
            log.warning("signatures_not_expired", kind=type(error).__name__)
            return
        for number in expired:
            log.info("signature_expired", request=number)


def expire(state: State, now: datetime) -> list[str]:
    """Enter as expired what waits beyond its time; return the requests' numbers.

    What may have been signed elsewhere, and what a desk that died has signed, does not expire.

    Args:
        state: where the requests are.
        now: aware.
    """
    with state.database.reading() as connection:
        if not _due(connection, now):
            return []
    expired = []
    with state.database.transaction() as transaction:
        db = transaction.connection
        for number, signed_document_id in _due(db, now, lock=True):
            if not is_stored(state.documents, signed_document_id):
                decide(db, number, "expired", now, signed_document_id=None)
                expired.append(number)
    return expired


def _due(db: Connection, now: datetime, *, lock: bool = False) -> list[tuple[str, str | None]]:
    query = select(*_DUE).where(SIGNATURES.c.status == "waiting", SIGNATURES.c.expires_at <= now)
    if lock:
        query = query.with_for_update(skip_locked=True)
    return [(number, document_id) for number, document_id in db.execute(query)]

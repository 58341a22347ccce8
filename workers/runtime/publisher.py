"""Publishes to the engine what the workers have to tell waiting processes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from workers import messages
from workers.runtime.backoff import Backoff
from workers.runtime.gateway import RefusedError

if TYPE_CHECKING:
    from workers.messages import Message
    from workers.runtime.gateway import Gateway
    from workers.runtime.link import Link
    from workers.state.database import Database

log = structlog.get_logger()

LOOK_S = 2.0  # how often it looks for new messages
# A process may come to its waiting only after it was told, where an officer leaves a task lying
# that stands before it: that long the engine remembers.
KEPT = timedelta(days=90)


class Publisher:
    """Publishes message after message; any number of them may work on one database."""

    def __init__(self, database: Database, gateway: Gateway, link: Link) -> None:
        self._database = database
        self._gateway = gateway
        self._link = link
        self._pause = Backoff(LOOK_S, 30.0)

    async def run(self) -> None:
        """Publish what there is, and look again; until cancelled."""
        while True:
            await self._link.up.wait()
            try:
                await self._publish_waiting()
            except TimeoutError:
                self._link.doubt()
                await asyncio.sleep(self._pause.next())
            except (SQLAlchemyError, OSError) as error:
                log.warning("messages_unavailable", kind=type(error).__name__)
                await asyncio.sleep(self._pause.next())
            else:
                self._pause.reset()
                await asyncio.sleep(LOOK_S)

    async def _publish_waiting(self) -> None:
        """Publish all that waits.

        Raises:
            TimeoutError: the engine does not hear.
        """
        while waiting := await asyncio.to_thread(self._waiting):
            for message in waiting:
                await self._publish(message)

    async def _publish(self, message: Message) -> None:
        refused = None
        try:
            await self._gateway.publish(message, kept=KEPT)
        except RefusedError as error:
            refused = error.code.name
        await asyncio.to_thread(self._enter, message, refused)
        told = {"name": message.name, "correlation_key": message.correlation_key}
        if refused is None:
            log.info("message_published", **told)
        else:
            log.error("message_refused", code=refused, **told)

    def _waiting(self) -> list[Message]:
        with self._database.reading() as connection:
            return messages.unpublished(connection)

    def _enter(self, message: Message, refused: str | None) -> None:
        with self._database.transaction() as transaction:
            if refused is None:
                messages.enter_published(transaction.connection, message, datetime.now(UTC))
            else:
                messages.enter_refused(transaction.connection, message, refused)

"""Whether the workers' own database answers: while it does not, no jobs are taken."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from workers.runtime.backoff import Backoff
from workers.state import probe

if TYPE_CHECKING:
    from workers.state.database import Database

log = structlog.get_logger()


class Storage:
    """The state of the database, as the jobs tell it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._doubt = asyncio.Event()
        self.up = asyncio.Event()
        self.up.set()

    def doubt(self) -> None:
        """Ask anew: a job could not use it."""
        self.up.clear()
        self._doubt.set()

    async def run(self) -> None:
        """Ask whenever there is doubt, until it answers; until cancelled."""
        while True:
            await self._doubt.wait()
            log.warning("database_unavailable")
            await self._until_it_answers()
            log.info("database_available")
            self._doubt.clear()
            self.up.set()

    async def _until_it_answers(self) -> None:
        backoff = Backoff(0.2, 5.0)
        while True:
            if await asyncio.to_thread(probe.answers, self._database):
                return
            await asyncio.sleep(backoff.next())

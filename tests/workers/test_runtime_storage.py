"""Whether the workers' own database answers."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from workers.runtime.storage import Storage
from workers.state.database import Database


def test_a_database_that_answers_again_is_used_again(database_url):
    """Even one whose tables were made before the probe's was declared, as `tertib work` does."""
    database = Database(database_url)
    asyncio.run(_doubt_and_wait(Storage(database)))
    database.close()


async def _doubt_and_wait(storage: Storage) -> None:
    asking = asyncio.create_task(storage.run())
    storage.doubt()
    async with asyncio.timeout(30):
        await storage.up.wait()
    asking.cancel()
    with suppress(asyncio.CancelledError):
        await asking

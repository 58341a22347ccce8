"""A database that goes and comes back."""

import asyncio

from workers.runtime.storage import Storage
from workers.state import probe
from workers.testing import temporary_state


class Flaky:
    """A database that cannot be written for the first tries."""

    def __init__(self, database, failures):
        self._database = database
        self.failures = failures

    def transaction(self):
        if self.failures:
            self.failures -= 1
            raise OSError(28, "No space left on device")
        return self._database.transaction()


def test_a_database_that_was_opened_can_be_probed():
    with temporary_state() as state:
        assert probe.answers(state.database)
        assert not probe.answers(Flaky(state.database, 1))


def test_it_is_up_again_when_it_can_be_written_again():
    async def run():
        with temporary_state() as state:
            flaky = Flaky(state.database, 2)
            storage = Storage(flaky)
            watch = asyncio.create_task(storage.run())
            assert storage.up.is_set()
            storage.doubt()
            assert not storage.up.is_set()
            await asyncio.wait_for(storage.up.wait(), 20)
            assert flaky.failures == 0
            watch.cancel()

    asyncio.run(run())

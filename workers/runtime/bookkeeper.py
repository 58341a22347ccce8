"""The bookkeeper: asks and writes the ledger, for as many jobs at once as there are.

It has no thread of its own: handing a job over to one costs more than most handlers do. A handler
thread looks up its job together with all that came meanwhile; and whichever thread writes, writes
for all whose results came while it did.

Results of jobs that wrote nothing themselves are entered in a transaction that does not wait for
the disk: were such an entry lost in a power cut, the job would be done anew, and nothing twice.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from workers.runtime.answers import Complete
from workers.runtime.execution import canonical, decode_inputs
from workers.runtime.faults import answer_to
from workers.state import ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from prometheus_client import Histogram
    from sqlalchemy import Connection

    from workers.runtime.answers import Answer
    from workers.runtime.taken import Taken
    from workers.state.database import Database

MOST = 500

Result = tuple["Taken", Complete, ledger.Entry]


class Bookkeeper:
    """The ledger as the handler threads see it.

    Args:
        database: where the ledger is.
        settled: told of an answer that is certain, in the thread that found out.
        batches: meter of how many entries were committed together.
    """

    def __init__(
        self, database: Database, *, settled: Callable[[Taken, Answer], None], batches: Histogram
    ) -> None:
        self._database = database
        self._settled = settled
        self._batches = batches
        self._results: deque[Result] = deque()
        self._writing = threading.Lock()
        self._writing_since: float | None = None

    def fresh(self, jobs: Sequence[Taken]) -> list[Taken]:
        """Return those of the jobs that are not done yet; the others get their answer."""
        try:
            with self._database.reading() as connection:
                found = ledger.entries_of(connection, [taken.info.key for taken in jobs])
        except Exception as error:  # noqa: BLE001 -- whatever it is, the jobs get an answer
            self._fail(jobs, error)
            return []
        if not found:
            return list(jobs)
        return [
            taken for taken in jobs if taken.info.key not in found or not self._replay(taken, found)
        ]

    def enter(self, taken: Taken, answer: Complete, entry: ledger.Entry) -> None:
        """See to it that a result is recorded; the answer is certain when that is done.

        It is when this returns, or another thread is just at it.
        """
        self._results.append((taken, answer, entry))
        # Looked at again after letting go: what came in between found the lock taken.
        while self._results and self._writing.acquire(blocking=False):
            try:
                self._writing_since = time.monotonic()
                self._enter(self._next_batch())
            finally:
                self._writing_since = None
                self._writing.release()

    @property
    def busy(self) -> float:
        """For how many seconds it has been writing the same batch."""
        since = self._writing_since
        return time.monotonic() - since if since is not None else 0.0

    def _next_batch(self) -> list[Result]:
        return [self._results.popleft() for _ in range(min(len(self._results), MOST))]

    def _replay(self, taken: Taken, found: dict[int, ledger.Recorded]) -> bool:
        """Answer a job that was done with the same inputs before."""
        try:
            inputs = decode_inputs(taken.handler, taken.variables)
        except Exception as error:  # noqa: BLE001 -- as above
            self._settled(taken, answer_to(error, taken.info))
            return True
        hashed = ledger.inputs_hash(taken.info.type, canonical(inputs))
        if (outputs := found[taken.info.key].get(hashed)) is None:
            return False
        self._settled(taken, Complete(outputs, replayed=True))
        return True

    def _enter(self, results: list[Result]) -> None:
        entries = [entry for _taken, _answer, entry in results]
        try:
            with self._database.transaction(relaxed=True) as transaction:
                all_new = ledger.record_all(transaction.connection, entries)
                found = None if all_new else _first(transaction.connection, entries)
        except Exception as error:  # noqa: BLE001 -- as above
            self._fail([taken for taken, _answer, _entry in results], error)
            return
        self._batches.observe(len(entries))
        for taken, answer, entry in results:
            self._settled(taken, answer if found is None else _recorded(entry, found))

    def _fail(self, jobs: Sequence[Taken], error: Exception) -> None:
        for taken in jobs:
            self._settled(taken, answer_to(error, taken.info))


def _first(connection: Connection, entries: list[ledger.Entry]) -> dict[int, ledger.Recorded]:
    return ledger.entries_of(connection, [entry.job_key for entry in entries])


def _recorded(entry: ledger.Entry, found: dict[int, ledger.Recorded]) -> Complete:
    outputs = found[entry.job_key][entry.inputs_hash]
    return Complete(outputs, replayed=outputs != entry.outputs)

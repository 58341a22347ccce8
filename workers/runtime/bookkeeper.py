"""The bookkeeper: one thread that asks and writes the ledger for many jobs at once.

Jobs that come are looked up together; results of jobs that wrote nothing themselves are entered
together, in one transaction that does not wait for the disk: were such an entry lost in a power
cut, the job would be done anew with nothing done twice.
"""

from __future__ import annotations

import queue
import threading
import time
from typing import TYPE_CHECKING

from workers.runtime.answers import Complete, answer_to
from workers.runtime.execution import canonical, decode_inputs
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
    """The thread and what waits for it.

    Args:
        database: where the ledger is.
        fresh: told of the jobs that are not done yet, in the order they came.
        settled: told of an answer that is certain. Both are called in the bookkeeper's thread.
        batches: meter of how many entries were committed together.
    """

    def __init__(
        self,
        database: Database,
        *,
        fresh: Callable[[Sequence[Taken]], None],
        settled: Callable[[Taken, Answer], None],
        batches: Histogram,
    ) -> None:
        self._database = database
        self._fresh = fresh
        self._settled = settled
        self._batches = batches
        self._waiting: queue.SimpleQueue[Taken | Result | None] = queue.SimpleQueue()
        self._busy_since: float | None = None
        self._thread = threading.Thread(target=self._work, name="bookkeeper", daemon=True)
        self._thread.start()

    def look_up(self, taken: Taken) -> None:
        """Ask whether a job is done already."""
        self._waiting.put(taken)

    def enter(self, taken: Taken, answer: Complete, entry: ledger.Entry) -> None:
        """Record a result; the answer is certain when that is done."""
        self._waiting.put((taken, answer, entry))

    def close(self) -> None:
        """End the thread once it has done what waits."""
        self._waiting.put(None)

    @property
    def busy(self) -> float:
        """For how many seconds it has been at the same batch."""
        since = self._busy_since
        return time.monotonic() - since if since is not None else 0.0

    @property
    def alive(self) -> bool:
        """Whether its thread runs."""
        return self._thread.is_alive()

    def _work(self) -> None:
        while True:
            taken, results, last = self._next_batch()
            self._busy_since = time.monotonic()
            if results:
                self._enter(results)
            if taken:
                self._look_up(taken)
            self._busy_since = None
            if last:
                return

    def _next_batch(self) -> tuple[list[Taken], list[Result], bool]:
        """Wait for something to do, and take what else waits with it."""
        taken: list[Taken] = []
        results: list[Result] = []
        item = self._waiting.get()
        while item is not None:
            (results if isinstance(item, tuple) else taken).append(item)  # type: ignore[arg-type]
            if len(taken) + len(results) == MOST:
                break
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                break
        return taken, results, item is None

    def _look_up(self, jobs: list[Taken]) -> None:
        try:
            with self._database.reading() as connection:
                found = ledger.entries_of(connection, [taken.info.key for taken in jobs])
        except Exception as error:  # noqa: BLE001 -- whatever it is, the jobs get an answer
            self._fail(jobs, error)
            return
        done = [taken for taken in jobs if taken.info.key in found and self._replay(taken, found)]
        self._fresh([taken for taken in jobs if taken not in done] if done else jobs)

    def _replay(self, taken: Taken, found: dict[int, ledger.Recorded]) -> bool:
        """Answer a job that was done with the same inputs before."""
        try:
            inputs = decode_inputs(taken.handler, taken.variables)
        except Exception as error:  # noqa: BLE001 -- as above
            self._settled(taken, answer_to(error, taken.info))
            return True
        key = taken.info.type, ledger.inputs_hash(canonical(inputs))
        if (outputs := found[taken.info.key].get(key)) is None:
            return False
        self._settled(taken, Complete(outputs, replayed=True))
        return True

    def _enter(self, results: list[Result]) -> None:
        entries = [entry for _taken, _answer, entry in results]
        try:
            with self._database.transaction(relaxed=True) as transaction:
                all_new = ledger.record_all(transaction.connection, entries)
                found = None if all_new else self._first(transaction.connection, entries)
        except Exception as error:  # noqa: BLE001 -- as above
            self._fail([taken for taken, _answer, _entry in results], error)
            return
        self._batches.observe(len(entries))
        for taken, answer, entry in results:
            self._settled(taken, answer if found is None else _recorded(entry, found))

    @staticmethod
    def _first(connection: Connection, entries: list[ledger.Entry]) -> dict[int, ledger.Recorded]:
        return ledger.entries_of(connection, [entry.job_key for entry in entries])

    def _fail(self, jobs: Sequence[Taken], error: Exception) -> None:
        for taken in jobs:
            self._settled(taken, answer_to(error, taken.info))


def _recorded(entry: ledger.Entry, found: dict[int, ledger.Recorded]) -> Complete:
    outputs = found[entry.job_key][entry.job_type, entry.inputs_hash]
    return Complete(outputs, replayed=outputs != entry.outputs)

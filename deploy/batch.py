"""Many documents on all cores: read in child processes, given in the order they were named.

A child takes a crash, a hang or a memory blow-up upon itself: its document is answered with a
message, another child takes its place, and the other documents still come.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import wait
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, NoReturn

from deploy.reading import Order, Reading, View, read_one

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path
    from typing import Any

    from converters.documents import ReadDocument
    from converters.errors import DocumentError

LIMIT_S = 120.0  # of computing; the slowest document we know of takes a hundredth of it
RING_AGAIN_S = 0.1
# Reading this much text takes less time than starting a process.
SMALL = 256 * 1024
TEXTS = frozenset({".txt", ".md"})
# Starting a child takes about as long as reading two documents.
WORTH = 5
# How many documents may wait, read, for one that was named before them: they take memory.
AHEAD = 64
PROGRAM = "import sys; sys.path[:] = {path!r}; from deploy.batch_child import main; main()"


def read_all(
    paths: Sequence[Path],
    *,
    view: View = View.NOTHING,
    processes: int | None = None,
    limit: float = LIMIT_S,
) -> Iterator[Reading]:
    """Read documents; the same in one process as in many, in the order of ``paths``.

    Args:
        paths: the documents.
        view: what is wanted beside the models.
        processes: at most so many children; None: as many as there are cores, and work for. A few
            small texts are read here: what reads them is Python, which does not crash.
        limit: seconds that a child may compute for one document.
    """
    orders = [Order(path=path, view=view) for path in paths]
    if _small(paths):
        return (_read_here(order, limit) for order in orders)
    most = min(processes or _sensible(len(orders)), len(orders))
    return _in_children(orders, most, limit)


class _OutOfTimeError(BaseException):
    """Raised wherever a reader is just then; no reader catches it."""


def _read_here(order: Order, limit: float) -> Reading:
    """Read in this process. What Python computes is ended in time; a library's code is not."""

    def ring(*_: object) -> NoReturn:
        raise _OutOfTimeError

    if current_thread() is not main_thread():  # no other can be rung
        return read_one(order)
    before = signal.signal(signal.SIGPROF, ring)
    # It rings again: in the middle of a clean-up, Python drops what a handler raises.
    signal.setitimer(signal.ITIMER_PROF, limit, RING_AGAIN_S)
    begun = time.perf_counter()
    try:
        return read_one(order)
    except _OutOfTimeError:
        signal.setitimer(signal.ITIMER_PROF, 0)
        document = _left(order, -signal.SIGPROF, limit)
        return Reading(path=order.path, document=document, seconds=time.perf_counter() - begun)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _sensible(documents: int) -> int:
    """How many children are worth their start, and the memory that each takes (40 MB)."""
    return min(os.cpu_count() or 1, max(2, documents // WORTH))


def _small(paths: Sequence[Path]) -> bool:
    texts = all(path.suffix.lower() in TEXTS and path.is_file() for path in paths)
    return texts and sum(path.stat().st_size for path in paths) <= SMALL


def _in_children(orders: Sequence[Order], most: int, limit: float) -> Iterator[Reading]:
    """Hand out the orders, gather what comes, and give it on in order."""
    done: dict[int, Reading] = {}
    due = 0
    with _crew(most, limit) as crew:
        import converters.documents  # noqa: F401 -- now, while the children do the same

        busy: dict[_Child, int] = {}
        following = 0
        while due < len(orders):
            while crew and following < min(len(orders), due + AHEAD):
                child = crew.pop()
                child.hand(orders[following])
                busy[child] = following
                following += 1
            for child in _ready(busy):
                at = busy.pop(child)
                done[at] = child.take(orders[at])
                crew.append(child)
            while due in done:
                yield done.pop(due)
                due += 1


def _ready(busy: dict[_Child, int]) -> list[_Child]:
    pipes = {child.pipe: child for child in busy}
    return [pipes[pipe] for pipe in wait(list(pipes))]  # type: ignore[index]  # they are ours


@contextmanager
def _crew(most: int, limit: float) -> Iterator[list[_Child]]:
    """So many children, gone when this ends, whatever they do then."""
    children = [_Child(limit) for _ in range(most)]
    try:
        yield list(children)
    finally:
        for child in children:
            child.end()


class _Child:
    """A child process, started anew when it has died."""

    pipe: Connection[Any, Any]

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._start()

    def _start(self) -> None:
        self.pipe, far = Pipe()
        program = PROGRAM.format(path=sys.path)
        command = [sys.executable, "-P", "-c", program, str(far.fileno()), str(self._limit)]
        # What libraries print in the middle of a crash is nothing an owner can use.
        errors = None if os.environ.get("TERTIB_DEBUG") else subprocess.DEVNULL
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                pass_fds=(far.fileno(),),
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            far.close()

    def hand(self, order: Order) -> None:
        """Give it a document to read; one that died idle is replaced first."""
        self._begun = time.perf_counter()
        try:
            self.pipe.send(order)
        except OSError:
            self.end()
            self._start()
            self.pipe.send(order)

    def take(self, order: Order) -> Reading:
        """What it read; where it died of it, the message that says so."""
        try:
            reading: Reading = self.pipe.recv()
        except (EOFError, OSError):
            status = self._process.wait()
            self.end()
            self._start()
            seconds = time.perf_counter() - self._begun
            document = _left(order, status, self._limit)
            return Reading(path=order.path, document=document, seconds=seconds)
        return reading

    def end(self) -> None:
        """Let it go, in the middle of what it does."""
        self.pipe.close()
        self._process.kill()
        self._process.wait()


def _left(order: Order, status: int, limit: float) -> ReadDocument:
    """What there is of a document whose reader died: the message that says so."""
    from converters.documents import ReadDocument
    from converters.visible import visible

    name = visible(order.path.name)
    return ReadDocument(file=name, sops=(), errors=(_death(name, status, limit),))


def _death(file: str, status: int, limit: float) -> DocumentError:
    from converters.readers import faults

    if status in (-signal.SIGPROF, -signal.SIGALRM):
        return faults.fault("reader-too-slow", file=file, limit=limit)
    if status == -signal.SIGKILL:  # mostly the system's, when no memory is left
        return faults.fault("reader-out-of-memory", file=file)
    how = signal.Signals(-status).name if status < 0 else f"status {status}"
    return faults.fault("reader-died", file=file, how=how)

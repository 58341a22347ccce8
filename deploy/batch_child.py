"""A child process of ``deploy.batch``: reads the documents it is handed, one at a time.

It lives until its pipe closes, and has limits of its own: for nobody may be left to end it.
"""

from __future__ import annotations

import resource
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from deploy.reading import read_one

if TYPE_CHECKING:
    from deploy.reading import Order

# Data of one process; real documents take a fifth of it, and a server has many cores.
MEMORY = 1024 * 2**20
# A busy machine makes nothing slower but the clock: seconds of computing are what is limited. Who
# computes nothing, a file on a share that is gone, say, is waited for so many times as long.
PATIENCE = 10


def main() -> None:
    """Run the child. Its arguments: its pipe's descriptor, seconds of computing per document."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C is the parent's to answer
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the document
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    with Connection(int(sys.argv[1])) as pipe, suppress(EOFError, OSError):  # until it is closed
        serve(pipe, float(sys.argv[2]))


def serve(pipe: Connection, limit: float) -> None:
    """Read until the pipe closes."""
    while True:
        order: Order = pipe.recv()
        # Their default action ends the process, whatever code is running.
        signal.setitimer(signal.ITIMER_PROF, limit)
        signal.setitimer(signal.ITIMER_REAL, limit * PATIENCE)
        reading = read_one(order)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        pipe.send(reading)

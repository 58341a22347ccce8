"""For workers whose clock is faked: libfaketime 0.9.10 fails the system call that Python sleeps by.

Python imports this when it starts, if its folder is on the PYTHONPATH.
"""

from __future__ import annotations

import threading
import time


def sleep(seconds: float) -> None:
    """Wait on a lock that nobody opens."""
    threading.Event().wait(seconds)


time.sleep = sleep

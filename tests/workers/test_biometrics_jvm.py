"""Java in the worker's process leaves the process the worker's."""

from __future__ import annotations

import signal
import subprocess
import sys

PROGRAM = """
import signal, sys, threading
from workers.biometrics.jvm import package  # used first by a thread of the worker's pool
stopped = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stopped.set())
starter = threading.Thread(target=package, args=("java.lang",))
starter.start()
starter.join()
print("ready", flush=True)
while not stopped.wait(0.05):
    pass
sys.exit(7)
"""


def test_the_worker_still_hears_sigterm_and_ends_its_own_way():
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 7

"""Decoding in threads."""

import subprocess
import sys

# Without the lock this process dies of SIGSEGV at one of the first types.
SCRIPT = """
from __future__ import annotations

import sys
from threading import Barrier, Thread

import msgspec

from workers.decoding import convert, decode


def kinds():
    class Inner(msgspec.Struct):
        text: str | None = None
        numbers: dict[str, int] = {}

    inner = Inner
    globals()["Inner"] = inner

    class Outer(msgspec.Struct):
        inner: Inner | None = None
        several: list[Inner] = []

    return Outer


def meet(kind, barrier, found):
    barrier.wait()
    value = {"inner": {"text": "a"}, "several": [{"numbers": {"b": 1}}]}
    found.append(convert(value, kind) == decode(msgspec.json.encode(value), kind))


sys.setswitchinterval(1e-6)
found = []
for _ in range(100):
    kind, barrier = kinds(), Barrier(8)
    threads = [Thread(target=meet, args=(kind, barrier, found)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(len(found), all(found))
"""


def test_threads_may_meet_a_type_for_the_first_time_in_the_same_moment():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("800 True\n", 0)

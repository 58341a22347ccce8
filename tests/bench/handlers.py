"""Handlers that do nothing, and one that keeps a processor busy."""

import time

import msgspec

from tests.bench.application import Application
from workers.handler import Context, make_handler

RECKON_S = 0.2


class Nothing(msgspec.Struct):
    pass


def nothing(inputs: Nothing, context: Context) -> Nothing:
    return inputs


def read(inputs: Application, context: Context) -> Nothing:
    """Take the whole payload, decoded and checked."""
    return Nothing()


def reckon(inputs: Nothing, context: Context) -> Nothing:
    """Pure Python, a fifth of a second of processor time."""
    until = time.thread_time() + RECKON_S
    while time.thread_time() < until:
        sum(range(1000))
    return inputs


HANDLERS = {
    "bench-task": make_handler("bench-task", nothing),
    "bench-payload": make_handler("bench-payload", read),
    "bench-reckon": make_handler("bench-reckon", reckon, cpu_bound=True),
}

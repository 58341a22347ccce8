"""How much is measured. Variables make it less, to look quickly at one thing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILD = Path(__file__).parents[2] / "build" / "bench"


def number(name: str, usual: int) -> int:
    """TERTIB_BENCH_<NAME>, or what is usual."""
    return int(os.environ.get(f"TERTIB_BENCH_{name}") or usual)


def clients(*usual: str) -> list[str]:
    """Those of TERTIB_BENCH_CLIENTS, or all."""
    chosen = os.environ.get("TERTIB_BENCH_CLIENTS")
    return [each for each in usual if not chosen or each in chosen.split(",")]


def turns(*usual: str) -> Iterator[tuple[int, str]]:
    """Rounds, counted from 1, and clients: who is first in one is last in the next."""
    present = clients(*usual)
    for round_ in range(1, ROUNDS + 1):
        yield from ((round_, each) for each in present)
        present = [*present[1:], present[0]]


ROUNDS = number("ROUNDS", 3)
JOBS = number("JOBS", 20_000)  # of one drain
WARM = number("WARM", 500)  # jobs before the clock starts: start-up, and Java's first compilation
# Jobs until the broker's compiler has done its work: it then needs half the time for each.
BROKER_WARM = number("BROKER_WARM", 20_000)
RATE = number("RATE", 100)  # instances a second in steady state
SECONDS = number("SECONDS", 60)  # of them
INSTANCES = number("INSTANCES", 400)  # of ten tasks
MIXED_SECONDS = number("MIXED_SECONDS", 30)
IDLE_SECONDS = number("IDLE_SECONDS", 60)
THREADS = number("THREADS", 8)  # of a client, for handlers
ACTIVE = number("ACTIVE", 64)  # jobs of a type held at once

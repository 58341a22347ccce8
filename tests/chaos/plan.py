"""What will go wrong, and when: drawn from a seed, the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

WORKERS = 3


@dataclass(frozen=True)
class Kind:
    """A kind of fault: how often in a long test, and how long each lasts."""

    name: str
    times: int
    seconds: tuple[float, float]
    briefly: float  # seconds, where the whole test is short
    hours: tuple[int, ...] = ()  # by how much a clock moves


KINDS = (
    Kind("worker killed -9", 14, (0, 0), 0),
    Kind("worker told to stop", 8, (0, 0), 0),
    Kind("broker killed -9", 4, (0, 5), 0),
    Kind("gateway paused", 2, (30, 30), 6),
    Kind("connections cut", 5, (1, 8), 1),
    Kind("connections slow", 4, (5, 15), 3),
    Kind("connections swallowed", 4, (5, 25), 5),
    Kind("database restarted", 4, (0.5, 8), 4),
    Kind("disk full", 4, (3, 12), 3),
    Kind("workers' clock moved", 4, (0, 0), 0, hours=(-30, -5, -1, 2, 7, 26)),
    Kind("engine's clock moved", 3, (0, 0), 0, hours=(1, 3, 9)),
)


@dataclass(frozen=True)
class Step:
    """So many new requests, a while of work, then a fault."""

    requests: int
    wait: float  # seconds
    kind: str
    seconds: float
    victim: int  # the worker that is hit, where one is
    hours: int
    companion: bool  # whether a worker is killed in the middle of it

    def __str__(self) -> str:
        parts = [self.kind]
        parts += [f"{self.seconds:.1f} s"] if self.seconds else []
        parts += [f"{self.hours:+} h"] if self.hours else []
        parts += [f"worker {self.victim}"] if self.kind.startswith("worker ") else []
        parts += ["with a worker killed -9"] if self.companion else []
        return ", ".join(parts)


def make(seed: int, requests: int, *, brief: bool) -> list[Step]:
    """Draw the steps; ``brief``: each kind of fault once, and none for long."""
    drawn = random.Random(seed)
    kinds = [kind for kind in KINDS for _ in range(1 if brief else kind.times)]
    drawn.shuffle(kinds)
    ends = [requests * number // len(kinds) for number in range(len(kinds) + 1)]
    return [
        _step(drawn, kind, end - begin, brief=brief)
        for kind, (begin, end) in zip(kinds, pairwise(ends), strict=True)
    ]


def _step(drawn: random.Random, kind: Kind, share: int, *, brief: bool) -> Step:
    return Step(
        requests=share,
        wait=round(drawn.uniform(0.5, 1.5 if brief else 4), 1),
        kind=kind.name,
        seconds=kind.briefly if brief else round(drawn.uniform(*kind.seconds), 1),
        victim=drawn.randrange(WORKERS),
        hours=drawn.choice(kind.hours) if kind.hours else 0,
        companion=not kind.name.startswith("worker ") and drawn.random() < 1 / 3,
    )

"""Make minutiae that are nobody's, where an image of each finger would take too long.

They lie along the same made-up flow of ridges as the images of ``synthesise_fingerprints``, and are
written as ISO/IEC 19794-2:2005 templates.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

import numpy as np

from tests.workers.synthesise_fingerprints import HEIGHT, WIDTH, flow

APART = 9.0  # pixels between two minutiae at least: about a ridge
_HEADER = struct.Struct(">4s4sIHHHHHBB")
_VIEW = struct.Struct(">BBBB")
_MINUTIA = struct.Struct(">HHBB")
_PER_CM = 197  # pixels: 500 an inch


class Minutiae(NamedTuple):
    """The minutiae of a finger: arrays of equal length."""

    x: np.ndarray  # pixels
    y: np.ndarray
    direction: np.ndarray  # radians
    kind: np.ndarray  # 1: a ridge ends, 2: it divides


def finger(seed) -> Minutiae:
    """Return a finger's minutiae, thirty to sixty."""
    rng = np.random.default_rng(seed)
    direction = flow(rng)
    places = _places(rng, rng.integers(30, 60))
    x, y = places.T
    turned = direction(x, y) + np.pi * rng.integers(0, 2, len(x))
    return Minutiae(x, y, turned, rng.integers(1, 3, len(x)))


def impression(of: Minutiae, seed) -> Minutiae:
    """Return one print of a finger: turned, shifted, stretched, some missing and some wrong."""
    rng = np.random.default_rng(seed)
    turn, down, right = rng.uniform(-0.3, 0.3), *rng.uniform(-20, 20, 2)
    x, y = of.x - WIDTH / 2, of.y - HEIGHT / 2
    moved = Minutiae(
        x * np.cos(turn) - y * np.sin(turn) + WIDTH / 2 + right + rng.normal(0, 1.5, len(x)),
        x * np.sin(turn) + y * np.cos(turn) + HEIGHT / 2 + down + rng.normal(0, 1.5, len(x)),
        of.direction - turn + rng.normal(0, 0.08, len(x)),
        of.kind,
    )
    kept = rng.random(len(x)) > 0.15
    inside = (moved.x > 0) & (moved.x < WIDTH) & (moved.y > 0) & (moved.y < HEIGHT)
    wrong = finger([seed, 7])
    return Minutiae(
        *(
            np.concatenate([seen[kept & inside], false[:4]])
            for seen, false in zip(moved, wrong, strict=True)
        )
    )


def iso_template(of: Minutiae) -> bytes:
    """Write minutiae as an ISO/IEC 19794-2:2005 template of one view."""
    body = _VIEW.pack(0, 0, 80, len(of.x))
    for x, y, direction, kind in zip(*of, strict=True):
        angle = round(direction / (2 * np.pi) * 256) % 256
        body += _MINUTIA.pack(int(kind) << 14 | int(x), int(y), angle, 0)
    body += bytes(2)  # no extended data
    length = _HEADER.size + len(body)
    header = (b"FMR\0", b" 20\0", length, 0, WIDTH, HEIGHT, _PER_CM, _PER_CM, 1, 0)
    return _HEADER.pack(*header) + body


def _places(rng, count) -> np.ndarray:
    """Places inside the ellipse of a fingertip, none too near to another."""
    found: list[np.ndarray] = []
    while len(found) < count:
        place = rng.uniform((0, 0), (WIDTH, HEIGHT))
        from_middle = (place / (WIDTH, HEIGHT) - 0.5) / 0.42
        apart = min((np.hypot(*(place - other)) for other in found), default=np.inf)
        if np.hypot(*from_middle) < 1 and apart > APART:
            found.append(place)
    return np.array(found)

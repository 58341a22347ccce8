"""Lanes from top to bottom: as high as what stands in them, their channels and their names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from converters.diagram import fonts
from converters.diagram.channels import tracks
from converters.diagram.sizes import Reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from converters.diagram.channels import Way

HEADER = 30  # of the pool and of each lane
MARGIN = 20  # between a lane's edge and what stands in it
TRACK = 16  # between two channels
MIN_HEIGHT = 120
LABEL_MARGIN = 5
HEADER_LINES = 2  # that a header of 30 px holds, just
ONE_LINE_AT_MOST = 360  # px that a header may make its lane higher for


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """One lane's place; y in pixels."""

    top: int
    height: int
    middle: int  # where its tasks, gateways and events are centred
    tracks: tuple[int, int]  # in its upper and lower strip

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.top + self.height

    def track_y(self, track: int, *, upper: bool) -> int:
        """The y of a channel; track 0 is nearest to the tasks."""
        if upper:
            return self.top + MARGIN + (self.tracks[0] - 1 - track) * TRACK
        return self.bottom - MARGIN - (self.tracks[1] - 1 - track) * TRACK


def lanes(
    names: tuple[str, ...],
    title: str,
    reaches: Mapping[int, Iterable[Reach]],
    ways: dict[str, Way],
    top: int,
) -> tuple[Lane, ...]:
    """All lanes, from ``top`` down, together high enough for the pool's title."""
    plans = []
    for index, name in enumerate(names):
        strips = tracks(ways, 2 * index), tracks(ways, 2 * index + 1)
        needed = _needed(list(reaches.get(index, ())), strips)
        spare = max(0, _header_room(name) - needed.up - needed.down)
        plans.append((strips, Reach(needed.up + spare // 2, needed.down + spare - spare // 2)))
    missing = _header_room(title) - sum(reach.up + reach.down for _, reach in plans)
    extra = max(0, -(-missing // (2 * len(plans))))
    placed: list[Lane] = []
    for strips, reach in plans:
        up, down = reach.up + extra, reach.down + extra
        y = placed[-1].bottom if placed else top
        placed.append(Lane(top=y, height=up + down, middle=y + up, tracks=strips))
    return tuple(placed)


def _needed(reaches: list[Reach], strips: tuple[int, int]) -> Reach:
    """From the middle of the tasks to the lane's edges, channels included."""
    up = max((reach.up for reach in reaches), default=0)
    down = max((reach.down for reach in reaches), default=0)
    up, down = (
        side + MARGIN + (strip and MARGIN + (strip - 1) * TRACK)
        for side, strip in zip((up, down), strips, strict=True)
    )
    return Reach(max(up, MIN_HEIGHT // 2), max(down, MIN_HEIGHT // 2))


def _header_room(name: str) -> int:
    """The height at which a name, written upwards, fits its header: on one line if it may."""
    one_line = math.ceil(fonts.width(name, fonts.TASK_SIZE) * fonts.SLACK) + 2 * LABEL_MARGIN
    if one_line <= ONE_LINE_AT_MOST:
        return max(one_line, MIN_HEIGHT)
    room = ONE_LINE_AT_MOST
    while fonts.lines(name, room - 2 * LABEL_MARGIN, fonts.TASK_SIZE) > HEADER_LINES:
        room += TRACK
    return room

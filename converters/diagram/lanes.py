"""Floors of lanes from top to bottom: as high as what stands on them, their channels and names."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from converters.diagram import fonts
from converters.diagram.channels import tracks
from converters.diagram.floors import Floor
from converters.diagram.geometry import Bounds
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


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """One floor's place; y in pixels."""

    floor: Floor
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


def levels(
    names: tuple[str, ...],
    title: str,
    reaches: Mapping[Floor, Iterable[Reach]],
    ways: dict[str, Way],
    top: int,
) -> tuple[Level, ...]:
    """The places of all floors, from ``top`` down, together high enough for the pool's title."""
    plans = []
    for number, (floor, needs) in enumerate(reaches.items()):
        strips = tracks(ways, 2 * number), tracks(ways, 2 * number + 1)
        plans.append((floor, strips, _needed(list(needs), strips)))
    heights = Counter[int]()
    for floor, _, reach in plans:
        heights[floor.lane] += reach.up + reach.down
    spare = {
        lane: max(0, _header_room(name) - heights[lane]) // 2 for lane, name in enumerate(names)
    }
    missing = _header_room(title) - sum(heights.values()) - 2 * sum(spare.values())
    extra = max(0, -(-missing // (2 * len(plans))))
    placed: list[Level] = []
    for floor, strips, reach in plans:
        more = extra + (0 if floor.below else spare[floor.lane])
        y = placed[-1].bottom if placed else top
        height = reach.up + reach.down + 2 * more
        middle = y + reach.up + more
        placed.append(Level(floor=floor, top=y, height=height, middle=middle, tracks=strips))
    return tuple(placed)


def bounds(placed: tuple[Level, ...], x: int, width: int) -> tuple[Bounds, ...]:
    """The lanes' bounds, the floors of each together."""
    found: dict[int, Bounds] = {}
    for level in placed:
        upper = found.get(level.floor.lane)
        top = upper.y if upper else level.top
        found[level.floor.lane] = Bounds(x, top, width, level.bottom - top)
    return tuple(found.values())


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

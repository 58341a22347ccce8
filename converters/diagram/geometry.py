"""Places on the canvas, in pixels; y grows downwards."""

from __future__ import annotations

from typing import NamedTuple

FROM_CORNER = 28  # from a job's right edge to the middle of an event on its border


class Point(NamedTuple):
    """A waypoint."""

    x: int
    y: int


class Bounds(NamedTuple):
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.y + self.height

    @property
    def center(self) -> Point:
        """Its middle."""
        return Point(self.x + self.width // 2, self.y + self.height // 2)


def around(center: Point, width: int, height: int) -> Bounds:
    """The rectangle of a size around a point."""
    return Bounds(center.x - width // 2, center.y - height // 2, width, height)


def on_border(host: Bounds, size: tuple[int, int], *, upper: bool) -> Bounds:
    """The place of an event on a job's border, near its right edge."""
    return around(Point(host.right - FROM_CORNER, host.y if upper else host.bottom), *size)


def overlap(one: Bounds, other: Bounds) -> bool:
    """Whether two rectangles share more than an edge."""
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )

"""The parts of a flowchart: links between shapes, and lines that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.readers.page import Point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.page import Page


class ShapeRef(NamedTuple):
    """A shape on one of the pages."""

    page: int  # index in the pages given, not the page's number
    shape: int  # index in its ``shapes``


class LineRef(NamedTuple):
    """A connector on one of the pages."""

    page: int  # index in the pages given
    connector: int  # index in its ``connectors``


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One shape leads to another. Two lines from one shape to another are one link."""

    start: ShapeRef
    end: ShapeRef
    label: str | None = None  # printed beside it, as printed, on one line: "Belum lengkap"
    headless: bool = False  # no arrowhead was found: its direction is concluded
    dashed: bool = False
    via: tuple[ShapeRef, ...] = ()  # the off-page connectors it passes through
    lines: tuple[LineRef, ...] = ()  # what it is drawn with, from its start on


class LooseEnd(msgspec.Struct, frozen=True, kw_only=True):
    """An end of a line at which no shape and no other line was found."""

    line: LineRef
    at: Point
    head: bool  # there is an arrowhead at it


def drawn_on(pages: Sequence[Page]) -> list[int]:
    """The indexes of the pages that something is drawn on; a flowchart passes over the others."""
    return [index for index, page in enumerate(pages) if page.shapes or page.connectors]


class Flowchart(msgspec.Struct, frozen=True, kw_only=True):
    """The links of some pages, in reading order of their starts, and what could not be joined."""

    links: tuple[Link, ...] = ()
    loose: tuple[LooseEnd, ...] = ()

"""The tree that ``letter.typ`` sets. All lengths are in points, colours are six hex digits."""

from __future__ import annotations

from typing import Literal

import msgspec


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """How a run of text looks."""

    font: tuple[str, ...]  # the first has the character, or the next one
    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    color: str = "000000"
    highlight: str | None = None
    raised: Literal["", "super", "sub"] = ""
    tracking: float = 0.0
    small_caps: bool = False


class Text(msgspec.Struct, frozen=True, kw_only=True, tag="text", tag_field="kind"):
    """Words in one style."""

    text: str
    style: Style


class Break(msgspec.Struct, frozen=True, kw_only=True, tag="break", tag_field="kind"):
    """A new line within a paragraph."""


class Number(msgspec.Struct, frozen=True, kw_only=True, tag="number", tag_field="kind"):
    """The page's number, or how many pages there are."""

    of: Literal["page", "pages"]
    style: Style


class Picture(msgspec.Struct, frozen=True, kw_only=True, tag="picture", tag_field="kind"):
    """A picture in a line of text."""

    file: str
    width: float
    height: float
    alt: str = ""


class Tab(msgspec.Struct, frozen=True, kw_only=True, tag="tab", tag_field="kind"):
    """The next tab stop. ``Paragraph.segments`` lie between these; none reach Typst."""


class PageBreak(msgspec.Struct, frozen=True, kw_only=True, tag="pagebreak", tag_field="kind"):
    """What follows begins a new page."""


Inline = Text | Break | Number | Picture | Tab | PageBreak


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A floating picture, placed from its paragraph's top and the text's left edge."""

    picture: Picture
    align: Literal["left", "center", "right"] = "left"
    x: float = 0.0
    y: float = 0.0


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """A tab stop."""

    at: float  # from the text's left edge
    align: Literal["left", "center", "right"] = "left"
    leader: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A border's line."""

    width: float
    color: str = "000000"
    dash: Literal["solid", "dashed", "dotted"] = "solid"
    space: float = 0.0  # between it and the text


Sides = dict[str, Line]  # of top, bottom, left and right those that have one


class Paragraph(msgspec.Struct, frozen=True, kw_only=True, tag="paragraph", tag_field="kind"):
    """A paragraph.

    A line reaches from ``top_em`` ems and ``top_pt`` above its base line down to
    ``descent`` ems below it; lines stand close.
    """

    segments: tuple[tuple[Inline, ...], ...]  # parted by tabs
    placed: tuple[Placed, ...] = ()
    align: Literal["left", "center", "right", "justify"] = "left"
    left: float = 0.0  # of all lines but the first
    right: float = 0.0
    first: float = 0.0  # of the first line, more than the others; negative: it hangs out
    gap: float = 0.0  # above
    top_em: float
    top_pt: float = 0.0
    descent: float
    height: float  # of an empty one
    stops: tuple[Stop, ...] = ()
    keep_next: bool = False
    keep_lines: bool = False
    border: Sides = {}
    fill: str | None = None


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell, at its place in the grid."""

    x: int
    y: int
    colspan: int = 1
    rowspan: int = 1
    align: Literal["top", "horizon", "bottom"] = "top"
    fill: str | None = None
    stroke: Sides
    inset: dict[str, float]
    whole: bool = False  # not parted by a page's end
    height: float = 0.0  # at least
    blocks: tuple[Block, ...]
    after: float = 0.0  # below the last paragraph


class TableBlock(msgspec.Struct, frozen=True, kw_only=True, tag="table", tag_field="kind"):
    """A table."""

    columns: tuple[float, ...]
    width: float | None = None  # share of the text's width, that the columns divide; None: points
    rows: tuple[float | None, ...]  # exact heights; None: as its content needs
    header: int = 0  # rows repeated on each page
    cells: tuple[Cell, ...]
    align: Literal["left", "center", "right"] = "left"
    left: float = 0.0
    gap: float = 0.0
    keep_next: bool = False
    whole: bool = False


Block = Paragraph | TableBlock | PageBreak


class Margin(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the margins of a page."""

    header: tuple[Block, ...] = ()
    footer: tuple[Block, ...] = ()


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Pages of one size."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    header_at: float  # from the page's edge
    footer_at: float
    usual: Margin
    first: Margin | None = None  # of the first page; None: as usual
    blocks: tuple[Block, ...]


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """All of a document."""

    title: str
    created: tuple[int, int, int, int, int, int]
    tab: float  # between tab stops where the paragraph has none
    sections: tuple[Section, ...]

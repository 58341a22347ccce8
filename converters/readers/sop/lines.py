"""A document as lines of cells: what a format's reader hands over."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

# The tags an OCR prints; an autolink (<https://...>) and a lone "<" are no tags.
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>]{0,300})?/?>")
_EMPHASIS = re.compile(r"\*(?=\S)([^*\n]{1,300})(?<=\S)\*")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_WIDE_GAP = re.compile(r"\s{2,}")
_INLINE = {"b", "i", "u", "em", "strong", "span", "sup", "sub"}
BLANK = frozenset({"", "-", "–", "--"})  # cells that hold nothing
_LIST_TAGS = ("<ol", "<ul", "<li")


class Line(NamedTuple):
    """One line of the document that holds something, cut into its cells."""

    number: int  # 1-based, in the file
    raw: tuple[str, ...]  # cells as they came, tags and all
    cells: tuple[str, ...]  # the same cells, plain
    gap: bool  # a blank line (or the document's start) stands before it

    @property
    def text(self) -> str:
        """The whole line, plain."""
        return " ".join(cell for cell in self.cells if cell)

    @property
    def filled(self) -> list[int]:
        """Where the cells stand that hold something."""
        return [place for place, cell in enumerate(self.cells) if cell]


def make(number: int, raw: tuple[str, ...], *, gap: bool) -> Line:
    """A line with its cells made plain."""
    return Line(number, raw, tuple(map(plain, raw)), gap)


def plain(raw: str) -> str:
    """The text without HTML tags, Markdown emphasis and heading marks; one space between words."""
    return " ".join(_untagged(raw).split())


def segments(raw: str) -> list[str]:
    """The pieces that tags, line ends or wide gaps keep apart, plain ("KEPALA KANTOR", "HARIS")."""
    pieces = (" ".join(part.split()) for part in _WIDE_GAP.split(_untagged(raw, "\n\n")))
    return [piece for piece in pieces if piece]


def is_list(raw: str) -> bool:
    """Whether the cell was a list in HTML."""
    return "<" in raw and any(tag in raw.casefold() for tag in _LIST_TAGS)


def _untagged(raw: str, separator: str | None = None) -> str:
    text = html.unescape(raw) if "&" in raw else raw
    if "<" in text:
        text = _TAG.sub(separator or _spacing, text)
    if "*" in text:
        text = _EMPHASIS.sub(r"\1", text.replace("**", ""))
    return _HEADING.sub("", text) if "#" in text else text


def _spacing(tag: re.Match[str]) -> str:
    """An inline tag leaves no space ("<i>e</i>-office") unless another tag touches it."""
    name = tag[0].strip("</>").split(maxsplit=1)[0].casefold()
    touching = tag.start() > 0 and tag.string[tag.start() - 1] == ">"
    return "" if name in _INLINE and not touching else " "

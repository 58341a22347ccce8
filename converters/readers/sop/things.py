"""Kelengkapan and Output: the things a row takes and gives, one string per thing."""

from __future__ import annotations

import re

from converters.readers.sop import items

_SENTENCE_END = re.compile(r"(?<=[a-z]{4})\s?[.]\s+(?=[A-Z])")
_SEPARATOR = re.compile(r"\s*[;,](?!\d)\s*(?:dan(?:/atau)?\s+|serta\s+|&\s*)?")
# After a comma these words go on with the sentence instead of naming another thing.
_GOES_ON = re.compile(r"(?:yang|untuk|sesuai|dengan|oleh|agar|maka|sehingga|dalam|di|ke)\b")
_LISTED = re.compile(r"^(?:1[.)]|[-•▪●]\s|a[.)]\s)")


def split(text: str) -> tuple[str, ...]:
    """The things a cell lists: commas, semicolons, numbers and bullets separate them.

    A cell of several sentences gives its sentences; "A dan B" stays one thing.
    """
    if _LISTED.match(text):
        return items.split([text])
    sentences = _SENTENCE_END.split(text)
    parts = sentences if len(sentences) > 1 else _at_commas(text)
    trimmed = (part.strip().rstrip(" ;,.") for part in parts)
    return tuple(part for part in trimmed if part and part != "-")


def in_lines(text: str) -> tuple[str, ...]:
    """The things of a cell with line ends: those are breaks for want of room unless a list's."""
    printed = text.split("\n")
    if items.in_lines(printed):
        return items.split(printed)
    return split(" ".join(text.split()))


def _at_commas(text: str) -> list[str]:
    parts: list[str] = []
    for part in _pieces(text):
        if parts and _GOES_ON.match(part):
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(part)
    return parts


def _pieces(text: str) -> list[str]:
    """The text cut at its commas and semicolons that stand outside brackets."""
    pieces, start, seen, depth = [], 0, 0, 0
    for match in _SEPARATOR.finditer(text):
        depth += text.count("(", seen, match.start()) - text.count(")", seen, match.start())
        seen = match.start()
        if depth <= 0:
            pieces.append(text[start : match.start()])
            start = match.end()
    return [*pieces, text[start:]]

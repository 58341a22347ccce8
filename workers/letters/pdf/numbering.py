"""Numbers and bullets of lists, counted as Word counts them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from workers.letters.pdf.characters import from_symbol_font, is_symbol_font
from workers.letters.pdf.layers import Layer, layer, number, value

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_PLACE = re.compile(r"%([1-9])")
LEVELS = 9


@dataclass(frozen=True)
class Level:
    """One level of a list."""

    text: str  # with %1 for the number of the first level
    format: str
    start: int
    suffix: str  # tab, space, nothing
    paragraph: Layer
    run: Layer


@dataclass(frozen=True)
class Label:
    """What stands before a paragraph of a list."""

    text: str
    level: Level


class Numbering:
    """A document's lists, and how far they are counted."""

    def __init__(self, root: Any | None) -> None:
        self._lists: dict[str, str] = {}  # a list -> the abstract one it is of
        self._levels: dict[str, dict[int, Level]] = {}
        self._restarts: dict[str, dict[int, int]] = defaultdict(dict)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        if root is not None:
            self._read(root)

    def level(self, number_id: str, depth: int) -> Level | None:
        """A level of a list; None: there is none (0 is "no list")."""
        return self._levels.get(self._lists.get(number_id, ""), {}).get(depth)

    def label(self, number_id: str, depth: int) -> Label | None:
        """Count one on, and return what stands before the paragraph."""
        level = self.level(number_id, depth)
        if level is None:
            return None
        abstract = self._lists[number_id]
        counts = self._counts[abstract]
        if number_id not in self._begun:
            self._begun.add(number_id)
            for at, start in self._restarts[number_id].items():
                counts[at] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in range(depth + 1, LEVELS):
            counts.pop(deeper, None)
        return Label(self._text(abstract, level), level)

    def _text(self, abstract: str, level: Level) -> str:
        if level.format == "bullet":
            return _bullet(level)
        if level.format == "none":
            return ""
        levels, counts = self._levels[abstract], self._counts[abstract]

        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            there = levels.get(at, level)
            return in_format(counts.get(at, there.start), there.format)

        return _PLACE.sub(written, level.text)

    def _read(self, root: Any) -> None:
        for abstract in root.findall(qn("w:abstractNum")):
            self._levels[abstract.get(qn("w:abstractNumId"))] = dict(
                map(_level, abstract.findall(qn("w:lvl")))
            )
        for each in root.findall(qn("w:num")):
            name = each.get(qn("w:numId"))
            self._lists[name] = each.find(qn("w:abstractNumId")).get(qn("w:val"))
            for override in each.findall(qn("w:lvlOverride")):
                start = override.find(qn("w:startOverride"))
                if start is not None:
                    depth = int(override.get(qn("w:ilvl")))
                    self._restarts[name][depth] = int(start.get(qn("w:val")))


def _level(element: Any) -> tuple[int, Level]:
    read = layer(element)
    return int(element.get(qn("w:ilvl"))), Level(
        text=value(read, "lvlText") or "",
        format=value(read, "numFmt") or "decimal",
        start=int(number(read, "start") or 0) if "start" in read else 1,
        suffix=value(read, "suff") or "tab",
        paragraph=layer(element.find(qn("w:pPr"))),
        run=layer(element.find(qn("w:rPr"))),
    )


def _bullet(level: Level) -> str:
    font = value(level.run, "rFonts", "ascii") or value(level.run, "rFonts", "hAnsi")
    if is_symbol_font(font):
        return "".join(from_symbol_font(font, ord(character)) for character in level.text)
    return level.text


def in_format(count: int, form: str) -> str:
    """Write a list's number; a form that is not known here is written in figures."""
    match form:
        case "lowerLetter" | "upperLetter":
            letters = (
                chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""
            )
            return letters.upper() if form == "upperLetter" else letters
        case "lowerRoman" | "upperRoman":
            return _roman(count).upper() if form == "upperRoman" else _roman(count)
        case "decimalZero":
            return f"{count:02}"
        case _:
            return str(count)


def _roman(count: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        while count >= worth:
            written, count = written + letters, count - worth
    return written

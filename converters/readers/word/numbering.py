"""The numbers that Word prints before paragraphs: "1.", "a)", "2.3" (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.readers.word.xml import child, children, flag, twips, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.readers.word.looks import Styles

_LEVELS = 9
_LINKS = 5  # lists that refer to a style, which refers to a list
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 32_767  # Word counts no farther


class Numbering:
    """The lists of a document and how far each has been counted.

    Args:
        root: ``w:numbering``; None where the document has none.
        styles: where lists may be defined, too.
    """

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._numbers = {whole(value(x, "numId")): x for x in children(root, "num")}
        self._lists = {value(x, "abstractNumId"): x for x in children(root, "abstractNum")}
        self._defined: dict[tuple[int, str | None, int], _Element | None] = {}
        self._counted: dict[str | None, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()  # numbers and levels that were restarted

    def label(self, number: int, level: int) -> str:
        """What is printed before the next paragraph of this list; it is counted by this.

        Args:
            number: ``w:numId``.
            level: ``w:ilvl``, 0-based.
        """
        level = max(0, min(level, _LEVELS - 1))
        number, key = self._list(number)
        definition = self._level(number, key, level)
        if definition is None:
            return ""
        self._count(number, key, level)
        if value(child(definition, "numFmt")) == "bullet":
            return "-" if (value(child(definition, "lvlText")) or "")[:1] in {"-", "–"} else "•"
        return self._printed(number, key, definition)

    def indent(self, number: int, level: int) -> float | None:
        """Points that the paragraphs of this list are set in; None where it does not say."""
        number, key = self._list(number)
        stated = child(self._level(number, key, level), "pPr", "ind")
        left = value(stated, "left") or value(stated, "start")
        return None if left is None else twips(left)

    def _list(self, number: int) -> tuple[int, str | None]:
        """The number and the id of the list that it stands for, through lists in styles."""
        for _ in range(_LINKS):
            key = value(child(self._numbers.get(number), "abstractNumId"))
            link = value(child(self._lists.get(key), "numStyleLink"))
            if link is None:
                break
            style = self._styles.element(link)
            number = whole(value(child(style, "pPr", "numPr", "numId")))
        return number, key

    def _level(self, number: int, key: str | None, level: int) -> _Element | None:
        """What a level of a list says of itself; looked for once, as each paragraph asks."""
        place = number, key, level
        if place not in self._defined:
            self._defined[place] = self._find(*place)
        return self._defined[place]

    def _find(self, number: int, key: str | None, level: int) -> _Element | None:
        override = child(self._override(number, level), "lvl")
        if override is not None:
            return override
        levels = children(self._lists.get(key), "lvl")
        return next((x for x in levels if whole(value(x, "ilvl")) == level), None)

    def _override(self, number: int, level: int) -> _Element | None:
        overrides = children(self._numbers.get(number), "lvlOverride")
        return next((x for x in overrides if whole(value(x, "ilvl")) == level), None)

    def _count(self, number: int, key: str | None, level: int) -> None:
        """One on at this level; the deeper ones begin again."""
        counts = self._counted.setdefault(key, [None] * _LEVELS)
        restart = child(self._override(number, level), "startOverride")
        if restart is not None and (number, level) not in self._begun:
            counts[level] = None
        self._begun.add((number, level))
        before = counts[level]
        counts[level] = self._start(number, key, level) if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            definition = self._level(number, key, deeper)
            if value(child(definition, "lvlRestart")) != "0":
                counts[deeper] = None

    def _start(self, number: int, key: str | None, level: int) -> int:
        restart = value(child(self._override(number, level), "startOverride"))
        start = value(child(self._level(number, key, level), "start"))
        return whole(restart if restart is not None else start, 1)

    def _printed(self, number: int, key: str | None, definition: _Element) -> str:
        counts = self._counted[key]
        legal = flag(child(definition, "isLgl"))

        def one(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            count = counts[place]
            count = self._start(number, key, place) if count is None else count
            form = value(child(self._level(number, key, place), "numFmt"))
            return formatted(count, "decimal" if legal else form or "decimal")

        return _PLACE.sub(one, value(child(definition, "lvlText")) or "")


def formatted(count: int, form: str) -> str:
    """A number in a list's format (17.18.59); what Indonesian offices do not use is decimal."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{count:02}"
    if not 0 < count <= _LARGEST:
        return str(count)
    if form.endswith("Letter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form.endswith("Roman"):
        roman = _roman(count)
        return roman if form == "lowerRoman" else roman.upper()
    return str(count)


def _roman(count: int) -> str:
    found = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        found += letters * times
    return found

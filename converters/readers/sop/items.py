"""Lists, as an OCR leaves them, to one string per item."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from converters.readers.sop import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BULLET = re.compile(r"^\s*[-•–▪●*]\s+")
_BULLETS = re.compile(r"(?:^|\s)[-•▪●]\s+(?=\S)")
# "1." "2)" "3 " "(4)" "a." before something; digits may be glued to what stands before them.
_MARKER = re.compile(r"\(?(\d{1,8})([.)]?)\s*(?=[^\s\d.,)])")
_LETTER = re.compile(r"(?:^|(?<=[\s;.]))([a-z])([.)])\s+(?=\S)")
_LINE_MARKER = re.compile(r"\s*\(?(\d{1,3})(?:([.,)])\s*(?=[^\W\d])|([.)]?)\s+(?=\S))")
_SECOND_COLUMN = re.compile(r"\s+(?=\d{1,2}[.)]\s+[^\W\d])")
_LETTERED_LINE = re.compile(r"\s*\(?[a-z][.)]\s+(?=\S)")
# A number after one of these words belongs to the sentence ("Nomor 2 Tahun 2009").
_COUNTED = re.compile(
    r"(?:nomor|no|tahun|th|pasal|ayat|angka|butir|tanggal|tgl|halaman|bab|ke|versi)[.:]?\s*$",
    re.IGNORECASE,
)
_INNER = re.compile(r"\d[./-]$")  # joined to another number: "2.1", "02/3"
_YEAR = re.compile(r"(?:19|20)\d\d")
_JOINT = re.compile(r"(?<=[a-z)])(?=[A-Z])|(?<=\d{4})(?=[A-Z][a-z])")
# Words that have a capital inside.
_CAMEL = re.compile(r"\b(?:Whats|You|Tik|Power|Java|Git|Linked|Libre|Open|Chat|[a-z])$")
_SOP = re.compile(r"SOP\b", re.IGNORECASE)
_ENDING = " ;,."
_LOOK_BACK = 12  # characters enough for the words of _COUNTED


def split(raws: Iterable[str]) -> tuple[str, ...]:
    """The items of a list printed on one line or many, numbered, bulleted, tagged or run together.

    Endings (";", ",", ".") belong to the list, not to the item, and go.
    """
    raws = list(raws)
    texts = [text for raw in raws if (text := lines.plain(raw)) not in lines.BLANK]
    tagged = any(map(lines.is_list, raws))
    texts = _in_turn(texts)
    if in_lines(texts):
        parts = list(_by_line(texts))
    elif len(texts) > 1 and all(map(_SOP.match, texts)):
        parts = texts  # nothing but names of SOPs
    else:
        parts = _run_together(" ".join(texts), tagged)
    return tuple(_introduced(item for part in parts if (item := _trim(part)) not in lines.BLANK))


def _introduced(items: Iterable[str]) -> list[str]:
    """The items, what introduces them ("Memuat:") before the first: it is none itself."""
    found = list(items)
    if len(found) > 1 and found[0].endswith(":"):
        found[:2] = [f"{found[0].rstrip(' :')}: {found[1]}"]
    return found


def first_number(text: str) -> int | None:
    """The number that a line's list marker prints; None where there is no such marker."""
    match = _LINE_MARKER.match(_BULLET.sub("", text))
    return int(match[1]) if match else None


def sentence(raws: Iterable[str]) -> str | None:
    """A text of one or several lines, its bullets gone; None where nothing (or "-") is printed."""
    texts = [_BULLET.sub("", lines.plain(raw)) for raw in raws]
    return " ".join(text for text in texts if text not in lines.BLANK) or None


def _trim(part: str) -> str:
    return _BULLET.sub("", part).strip().rstrip(_ENDING)


def in_lines(texts: Sequence[str]) -> bool:
    """Whether the lines are the items: two or more carry a marker of their own."""
    return _marked(texts) > 1 or sum(map(bool, map(_LETTERED_LINE.match, texts))) > 1


def _marked(texts: Sequence[str]) -> int:
    """How many lines have a number or a bullet."""
    return sum(1 for text in texts if first_number(text) or _BULLET.match(text))


def _in_turn(texts: list[str]) -> list[str]:
    """The lines of a list printed in two columns ("1. A 3. C", "2. B 4. D") as those of one."""
    pieces = [piece for text in texts for piece in _SECOND_COLUMN.split(text)]
    numbered = {number: piece for piece in pieces if (number := first_number(piece))}
    whole = len(numbered) == len(pieces) > len(texts) and max(numbered) == len(pieces)
    in_turn = sorted(numbered)
    if not whole or list(numbered) == in_turn:
        return texts
    return [numbered[number] for number in in_turn]


def _by_line(texts: list[str]) -> Iterator[str]:
    """One item per line that has a marker; a line without one goes on with the item above."""
    lettered = _marked(texts) < 2  # noqa: PLR2004 - letters below numbers belong to their items
    item: list[str] = []
    number = 0
    for text in texts:
        bare = _BULLET.sub("", text)
        match = _LINE_MARKER.match(bare)
        if match and (match[2] or match[3] or int(match[1]) == number + 1):
            number = int(match[1])
        else:  # "27 Tahun 2014" goes on with the sentence above
            match = _LETTERED_LINE.match(bare) if lettered else None
        if item and (match or bare != text):
            yield " ".join(item)
            item = []
        item.append(bare[match.end() :] if match else bare)
    yield " ".join(item)


def _run_together(text: str, tagged: bool) -> list[str]:  # noqa: FBT001 - one flag, one caller
    for split_at in (_numbered, _lettered, _bulleted):
        parts = split_at(text)
        if parts:
            return parts
    parts = _outside_brackets(text, ";")
    return [piece for part in parts for piece in _at_joints(part)] if tagged else parts


def _numbered(text: str) -> list[str]:
    """Items "1. ... 2. ...", each number looked for in turn; empty where there is no "1." first.

    The number may be glued to a year that ends the item before ("Tahun 2020-20246. Permenpan").
    """
    starts: list[tuple[int, int]] = []  # (where the marker starts, where its item does)
    delimiter = ""
    for match in _MARKER.finditer(text):
        if not starts:
            if match.start() > 0 or match[1] != "1":
                return []
            delimiter = match[2]
            starts.append((0, match.end()))
        elif match[2] == delimiter:
            place = _marker_at(text, match, str(len(starts) + 1))
            starts += [] if place is None else [(place, match.end())]
    return _cut(text, starts)


def _marker_at(text: str, match: re.Match[str], number: str) -> int | None:
    """Where this marker starts if it is the ``number`` looked for; None if it is something else."""
    glued = match[1].removesuffix(number)
    if glued == match[1]:
        return None
    if glued:
        return match.start(1) + len(glued) if match[2] and _YEAR.fullmatch(glued) else None
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    inner = _INNER.search(before) or _COUNTED.search(before)
    return None if inner else match.start()


def _lettered(text: str) -> list[str]:
    """Items "a. ... b. ..."; empty where the text does not start so."""
    starts: list[tuple[int, int]] = []
    for match in _LETTER.finditer(text):
        if match[1] == chr(ord("a") + len(starts)) and (starts or match.start() == 0):
            starts.append((match.start(), match.end()))
    return _cut(text, starts) if len(starts) > 1 else []


def _cut(text: str, starts: list[tuple[int, int]]) -> list[str]:
    """The text of each item, from behind its marker to the next item's marker."""
    ends = [place for place, _ in starts[1:]] + [len(text)]
    return [text[start:end] for (_, start), end in zip(starts, ends, strict=False)]


def _bulleted(text: str) -> list[str]:
    """Items "- ... - ..."; empty where the text does not start with a bullet."""
    return _BULLETS.split(text) if _BULLET.match(text) else []


def _at_joints(text: str) -> list[str]:
    """Items whose line ends got lost: "ScannerJaringan InternetJaringan Telekomunikasi"."""
    joints = (match.start() for match in _JOINT.finditer(text))
    places = [x for x in joints if not _CAMEL.search(text[max(0, x - _LOOK_BACK) : x])]
    return [text[a:b] for a, b in pairwise([0, *places, len(text)])]


def _outside_brackets(text: str, separator: str) -> list[str]:
    """Split at a one-letter separator, but not within brackets."""
    parts, start, depth = [], 0, 0
    for place, letter in enumerate(text):
        if letter in "()":
            depth = max(0, depth + (1 if letter == "(" else -1))
        elif letter == separator and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]

"""Forms within forms: a few of them can stand for billions, and pdfium paints each one."""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple

_PAINTED = 100_000  # forms painted by one; a drawing has some dozens
LEVELS = 20  # forms within forms, each in another; a drawing has two or three
_DEEP = 3  # dictionaries between a form and those it names
_OBJECT = re.compile(rb"(?<=\s)obj\b")  # a search that begins with digits takes ten times as long
_NUMBER = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+$")
_BEFORE = 24  # bytes: an object's number and generation
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+R\b")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PAINT = re.compile(rb"\bDo\b")
_UNPACKED = 2**20  # bytes of a form in which it names others


class _Object(NamedTuple):
    """An object of the file: its dictionary, and its stream if it is a form."""

    dictionary: bytes
    stream: bytes | None


def multiply(content: bytes) -> bool:
    """Whether a form paints itself, directly or through others, or paints far too many."""
    objects = _objects(content)
    known: dict[int, int] = {}
    return any(
        _painted(number, objects, known, ()) > _PAINTED
        for number, one in objects.items()
        if one.stream is not None
    )


def _objects(content: bytes) -> dict[int, _Object]:
    if b"/Form" not in content:
        return {}
    places = [match.end() for match in _OBJECT.finditer(content)]
    return {
        int(number[1]): _object(content[place:end])
        for place, end in zip(places, [*places[1:], len(content)], strict=True)
        if (number := _NUMBER.search(content[max(0, place - _BEFORE) : place - 3]))
    }


def _object(body: bytes) -> _Object:
    start = _STREAM.search(body)
    if start is None:
        return _Object(body, None)
    dictionary = body[: start.start()]
    form = re.search(rb"/Subtype\s*/Form\b", dictionary) is not None
    return _Object(dictionary, body[start.end() :] if form else None)


def _painted(
    number: int, objects: dict[int, _Object], known: dict[int, int], within: tuple[int, ...]
) -> int:
    """How many forms are painted by one, itself included; too many where it is in itself."""
    if number in within or len(within) > LEVELS:
        return _PAINTED + 1
    if number not in known:
        inner = [
            _painted(other, objects, known, (*within, number))
            for other in _named(objects[number].dictionary, objects, _DEEP)
        ]
        times = len(_PAINT.findall(_unpacked(objects[number]))) if inner else 0
        known[number] = min(1 + times * max(inner, default=0), _PAINTED + 1)
    return known[number]


def _named(dictionary: bytes, objects: dict[int, _Object], deep: int) -> set[int]:
    """The forms that a form's resources name."""
    found: set[int] = set()
    start = max(0, dictionary.find(b"/Resources"))
    for match in _REFERENCE.finditer(dictionary, start):
        number = int(match[1])
        one = objects.get(number)
        if one is None or b"/Page" in one.dictionary:
            continue
        if one.stream is not None:
            found.add(number)
        elif deep:
            found |= _named(one.dictionary, objects, deep - 1)
    return found


def _unpacked(form: _Object) -> bytes:
    stream = form.stream or b""
    if b"/Fl" not in form.dictionary:
        return stream
    try:
        return zlib.decompressobj().decompress(stream, _UNPACKED)
    except zlib.error:
        return b""

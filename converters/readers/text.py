"""Plain text from an OCR: lines of cells with tabs between them, tags and Markdown left in."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from converters.readers import faults
from converters.readers.sop import assembly, lines

if TYPE_CHECKING:
    from converters.readers.result import ReadResult

# No SOP comes near these; they keep a hostile text from filling the memory.
LINES = 100_000
CHARACTERS = 100_000  # of one line
CELLS = 200  # of one line

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with that one's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n|\r|\n")
# Not allowed in XML, or seen by nobody: controls, zero-width marks, non-characters.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\ufeff\ufffe\uffff]"
)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_NOISY = 0.005  # share of control characters above which it is no text
# What tells an SOP: without one of these there is nothing to look for.
_TELLING = re.compile(r"kegiatan|akti[vf]itas|uraian|prosedur|pelaksana|sop", re.IGNORECASE)


def read(file: str, content: bytes) -> ReadResult:
    """The SOPs in a text: UTF-8 (with or without BOM), or UTF-16 and UTF-32 with one.

    Raises:
        DocumentError: it is no text, or no SOP is in it.
    """
    text = _decode(file, content)
    if not text.strip():
        raise faults.fault("file-empty", file=file)
    if not _TELLING.search(text):
        raise faults.fault("no-sop", file=file)
    return assembly.assemble(_lines(file, text), file)


def _decode(file: str, content: bytes) -> str:
    bom, encoding = next((x for x in _BOMS if content.startswith(x[0])), (b"", "utf-8"))
    body = content.removeprefix(bom)
    if encoding == "utf-8" and b"\x00" in body:
        raise faults.fault("binary", file=file)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        good = body[: error.start].decode(encoding, errors="ignore")
        line = len(_LINE_END.findall(good)) + 1
        raise faults.fault("not-utf8", file=file, line=line) from None
    if len(_CONTROL.findall(text)) > _NOISY * len(text):
        raise faults.fault("binary", file=file)
    return text


def _lines(file: str, text: str) -> list[lines.Line]:
    printed = _LINE_END.split(text)
    if len(printed) > LINES:
        raise faults.fault("too-many-lines", file=file, limit=LINES)
    found: list[lines.Line] = []
    gap = True
    for number, raw in enumerate(printed, start=1):
        if len(raw) > CHARACTERS or raw.count("\t") >= CELLS:
            limits = {"limit": CHARACTERS, "cells": CELLS}
            raise faults.fault("line-too-long", file=file, line=number, **limits)
        line = lines.make(number, tuple(INVISIBLE.sub("", raw).split("\t")), gap=gap)
        gap = not line.filled
        if not gap:
            found.append(line)
    return found

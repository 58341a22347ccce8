"""The OCR: Tesseract, from the extra ``ocr``, with the model for Indonesian that Debian packs."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

_LANGUAGE = "ind"
# Where Linux distributions and Homebrew keep the models; TESSDATA_PREFIX is Tesseract's own.
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_PATIENCE = 20_000  # milliseconds for one cell, or the text around them; a full page needs 2,000
_SURE = 50  # per cent; the lines of a symbol that are taken for letters mostly have less


class Word(NamedTuple):
    """A word in a picture; places in pixels."""

    text: str
    left: float
    right: float
    top: float  # of its line, as are the next two
    bottom: float
    base: float
    line: int  # the same for all words of a line
    sure: float  # 0 to 1


def ready() -> bool:
    """Whether there is an OCR here: the extra ``ocr``, and the model."""
    return find_spec("tesserocr") is not None and _models() is not None


def _models() -> str | None:
    """The folder with the model."""
    named = os.environ.get("TESSDATA_PREFIX")
    folders = ([named, f"{named}/tessdata"] if named else []) + list(_FOLDERS)
    held = (folder for folder in folders if Path(folder, f"{_LANGUAGE}.traineddata").is_file())
    return next(held, None)


class Recogniser:
    """Reads one picture, part by part."""

    def __init__(self, picture: Image, dpi: float) -> None:
        """``picture`` is in shades of grey."""
        self._ocr: Any = import_module("tesserocr")
        self._engine = _engine()
        self._engine.SetImage(picture)
        self._engine.SetSourceResolution(round(dpi))

    def block(self, left: int, top: int, right: int, bottom: int) -> Iterator[Word]:
        """The words of a part that is one block of text: a cell's."""
        self._engine.SetPageSegMode(self._ocr.PSM.SINGLE_BLOCK)
        self._engine.SetRectangle(left, top, right - left, bottom - top)
        return self._words()

    def scattered(self) -> Iterator[Word]:
        """The words of the whole picture, wherever they stand."""
        self._engine.SetPageSegMode(self._ocr.PSM.SPARSE_TEXT)
        return self._words()

    def _words(self) -> Iterator[Word]:
        found = self._engine.GetIterator() if self._engine.Recognize(_PATIENCE) else None
        if found is None:
            return
        word, line = self._ocr.RIL.WORD, self._ocr.RIL.TEXTLINE
        number = 0
        for at in self._ocr.iterate_level(found, word):
            if at.Empty(word):
                continue
            number += at.IsAtBeginningOf(line)
            text, sure = at.GetUTF8Text(word).strip(), at.Confidence(word)
            if sure < _SURE or not text:
                continue
            left, _, right, _ = at.BoundingBox(word)
            _, top, _, bottom = at.BoundingBox(line)
            (_, one), (_, other) = at.Baseline(line)
            base = (one + other) / 2
            yield Word(text, left, right, top, bottom, base, number, sure / 100)


@cache
def _engine() -> Any:
    """Tesseract with its model in memory, which takes as long as reading some cells."""
    ocr = import_module("tesserocr")
    engine = ocr.PyTessBaseAPI(path=_models(), lang=_LANGUAGE)
    engine.SetVariable("debug_file", os.devnull)  # it writes about empty parts
    return engine

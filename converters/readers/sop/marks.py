"""The marks in performer cells, as an OCR spells them."""

from __future__ import annotations

import re

from converters.table import MarkKind

# Signs of work; the others are labels of arrows, or the arrows themselves.
SYMBOLS = frozenset({MarkKind.START, MarkKind.END, MarkKind.TASK, MarkKind.DECISION})
_WORDS = {
    "mulai": MarkKind.START, "start": MarkKind.START,
    "selesai": MarkKind.END, "end": MarkKind.END, "finish": MarkKind.END,
    "stop": MarkKind.END,
    "y": MarkKind.YES, "ya": MarkKind.YES,
    "t": MarkKind.NO, "tidak": MarkKind.NO, "tdk": MarkKind.NO,
    "v": MarkKind.TASK, "x": MarkKind.TASK, "o": MarkKind.TASK,
}  # fmt: skip
_SHAPES = (
    (re.compile(r"box|rectangle|square|kotak|persegi"), MarkKind.TASK),
    (re.compile(r"diamond|rhombus|belah ketupat"), MarkKind.DECISION),
    (re.compile(r"arrow|panah|line"), MarkKind.ARROW),
)
_SIGNS = {
    **dict.fromkeys("□■▭▬☐◻◼▢▪√✓✔✗✘☑✅●•○◯◉", MarkKind.TASK),
    **dict.fromkeys("◇◆⬦⬥♦◊", MarkKind.DECISION),
    **dict.fromkeys("<>←→↑↓↔⇒⇐⇑⇓➔➜►◄▲▼", MarkKind.ARROW),
    **dict.fromkeys(("->", "-->", "<-", "<--", "=>"), MarkKind.ARROW),
}
_VARIANTS = "\ufe0e\ufe0f"  # what says that a sign is meant as text, or as a picture
_TOKEN = re.compile(r"\[[^\[\]]{0,40}\]|\S+")
_OPENING = re.compile(r"([^\s/,;:(]+)[\s/,;:]*(?=\S)")
_LONGEST = 200  # characters; a longer text is not marks


def read(cell: str) -> tuple[tuple[MarkKind, str], ...] | None:
    """The marks of a performer cell, in order, as printed; None: something else stands there."""
    if len(cell) > _LONGEST:
        return None
    found = []
    for token in _TOKEN.findall(cell):
        kind = _kind(token)
        if kind is None:
            return None
        found.append((kind, token))
    return tuple(found)


def opening(cell: str) -> tuple[tuple[tuple[MarkKind, str], ...], str]:
    """The sign of work that a performer cell begins with, and the rest: "√ (bila perlu)"."""
    sign = _OPENING.match(cell)
    kind = _kind(sign[1]) if sign else None
    if sign is None or kind not in SYMBOLS:
        return (), cell
    return ((kind, sign[1]),), cell[sign.end() :]


def _kind(token: str) -> MarkKind | None:
    word = token.casefold().strip("[]() .")
    shape = (kind for pattern, kind in _SHAPES if token[0] == "[" and pattern.search(word))
    return _SIGNS.get(token.rstrip(_VARIANTS)) or _WORDS.get(word) or next(shape, None)

"""What a decision's arrows answer: "Ya", "Tidak"."""

from __future__ import annotations

import re

from converters.readers.page import ShapeKind

_ANSWER = re.compile(r"\(?(?:y|t|n|ya|tidak|tdk|yes|no)\)?[.,]?", re.IGNORECASE)


def is_answer(kind: ShapeKind | None, text: str) -> bool:
    """Whether a symbol is a text box with a line around it that labels an arrow: no step."""
    return kind is ShapeKind.PROCESS and _ANSWER.fullmatch(text.strip()) is not None


def whole(label: str) -> str:
    """A label on one line, an answer that a narrow text box broke ("Tid" / "ak") put together."""
    words = label.split()
    joined = "".join(words)
    return joined if _ANSWER.fullmatch(joined) else " ".join(words)

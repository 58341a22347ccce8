"""Text boxes with a line around them that label an arrow: they are no steps."""

from __future__ import annotations

import re

from converters.readers.page import ShapeKind

_ANSWER = re.compile(r"\(?(?:y|t|n|ya|tidak|tdk|yes|no)\)?[.,]?", re.IGNORECASE)


def is_answer(kind: ShapeKind | None, text: str) -> bool:
    """Whether a symbol is a rectangle that says only what a decision's arrow answers."""
    return kind is ShapeKind.PROCESS and _ANSWER.fullmatch(text.strip()) is not None

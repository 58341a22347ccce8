"""Formulas and scripts: text that must not reach a spreadsheet, a form or a browser."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from converters.readers import faults

if TYPE_CHECKING:
    from collections.abc import Iterable

    from converters.errors import DocumentError
    from converters.readers.sop.lines import Line

# What a spreadsheet would run at a cell's start: a function, a DDE call, any "=" expression.
_FORMULA = re.compile(
    r"(?:^|[,;]\s{0,3})[\s'\"]{0,3}"
    r"(?:[=+@＝＋＠][A-Za-z_][\w.]{0,60}\(|-[A-Z]{2,20}\(|[=+\-@＝＋＠]\s?[\w.+*/()\-]{1,60}\s?\|)"
    r"|^[\s'\"]{0,3}[=＝]\s?[\w(\"'$+\-@#{]"
)
# What a browser would run: tags that carry code, event handlers, script addresses.
_SCRIPT = re.compile(
    r"<\s{0,3}/?\s{0,3}(?:script|iframe|object|embed|applet|svg|math|meta|link|base|form|template)\b"
    r"|<[^<>]{0,400}[\s/\"']on[a-z]{3,20}\s{0,3}="
    r"|(?:java|vb|live)script\s{0,3}:|data\s{0,3}:\s{0,3}text/html",
    re.IGNORECASE,
)
_SIGNS = frozenset("=+-@＝＋＠")


def find(section: Iterable[Line], file: str) -> DocumentError | None:
    """The first formula or script in an SOP's lines, as the error that refuses the SOP."""
    for line in section:
        if code := name(line):
            return faults.fault(code, file=file, line=line.number)
    return None


def name(line: Line) -> str | None:
    """The fault that a line's cells hold, by its code; None: they are harmless."""
    if any(map(_script, line.raw)):
        return "script"
    return "formula" if any(map(_formula, line.cells)) else None


def _formula(cell: str) -> bool:
    return not _SIGNS.isdisjoint(cell) and _FORMULA.search(cell) is not None


def _script(raw: str) -> bool:
    if "<" not in raw and ":" not in raw and "&" not in raw:
        return False
    text = html.unescape(raw) if "&" in raw else raw
    return _SCRIPT.search(text) is not None

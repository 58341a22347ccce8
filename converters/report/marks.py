"""What stands in a performer's cell: the symbols as drawn, else the one that was inferred."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from converters.markup import tag
from converters.picture.drawn import KINDS

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.model import DrawnMark, Step

# Kind of a mark -> outline of its symbol where no shape was drawn but a word was printed.
_OUTLINES = {
    "task": "process",
    "decision": "decision",
    "start": "terminator",
    "end": "terminator",
    "off-page": "off-page",
}
_LETTERS = {"yes": "Ya", "no": "Tidak"}


class _Symbol(NamedTuple):
    kind: str
    outline: str


def add_marks(cell: _Element, role: str, step: Step, *, inferred: bool) -> None:
    """The symbols of the performer's column on the row, as many as are drawn there.

    Args:
        cell: what they become part of.
        role: the performer.
        step: the row.
        inferred: whether who does the row was inferred.
    """
    mine = [mark for mark in step.marks if mark.role == role]
    symbols = [_symbol(mark) for mark in mine if mark.kind in _OUTLINES]
    takes_part = role in (step.role, *step.with_roles)
    if takes_part and all(one.kind == "off-page" for one in symbols):
        decides = step.decision and role == step.role and not _decided(step)
        symbols.append(_Symbol("decision", "decision") if decides else _Symbol("task", "process"))
    for symbol in symbols:
        works = takes_part and symbol.kind != "off-page"
        _draw(cell, symbol, works=works, helps=_helps(role, step), inferred=inferred)
    for mark in mine:
        if mark.kind in _LETTERS:
            tag(cell, "span", _LETTERS[mark.kind], class_="answer")


def _symbol(mark: DrawnMark) -> _Symbol:
    return _Symbol(mark.kind, mark.shape or _OUTLINES[mark.kind])


def _decided(step: Step) -> bool:
    return any(mark.kind == "decision" for mark in step.marks)


def _helps(role: str, step: Step) -> bool:
    """Whether the performer takes part in another one's work, and has none of the row's own."""
    return role not in (step.role, *(part.role for part in step.parts))


def _draw(cell: _Element, symbol: _Symbol, *, works: bool, helps: bool, inferred: bool) -> None:
    """Draw it, and say it to those who cannot see it."""
    said, classes = [KINDS[symbol.kind]], ["symbol", symbol.kind]
    if works:
        said.append("ikut mengerjakan" if helps else "pelaksana")
        classes += ["partner"] * helps
        said += ["disimpulkan"] * inferred
        classes += ["inferred"] * inferred
    spoken = ", ".join(said)
    box = {"viewBox": "0 0 30 20", "class_": " ".join(classes)}
    svg = tag(cell, "svg", role="img", aria_label=spoken, **box)
    tag(svg, "title", spoken)
    if symbol.outline == "decision":
        tag(svg, "polygon", points="15,1 29,10 15,19 1,10")
    elif symbol.outline == "off-page":
        tag(svg, "polygon", points="8,2 22,2 22,12 15,18 8,12")
    else:
        rounding = 6 if symbol.outline == "terminator" else 0
        tag(svg, "rect", x=2, y=4, width=26, height=12, rx=rounding)

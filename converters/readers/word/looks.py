"""How paragraphs and runs look, as far as reading and measuring need: styles and their bases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.readers.word.xml import child, children, flag, local, number, twips, value, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

_HALF = 0.5  # sizes are in half points
_LINE = 12.0  # points: "auto" counts lines as if each took so much
_BASES = 20  # styles based on styles


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What properties, styles and defaults come to for a paragraph or a run of it."""

    size: float = 10.0  # points: what Word takes where a document says nothing
    font: str = "Times New Roman"
    hidden: bool = False
    capitals: bool = False
    before: float = 0.0  # points above and below the paragraph
    after: float = 0.0
    line: float = 1.0  # of the font's line; or, where ``rule`` says so, points
    rule: str = "auto"  # "exact", "atLeast"
    align: str = "left"
    left: float = 0.0  # indents in points
    right: float = 0.0
    number: int = 0  # w:numId; 0: not numbered
    level: int = 0
    page_before: bool = False


class Styles:
    """The styles of a document.

    Args:
        root: ``w:styles``; None where the document has none.
    """

    def __init__(self, root: _Element | None) -> None:
        self._by_id = {value(style, "styleId"): style for style in children(root, "style")}
        self._default = {
            value(style, "type"): style
            for style in children(root, "style")
            if value(style, "default") in {"1", "true", "on"}
        }
        defaults = child(root, "docDefaults")
        base = _paragraph(Look(), child(defaults, "pPrDefault", "pPr"))
        self.base = _run(base, child(defaults, "rPrDefault", "rPr"))
        self._known: dict[tuple[Look, str | None], Look] = {}

    def element(self, style: str | None) -> _Element | None:
        """A style by its id."""
        return self._by_id.get(style)

    def table(self, style: str | None) -> Look:
        """What a table's style makes of the document's defaults."""
        return self._styled(self.base, style, "table")

    def paragraph(self, properties: _Element | None, base: Look) -> Look:
        """A paragraph with these ``w:pPr``, within what ``base`` says."""
        styled = self._styled(base, value(child(properties, "pStyle")), "paragraph")
        return _paragraph(styled, properties)

    def run(self, properties: _Element | None, paragraph: Look) -> Look:
        """A run with these ``w:rPr`` in a paragraph."""
        if properties is None:
            return paragraph
        style = value(child(properties, "rStyle"))
        look = paragraph if style is None else self._styled(paragraph, style, "character")
        return _run(look, properties)

    def _styled(self, base: Look, style: str | None, kind: str) -> Look:
        key = (base, style if style in self._by_id else f"default {kind}")
        if key not in self._known:
            look = base
            for one in self.bases(style, kind):
                look = _run(_paragraph(look, child(one, "pPr")), child(one, "rPr"))
            self._known[key] = look
        return self._known[key]

    def bases(self, style: str | None, kind: str) -> Iterable[_Element]:
        """A style (or the default one of its kind) after those that it is based on."""
        return reversed(list(self._chain(self._by_id.get(style, self._default.get(kind)))))

    def _chain(self, style: _Element | None) -> Iterator[_Element]:
        for _ in range(_BASES):  # they may be based on each other in a circle
            if style is None:
                return
            yield style
            style = self._by_id.get(value(child(style, "basedOn")))


def _paragraph(look: Look, properties: _Element | None) -> Look:
    changes: dict[str, object] = {}
    for entry in properties if properties is not None else ():
        name = local(entry)
        if name == "spacing":
            changes |= _spacing(entry, look)
        elif name == "ind":
            changes["left"] = twips(value(entry, "left") or value(entry, "start"), look.left)
            changes["right"] = twips(value(entry, "right") or value(entry, "end"), look.right)
        elif name == "jc":
            changes["align"] = value(entry) or look.align
        elif name == "pageBreakBefore":
            changes["page_before"] = bool(flag(entry))
        elif name == "numPr":
            level, numbers = child(entry, "ilvl"), child(entry, "numId")
            changes["level"] = whole(value(level), look.level)
            changes["number"] = whole(value(numbers), look.number)
    return msgspec.structs.replace(look, **changes) if changes else look


def _spacing(entry: _Element, look: Look) -> dict[str, object]:
    rule = value(entry, "lineRule") or ("auto" if value(entry, "line") else look.rule)
    line = value(entry, "line")
    if line is None:
        height = look.line
    else:
        height = twips(line, _LINE) / _LINE if rule == "auto" else twips(line)
    return {
        "before": twips(value(entry, "before"), look.before),
        "after": twips(value(entry, "after"), look.after),
        "line": max(0.0, min(height, 1000.0)),
        "rule": rule,
    }


def _run(look: Look, properties: _Element | None) -> Look:
    changes: dict[str, object] = {}
    for entry in properties if properties is not None else ():
        name = local(entry)
        if name == "sz":
            size = number(value(entry), 2 * look.size) * _HALF
            changes["size"] = min(max(size, 1.0), 400.0)
        elif name == "rFonts":
            theme = value(entry, "asciiTheme") and "Calibri"  # what Word's own themes have
            changes["font"] = value(entry, "ascii") or theme or look.font
        elif name == "vanish":
            changes["hidden"] = bool(flag(entry))
        elif name in {"caps", "smallCaps"}:
            changes["capitals"] = changes.get("capitals", False) or bool(flag(entry))
    return msgspec.structs.replace(look, **changes) if changes else look

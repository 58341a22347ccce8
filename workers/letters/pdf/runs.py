"""What stands in a paragraph: words, tabs, breaks, pictures, page numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from docx.oxml.ns import qn

from workers.letters.pdf import fonts
from workers.letters.pdf.characters import displayable, from_symbol_font
from workers.letters.pdf.layers import Layer, is_on, layer, local, merge, points, value
from workers.letters.pdf.pictures import picture
from workers.letters.pdf.tree import Break, Inline, Number, PageBreak, Placed, Style, Tab, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.letters.pdf.source import Source

Part = Inline | Placed
# Word's own names for its highlighters.
_HIGHLIGHTS = {
    "yellow": "ffff00", "green": "00ff00", "cyan": "00ffff", "magenta": "ff00ff", "blue": "0000ff",
    "red": "ff0000", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080",
    "lightGray": "c0c0c0", "black": "000000", "white": "ffffff",
}  # fmt: skip
_THROUGH = {
    "hyperlink",
    "ins",
    "smartTag",
    "sdt",
    "sdtContent",
    "dir",
    "bdo",
    "customXml",
    "moveTo",
}
_NO_SHOW = {
    "pict": "a drawn shape or text box",
    "object": "an embedded object",
    "AlternateContent": "a drawn shape or text box",
    "oMath": "an equation",
    "oMathPara": "an equation",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "ruby": "ruby text",
}
_COLOR = re.compile(r"[0-9a-f]{6}")
_COUNTS: dict[str, Literal["page", "pages"]] = {"PAGE": "page", "NUMPAGES": "pages"}
_SCRIPTS: dict[str | None, Literal["", "super", "sub"]] = {
    "superscript": "super",
    "subscript": "sub",
}


def parts(paragraph: Any, base: Layer, source: Source) -> list[Part]:
    """Read a paragraph's content, in order.

    Args:
        paragraph: a w:p.
        base: the run properties of its style.
        source: the document.
    """
    return list(_Reader(base, source).paragraph(paragraph))


class _Reader:
    def __init__(self, base: Layer, source: Source) -> None:
        self._base = base
        self._source = source
        self._fields: list[_Field] = []

    def paragraph(self, parent: Any) -> Iterator[Part]:
        for child in parent:
            name = local(child)
            if name == "r":
                yield from self._run(child)
            elif name == "fldSimple":
                yield from self._simple_field(child)
            elif name in _THROUGH:
                yield from self.paragraph(child)
            elif name in {"del", "moveFrom"}:
                self._source.leave_out("tracked changes (shown as accepted)")
            elif name in _NO_SHOW:
                self._source.leave_out(_NO_SHOW[name])

    def _simple_field(self, field: Any) -> Iterator[Part]:
        kind = _counted(field.get(qn("w:instr")))
        if kind is None:
            yield from self.paragraph(field)
            return
        run = field.find(qn("w:r"))
        yield Number(of=kind, style=style_of(self._properties(run), self._source))

    def _run(self, run: Any) -> Iterator[Part]:
        properties = self._properties(run)
        for child in run:
            name = local(child)
            if name == "fldChar":
                yield from self._field(child.get(qn("w:fldCharType")), properties)
            elif name == "instrText" and self._fields:
                self._fields[-1].instruction += child.text or ""
            elif self._is_shown(properties):
                yield from self._content(name, child, properties)

    def _is_shown(self, properties: Layer) -> bool:
        hidden = any(field.is_counted or not field.has_result for field in self._fields)
        return not hidden and not is_on(properties, "vanish")

    def _content(self, name: str, child: Any, properties: Layer) -> Iterator[Part]:
        match name:
            case "t":
                yield self._text(child.text or "", properties)
            case "tab" | "ptab":
                yield Tab()
            case "br" | "cr":
                yield PageBreak() if child.get(qn("w:type")) == "page" else Break()
            case "noBreakHyphen":
                yield self._text("\N{NON-BREAKING HYPHEN}", properties)
            case "sym":
                code = int(child.get(qn("w:char")) or "0", 16)
                sign = from_symbol_font(child.get(qn("w:font")), code)
                yield self._text(sign, properties)
            case "drawing":
                shown = picture(child, self._source)
                if shown is not None:
                    yield shown
            case _ if name in _NO_SHOW:
                self._source.leave_out(_NO_SHOW[name])

    def _field(self, kind: str | None, properties: Layer) -> Iterator[Part]:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields:
            field = self._fields.pop()
            if counted := _counted(field.instruction):
                yield Number(of=counted, style=style_of(properties, self._source))

    def _properties(self, run: Any | None) -> Layer:
        own = layer(run.find(qn("w:rPr"))) if run is not None else {}
        styled = self._source.styles.chain(value(own, "rStyle"), "w:rPr")
        return merge(self._base, *styled, own)

    def _text(self, text: str, properties: Layer) -> Text:
        return text_of(text, properties, self._source)


class _Field:
    """A field, such as the page's number: its instruction, then what it last gave."""

    def __init__(self) -> None:
        self.instruction = ""
        self.has_result = False

    @property
    def is_counted(self) -> bool:
        return _counted(self.instruction) is not None


def _counted(instruction: str | None) -> Literal["page", "pages"] | None:
    words = (instruction or "").split()
    return _COUNTS.get(words[0].upper()) if words else None


def text_of(text: str, properties: Layer, source: Source) -> Text:
    """Words in the style of a run; signs that no font has are noted."""
    style = style_of(properties, source)
    known = fonts.face(style.font[0]).characters
    written = text.upper() if is_on(properties, "caps") else text
    shown, whole = displayable(written, known, source.word_font(properties))
    if not whole:
        source.leave_out("characters that the fonts do not have")
    if style.underline and not shown.strip():  # a line to write on; it must not end before its time
        shown = shown.replace(" ", "\N{NO-BREAK SPACE}")
    return Text(text=shown, style=style)


def style_of(properties: Layer, source: Source) -> Style:
    """How a run looks."""
    return Style(
        font=(source.family(properties), fonts.SYMBOLS),
        size=source.size(properties),
        bold=is_on(properties, "b"),
        italic=is_on(properties, "i"),
        underline=value(properties, "u") not in {None, "none"},
        strike=is_on(properties, "strike") or is_on(properties, "dstrike"),
        color=color(value(properties, "color")) or "000000",
        highlight=_HIGHLIGHTS.get(value(properties, "highlight") or "")
        or color(value(properties, "shd", "fill")),
        raised=_SCRIPTS.get(value(properties, "vertAlign"), ""),
        tracking=points(properties, "spacing"),
        small_caps=is_on(properties, "smallCaps"),
    )


def color(word: str | None) -> str | None:
    """A colour's six hex digits; None: none is set, or the usual one."""
    text = (word or "").lower()
    return text if _COLOR.fullmatch(text) else None

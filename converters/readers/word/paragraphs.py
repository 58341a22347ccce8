"""What stands in paragraphs: the text a reader sees, and what is drawn there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.readers import symbol_fonts
from converters.readers.word.xml import child, children, local, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.readers.word.looks import Look, Styles
    from converters.readers.word.numbering import Numbering

# What may stand around runs or paragraphs and shows its content; deletions are not among them.
_TRANSPARENT = {
    "ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml",
    "dir", "bdo",
}  # fmt: skip
_FORMULAS = {"oMath", "oMathPara"}  # "≤ 1 hari", say; read as the letters in it
_KNOWN = {"wps", "wpg", "wpc", "wp14", "w14", "w15"}  # what we read of Word's extensions
_GONE = ("del", "moveFrom")
_DRAWN = {"drawing", "pict", "object"}
_BETWEEN = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}


class Hanging(NamedTuple):
    """Something drawn whose anchor stands in a paragraph."""

    element: _Element  # w:drawing, w:pict, w:object
    before: str  # the text of the line in front of it


class Paragraph(NamedTuple):
    """A paragraph as it is seen."""

    look: Look
    text: str  # with its number; "\n" where a line was broken on purpose
    size: float  # points: of its largest letters
    font: str
    drawn: tuple[Hanging, ...] = ()
    starts_page: bool = False  # Word last began a page with it
    ends_page: bool = False  # a page ends in it or after it


def blocks(container: _Element) -> Iterator[_Element]:
    """The paragraphs and tables in a body, cell or text box, those in content controls, too."""
    for element in container.iterchildren("{*}*"):
        name = local(element)
        if name in {"p", "tbl"}:
            yield element
        elif name in _TRANSPARENT:
            yield from blocks(element)
        elif name == "AlternateContent":
            yield from blocks(chosen(element))


def chosen(alternatives: _Element) -> _Element:
    """Of an ``mc:AlternateContent`` the first choice that we can read, else the fallback."""
    for choice in children(alternatives, "Choice"):
        if set((choice.get("Requires") or "").split()) <= _KNOWN:
            return choice
    fallback = child(alternatives, "Fallback")
    return alternatives if fallback is None else fallback


class Paragraphs:
    """The reader of a document's paragraphs; each is to be read once, in the document's order."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def read(self, element: _Element, base: Look) -> Paragraph | None:
        """A ``w:p`` within a table's or the document's look; None where it was deleted."""
        properties = child(element, "pPr")
        look = self._styles.paragraph(properties, base)
        content = _Content(self._styles, look)
        content.walk(element)
        text = "".join(content.parts)
        mark = child(properties, "rPr")
        if not (text or content.drawn) and next(children(mark, *_GONE), None) is not None:
            return None
        label = ""
        if look.number > 0:
            label = self._numbering.label(look.number, look.level)
            indent = self._numbering.indent(look.number, look.level)
            if indent is not None and child(properties, "ind") is None:
                look = msgspec.structs.replace(look, left=indent)
        found = self._styles.run(mark, look)
        return Paragraph(
            look=look,
            text=f"{label} {text}" if label else text,
            size=content.size or found.size,
            font=content.font or found.font,
            drawn=tuple(content.drawn),
            starts_page=content.starts_page or look.page_before,
            ends_page=content.ends_page,
        )


class _Content:
    """What the runs of one paragraph come to."""

    def __init__(self, styles: Styles, look: Look) -> None:
        self._styles = styles
        self._look = look
        self.parts: list[str] = []
        self.drawn: list[Hanging] = []
        self.size = 0.0
        self.font = ""
        self.starts_page = self.ends_page = False

    def walk(self, element: _Element) -> None:
        for node in element.iterchildren("{*}*"):
            name = local(node)
            if name == "r":
                self._run(node, self._styles.run(child(node, "rPr"), self._look))
            elif name in _TRANSPARENT:
                self.walk(node)
            elif name in _FORMULAS:
                self.parts.append("".join(x.text or "" for x in node.iter("{*}t")))
            elif name == "AlternateContent":
                self.walk(chosen(node))

    def _run(self, run: _Element, look: Look) -> None:
        if look.hidden:
            return
        for node in run.iterchildren("{*}*"):
            name = local(node)
            if name in _DRAWN:
                line = "".join(self.parts).rpartition("\n")[2]
                self.drawn.append(Hanging(node, line))
            elif name == "AlternateContent":
                self._run(chosen(node), look)
            elif name == "lastRenderedPageBreak":
                self._page()
            else:
                self._text(node, name, look)

    def _text(self, node: _Element, name: str, look: Look) -> None:
        if name == "t":
            text = symbol_fonts.seen(node.text or "", look.font)
        elif name == "sym":
            code = int(value(node, "char") or "", 16) if _is_code(value(node, "char")) else 0x2022
            text = symbol_fonts.seen(chr(code), value(node, "font") or "")
        elif name == "br":
            text = "" if value(node, "type") in {"page", "column"} else "\n"
            self.ends_page = self.ends_page or value(node, "type") == "page"
        else:
            text = _BETWEEN.get(name, "")
        if text:
            self.parts.append(text.upper() if look.capitals else text)
            if look.size > self.size:
                self.size, self.font = look.size, look.font

    def _page(self) -> None:
        """Word last began a page here."""
        if "".join(self.parts).strip():
            self.ends_page = True
        else:
            self.starts_page = True


def _is_code(text: str | None) -> bool:
    """Whether a character's number is one that a text can hold."""
    try:
        code = int(text or "", 16)
    except ValueError:
        return False
    return 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE  # noqa: PLR2004 - surrogates between

"""The Word document that is being read, and what all its parts share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from workers.letters.pdf import fonts
from workers.letters.pdf.characters import is_symbol_font
from workers.letters.pdf.layers import TWIPS, Layer, Styles, is_on, layer, number, value
from workers.letters.pdf.numbering import Numbering

if TYPE_CHECKING:
    from docx.document import Document

_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_HALF = 2  # half points in a point
_TAB = 36.0


class Source:
    """A document: styles, lists, theme and settings; pictures and omissions as they turn up."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.part: Any = document.part  # whose relationships hold: a header has its own
        self.styles = Styles(document)
        self.numbering = Numbering(self._related(RELATIONSHIP_TYPE.NUMBERING))
        self.settings = layer(document.settings.element)
        self.files: dict[str, bytes] = {}
        self.left_out: set[str] = set()
        self._theme = self._theme_fonts()
        compat = document.settings.element.find(qn("w:compat"))
        self._compat = layer(compat)
        self.mode = _mode(compat)

    @property
    def tab(self) -> float:
        """From one tab stop to the next, where a paragraph has none of its own."""
        twips = number(self.settings, "defaultTabStop")
        return twips / TWIPS if twips else _TAB

    @property
    def adds_gaps(self) -> bool:
        """Whether the spaces of two paragraphs add up; if not, the larger one counts."""
        return is_on(self._compat, "doNotUseHTMLParagraphAutoSpacing")

    def leave_out(self, what: str) -> None:
        """Note a feature that does not come through; never what it says."""
        self.left_out.add(what)

    def add_file(self, content: bytes, suffix: str) -> str:
        """Take a picture along, and return its name."""
        name = f"picture-{len(self.files)}.{suffix}"
        known = (there for there, held in self.files.items() if held == content)
        found = next(known, name)
        self.files[found] = content
        return found

    def word_font(self, run: Layer) -> str | None:
        """The font that a run names, itself or by the theme."""
        theme = value(run, "rFonts", "asciiTheme") or value(run, "rFonts", "hAnsiTheme")
        if theme:
            return self._theme.get(theme[:5])
        return value(run, "rFonts", "ascii") or value(run, "rFonts", "hAnsi")

    def family(self, run: Layer) -> str:
        """The font that is used for a run; that it is another one is noted."""
        named = self.word_font(run)
        used, same = fonts.family(named)
        if named and not same and not is_symbol_font(named):
            self.leave_out(f"font {named} (set in {used})")
        return used

    def size(self, run: Layer) -> float:
        """A run's size in points."""
        return (number(run, "sz") or 20.0) / _HALF

    def _related(self, kind: str) -> Any | None:
        """The root element of a part that a document may have."""
        try:
            return parse_xml(self.document.part.part_related_by(kind).blob)
        except KeyError:
            return None

    def _theme_fonts(self) -> dict[str, str]:
        """Font of headings ("major") and of text ("minor")."""
        root = self._related(RELATIONSHIP_TYPE.THEME)
        found = {}
        for kind in ("major", "minor"):
            path = f".//{_MAIN}{kind}Font/{_MAIN}latin"
            latin = root.find(path) if root is not None else None
            if latin is not None and latin.get("typeface"):
                found[kind] = latin.get("typeface")
        return found


def _mode(compat: Any | None) -> int:
    """Which Word the document is laid out for: 12 (2007) to 15 (2013 and later)."""
    for setting in compat if compat is not None else ():
        if setting.get(qn("w:name")) == "compatibilityMode":
            return int(setting.get(qn("w:val")))
    return 12

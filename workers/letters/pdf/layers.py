"""What formatting applies: Word's styles, layer upon layer (ECMA-376 part 1, section 17.7.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docx.document import Document

# A property's local name -> its attributes, by local name. What is nested (tab stops, borders)
# gets a name of its own for each: "tabs.3402", "pBdr.bottom".
Layer = dict[str, dict[str, str]]
_MERGED = {"spacing", "ind", "rFonts"}  # attribute by attribute; all else as a whole
_NESTED = {"tabs", "pBdr", "tblBorders", "tcBorders", "tblCellMar", "tcMar", "numPr"}
_SAME = {"start": "left", "end": "right"}  # what newer writers call them
_INSTEAD = (
    ("firstLine", "hanging"),
    ("ascii", "asciiTheme"),
    ("hAnsi", "hAnsiTheme"),
)
_OFF = {"0", "false", "off", "none"}
TWIPS = 20  # in a point


def local(element: Any) -> str:
    """An element's name without its namespace; comments have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def layer(properties: Any | None) -> Layer:
    """Read a properties element (w:pPr, w:rPr, w:tblPr, ...); None: nothing is set."""
    read: Layer = {}
    for child in properties if properties is not None else ():
        name = local(child)
        if name in _NESTED:
            read |= {_nested(name, each): _attributes(each) for each in child}
        else:
            read[name] = _attributes(child)
    return read


def _nested(name: str, element: Any) -> str:
    if name == "tabs":
        return f"tabs.{element.get(qn('w:pos'))}"
    side = local(element)
    return f"{name}.{_SAME.get(side, side)}"


def _attributes(element: Any) -> dict[str, str]:
    named = ((key.rpartition("}")[2], value) for key, value in element.attrib.items())
    return {_SAME.get(key, key): value for key, value in named}


def merge(*layers: Layer) -> Layer:
    """Lay each over the ones before."""
    merged: Layer = {}
    for above in layers:
        for name, attributes in above.items():
            below = merged.get(name, {}) if name in _MERGED else {}
            merged[name] = _without_replaced(below, attributes) | attributes
    return merged


def _without_replaced(below: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    """Drop what the upper layer says in another way: a hanging indent for a first line's."""
    gone = {b for a, b in _INSTEAD if a in above} | {a for a, b in _INSTEAD if b in above}
    return {key: value for key, value in below.items() if key not in gone}


def is_on(properties: Layer, name: str) -> bool:
    """Whether a switch such as bold is set."""
    return name in properties and properties[name].get("val", "1") not in _OFF


def value(properties: Layer, name: str, attribute: str = "val") -> str | None:
    """One attribute of a property."""
    return properties.get(name, {}).get(attribute)


def number(properties: Layer, name: str, attribute: str = "val") -> float | None:
    """One attribute as a number; None: not there, or no number."""
    try:
        return float(properties.get(name, {}).get(attribute, ""))
    except ValueError:
        return None


def points(properties: Layer, name: str, attribute: str = "val") -> float:
    """One attribute, in twips there, in points here; 0 where it is not set."""
    return (number(properties, name, attribute) or 0.0) / TWIPS


class Styles:
    """A document's styles."""

    def __init__(self, document: Document) -> None:
        root: Any = document.styles.element
        self._styles = {each.get(qn("w:styleId")): each for each in root.findall(qn("w:style"))}
        self._defaults = {
            each.get(qn("w:type")): name
            for name, each in self._styles.items()
            if each.get(qn("w:default")) in {"1", "true"}
        }
        self.inside: str | None = None  # the style of the table that is being read
        defaults = root.find(qn("w:docDefaults"))
        self._paragraph = layer(_below(defaults, "w:pPrDefault", "w:pPr"))
        self._run = layer(_below(defaults, "w:rPrDefault", "w:rPr"))
        self._chains: dict[tuple[str | None, str], list[Layer]] = {}

    def paragraph(self, style: str | None) -> Layer:
        """Properties of a paragraph in a style; None: in the usual one."""
        return merge(self._paragraph, *self._of(style, "w:pPr"))

    def run(self, style: str | None) -> Layer:
        """Properties of a run in a paragraph of a style."""
        return merge(self._run, *self._of(style, "w:rPr"))

    def table(self, style: str | None) -> Layer:
        """Properties of a table in a style."""
        return merge(*self.chain(style or self._defaults.get("table"), "w:tblPr"))

    def _of(self, style: str | None, properties: str) -> list[Layer]:
        usual = self._defaults.get("paragraph")
        return [*self.chain(self.inside, properties), *self.chain(style or usual, properties)]

    def chain(self, style: str | None, properties: str) -> list[Layer]:
        """A style's properties and those of the styles it is based on, the basic one first."""
        key = style, properties
        if key not in self._chains:
            self._chains[key] = [
                layer(each.find(qn(properties))) for each in reversed(list(self._bases(style)))
            ]
        return self._chains[key]

    def has_conditions(self, style: str | None) -> bool:
        """Whether a table's style dresses certain rows or columns in another way."""
        return any(each.find(qn("w:tblStylePr")) is not None for each in self._bases(style))

    def _bases(self, style: str | None) -> Iterable[Any]:
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            yield element
            base = element.find(qn("w:basedOn"))
            style = base.get(qn("w:val")) if base is not None else None


def _below(element: Any | None, *names: str) -> Any | None:
    for name in names:
        element = element.find(qn(name)) if element is not None else None
    return element

"""A workbook: its sheets, texts and looks of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from converters.readers.drawingml.frame import flag
from converters.readers.sheets import numbers, references

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from converters.readers.package import Package
    from converters.readers.sheets.references import Area

_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",  # of a strict file
)
_Entry = TypeVar("_Entry")
_SIDES = ("left", "right", "top", "bottom")


Runs = tuple[tuple[str, str | None], ...]  # of a text, each with its font; None: the cell's


class Look(NamedTuple):
    """What a cell's style says that matters here."""

    format: numbers.Format
    above: bool  # it has a border above
    below: bool
    ruled: bool  # it has a border on any side
    wrapped: bool  # long text goes on in a second line
    font: str


class Sheet(NamedTuple):
    """One sheet's place in the workbook."""

    name: str
    part: str
    printed: tuple[Area, ...]  # what was set to be printed; empty: all of it


class Workbook(NamedTuple):
    """What the sheets share."""

    sheets: tuple[Sheet, ...]  # those that are shown, in order
    strings: tuple[Runs, ...]
    looks: tuple[Look, ...]
    from_1904: bool  # its dates count from 1904


_PLAIN = Look(
    numbers.read("General"), above=False, below=False, ruled=False, wrapped=False, font=""
)


def read(package: Package) -> Workbook:
    """The workbook of a package.

    Raises:
        DocumentError: a part of it is missing or damaged.
    """
    root = package.xml(package.main)
    relations = package.relations(package.main).values()
    parts = {relation.kind: relation.target for relation in relations}
    properties = root.find("{*}workbookPr")
    return Workbook(
        sheets=tuple(_sheets(package, root)),
        strings=tuple(_strings(package, parts.get("sharedStrings"))),
        looks=tuple(_looks(package, parts.get("styles"))) or (_PLAIN,),
        from_1904=properties is not None and flag(properties, "date1904"),
    )


def _sheets(package: Package, root: _Element) -> Iterator[Sheet]:
    printed = dict(_printed(root))
    relations = package.relations(package.main)
    for place, sheet in enumerate(root.iterfind("{*}sheets/{*}sheet")):
        ids = (sheet.get(f"{space}id") for space in _RELATIONS)
        relation = relations.get(next(filter(None, ids), ""))
        shown = sheet.get("state", "visible") == "visible"
        if shown and relation is not None and relation.kind == "worksheet":
            yield Sheet(sheet.get("name", ""), relation.target, printed.get(place, ()))


def _printed(root: _Element) -> Iterator[tuple[int, tuple[Area, ...]]]:
    """The print areas by the sheets' places."""
    for name in root.iterfind("{*}definedNames/{*}definedName"):
        place = name.get("localSheetId", "")
        if name.get("name") == "_xlnm.Print_Area" and place.isdecimal() and len(place) < 6:  # noqa: PLR2004
            named = (part.rpartition("!")[2] for part in (name.text or "").split(","))
            areas = (references.area(part.strip()) for part in named)
            yield int(place), tuple(area for area in areas if area is not None)


def _strings(package: Package, part: str | None) -> Iterator[Runs]:
    if part is not None and part in package:
        for entry in package.xml(part).iterchildren("{*}si"):
            yield runs(entry)


def runs(entry: _Element) -> Runs:
    """A text's runs, the readings above East Asian ones (``rPh``) left out."""
    found = []
    for run in entry.iterchildren("{*}t", "{*}r"):
        font = run.find("{*}rPr/{*}rFont")
        text = run.text if run.tag.endswith("}t") else run.findtext("{*}t")
        found.append((text or "", None if font is None else font.get("val")))
    return tuple(found)


def _looks(package: Package, part: str | None) -> Iterator[Look]:
    if part is None or part not in package:
        return
    root = package.xml(part)
    formats = {
        entry.get("numFmtId", ""): entry.get("formatCode", "General")[:255]
        for entry in root.iterfind("{*}numFmts/{*}numFmt")
    }
    formats = {str(place): code for place, code in numbers.BUILT_IN.items()} | formats
    borders = [_ruled_sides(border) for border in root.iterfind("{*}borders/{*}border")]
    fonts = [_name(font) for font in root.iterfind("{*}fonts/{*}font")]
    for look in root.iterfind("{*}cellXfs/{*}xf"):
        sides = _entry(look, "borderId", borders, frozenset())
        alignment = look.find("{*}alignment")
        yield Look(
            numbers.read(formats.get(look.get("numFmtId", "0"), "General")),
            above="top" in sides,
            below="bottom" in sides,
            ruled=bool(sides),
            wrapped=alignment is not None and flag(alignment, "wrapText"),
            font=_entry(look, "fontId", fonts, ""),
        )


def _entry(look: _Element, name: str, entries: Sequence[_Entry], usual: _Entry) -> _Entry:
    """What a look refers to by its place in a list."""
    place = look.get(name, "0")
    known = place.isdecimal() and int(place[:6]) < len(entries)
    return entries[int(place[:6])] if known else usual


def _name(font: _Element) -> str:
    name = font.find("{*}name")
    return "" if name is None else name.get("val", "")


def _ruled_sides(border: _Element) -> frozenset[str]:
    sides = {side: border.find(f"{{*}}{side}") for side in _SIDES}
    return frozenset(
        name
        for name, side in sides.items()
        if side is not None and side.get("style", "none") != "none"
    )

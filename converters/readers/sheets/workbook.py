"""A workbook: its sheets, texts and looks of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from converters.readers.drawingml.frame import flag
from converters.readers.sheets import numbers, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.readers.package import Package
    from converters.readers.sheets.references import Area

_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",  # of a strict file
)
_SIDES = ("left", "right", "top", "bottom")


class Look(NamedTuple):
    """What a cell's style says that matters here."""

    format: numbers.Format
    above: bool  # it has a border above
    below: bool
    ruled: bool  # it has a border on any side
    wrapped: bool  # long text goes on in a second line


class Sheet(NamedTuple):
    """One sheet's place in the workbook."""

    name: str
    part: str
    printed: tuple[Area, ...]  # what was set to be printed; empty: all of it


class Workbook(NamedTuple):
    """What the sheets share."""

    sheets: tuple[Sheet, ...]  # those that are shown, in order
    strings: tuple[str, ...]
    looks: tuple[Look, ...]
    from_1904: bool  # its dates count from 1904


_PLAIN = Look(numbers.read("General"), above=False, below=False, ruled=False, wrapped=False)


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


def _strings(package: Package, part: str | None) -> Iterator[str]:
    if part is not None and part in package:
        for entry in package.xml(part).iterchildren("{*}si"):
            yield rich(entry)


def rich(entry: _Element) -> str:
    """A text with its runs, the readings above East Asian ones (``rPh``) left out."""
    runs = entry.iterchildren("{*}t", "{*}r")
    pieces = (run if run.tag.endswith("}t") else run.find("{*}t") for run in runs)
    return "".join(piece.text or "" for piece in pieces if piece is not None)


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
    for look in root.iterfind("{*}cellXfs/{*}xf"):
        border = look.get("borderId", "0")
        known = border.isdecimal() and int(border[:6]) < len(borders)
        sides = borders[int(border[:6])] if known else frozenset()
        alignment = look.find("{*}alignment")
        yield Look(
            numbers.read(formats.get(look.get("numFmtId", "0"), "General")),
            above="top" in sides,
            below="bottom" in sides,
            ruled=bool(sides),
            wrapped=alignment is not None and flag(alignment, "wrapText"),
        )


def _ruled_sides(border: _Element) -> frozenset[str]:
    sides = {side: border.find(f"{{*}}{side}") for side in _SIDES}
    return frozenset(
        name
        for name, side in sides.items()
        if side is not None and side.get("style", "none") != "none"
    )

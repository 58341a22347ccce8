"""HTML documents and tables, those that Word saves included. Scripts and drawings are passed over.

HTML says what stands in a table, not where: boxes are made up, but in order. Each column is as
wide, each row as high as any other, and one thing stands below the other.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from converters.readers import faults
from converters.readers.page import Box, Cell, Grid, Page, Text
from converters.readers.text import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

# No SOP comes near these.
CELLS = 50_000  # of all tables, those that others span counted each
LINES = 20_000  # outside them
TAGS = 300_000  # those that Word adds to each word included
_SPANNED = 1_000  # columns or rows: as many as browsers allow
_WIDE, _HIGH = 100.0, 20.0  # points of a column and of a row
_OWN = 4  # columns from which a table in a cell is one of its own; a smaller one sets its text

_SKIPPED = {
    "script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "iframe",
    "applet", "embed", "textarea", "select", "button", "audio", "video", "del",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font",
    "i", "img", "input", "ins", "kbd", "label", "mark", "nobr", "o:p", "q", "s", "samp", "small",
    "span", "st1:place", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_GROUPS = {"thead", "tbody", "tfoot"}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)

_BLANKS = re.compile(r"\s+")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)
_XML = re.compile(r"\s*<\?xml[^>]{0,200}\?>")  # says how bytes were to be read; they have been


def pages(file: str, content: bytes) -> tuple[Page, ...]:
    """The document as one page: its tables, and its other text block by block.

    Raises:
        DocumentError: a table is larger, or things are nested deeper, than in any SOP.
    """
    return from_text(file, decode(content))


def from_text(file: str, text: str) -> tuple[Page, ...]:
    """As ``pages``, of a document that has been decoded."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    if text.count("<") > TAGS:
        raise faults.fault("html-too-large", file=file)
    body = _XML.sub("", text.replace("\x00", ""), count=1).encode(errors="replace")
    root = etree.fromstring(body, parser) if body.strip() else None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise faults.fault("html-too-large", file=file)
    if root is None:
        raise faults.fault("file-empty", file=file)
    return (_page(file, root),)


def decode(content: bytes) -> str:
    """The text as its BOM or its head says, else as UTF-8, else as Windows wrote it (cp1252)."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.removeprefix(bom).decode(encoding, errors="replace")
    stated = _CHARSET.search(content[:4096])
    for name in (stated[1].decode() if stated else "", "utf-8"):
        try:
            # Browsers take Latin-1 for cp1252, and UTF-16 for a slip: so far it was read as ASCII.
            known = codecs.lookup(name).name
            if not known.startswith(("utf-16", "utf-32", "iso8859-1", "ascii")):
                return content.decode(known)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", errors="replace")


def _page(file: str, root: _Element) -> Page:
    texts: list[Text] = []
    tables = _Tables(file)
    for thing in _things(root):
        if isinstance(thing, str):
            top, high = tables.below, _HIGH * (thing.count("\n") + 1)
            texts.append(Text(text=thing, box=Box(0, top, 5 * _WIDE, top + high)))
            tables.below += high
        else:
            tables.add(thing)
    if len(texts) > LINES:
        raise faults.fault("too-many-lines", file=file, limit=LINES)
    return Page(
        number=1,
        width=max((grid.box.right for grid in tables.grids), default=5 * _WIDE),
        height=tables.below,
        grids=tuple(tables.grids),
        texts=tuple(texts),
    )


def _things(parent: _Element) -> list[str | _Element]:
    """What stands in an element, in order: blocks of text, and tables."""
    lines = _Lines()
    walker = etree.iterwalk(parent, events=("start", "end"))
    for event, element in walker:
        tag = element.tag.lower() if isinstance(element.tag, str) else "script"
        if event == "start" and element is parent:
            lines.add(element.text)
        elif event == "start" and (tag in _SKIPPED or _is_hidden(element)):
            walker.skip_subtree()
        elif event == "start" and tag == "table":
            lines.end()
            lines.found.append(element)
            walker.skip_subtree()
        elif event == "start":
            lines.start(element, tag)
            lines.add(element.text)
        elif element is not parent:
            if tag not in _INLINE | _SKIPPED | {"br"}:
                lines.end()
            lines.add(element.tail)
    lines.end()
    return lines.found


class _Lines:
    """Text as it is laid out: block elements end a block, breaks a line of it."""

    def __init__(self) -> None:
        self.found: list[str | _Element] = []
        self._block: list[str] = []
        self._numbers: dict[_Element, int] = {}  # of lists: that of the next item

    def add(self, text: str | None) -> None:
        if text:
            self._block.append(_BLANKS.sub(" ", INVISIBLE.sub("", text)))

    def start(self, element: _Element, tag: str) -> None:
        if tag == "br":
            self._block.append("\n")
        elif tag not in _INLINE:
            self.end()
        if tag == "li":
            self._block.append(self._bullet(element))

    def end(self) -> None:
        lines = (" ".join(line.split()) for line in "".join(self._block).split("\n"))
        block = "\n".join(line for line in lines if line)
        if block:
            self.found.append(block)
        self._block = []

    def _bullet(self, item: _Element) -> str:
        """What a browser prints before an item of a list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return "- "
        following = self._numbers.get(parent, _whole(parent.get("start"), 1))
        number = _whole(item.get("value"), following)
        self._numbers[parent] = number + 1
        letter = parent.get("type", "1").lower() == "a" and 1 <= number <= 26  # noqa: PLR2004
        return f"{chr(ord('a') + number - 1)}. " if letter else f"{number}. "


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _whole(text: str | None, usual: int) -> int:
    found = re.match(r"\s*(\d{1,5})", text or "")
    return int(found[1]) if found else usual


class _Slot(NamedTuple):
    """A ``td`` or ``th`` where the spans above and before it leave it room."""

    row: int
    column: int
    rows: int
    columns: int
    element: _Element


class _Tables:
    """The tables of a document, one below the other."""

    def __init__(self, file: str) -> None:
        self.grids: list[Grid] = []
        self.below = 0.0  # where the next thing begins
        self._file = file
        self._room = CELLS

    def add(self, table: _Element) -> None:
        """A table, and below it the tables of their own that stand in its cells."""
        own: list[_Element] = []
        cells = []
        for slot in _slots(table):
            self._room -= slot.rows * slot.columns
            if self._room < 0:
                raise faults.fault("table-too-large", file=self._file, limit=CELLS)
            text, nested = _content(slot.element)
            own += nested
            cells.append(_cell(slot, text, self.below))
        if any(cell.text for cell in cells):
            right, bottom = (max(cell.box[side] for cell in cells) for side in (2, 3))
            box = Box(0, self.below, right, bottom)
            self.grids.append(Grid(cells=tuple(cells), box=box))
            self.below = bottom + _HIGH
        for inner in own:
            self.add(inner)


def _cell(slot: _Slot, text: str, top: float) -> Cell:
    left, above = slot.column * _WIDE, top + slot.row * _HIGH
    box = Box(left, above, left + slot.columns * _WIDE, above + slot.rows * _HIGH)
    return Cell(
        row=slot.row,
        column=slot.column,
        rows=slot.rows,
        columns=slot.columns,
        text=text,
        box=box,
    )


def _content(cell: _Element) -> tuple[str, list[_Element]]:
    """A cell's text, line by line, and the tables of their own in it."""
    lines: list[str] = []
    own = []
    for thing in _things(cell):
        if isinstance(thing, str):
            lines.append(thing)
        elif _columns(thing) >= _OWN:
            own.append(thing)
        else:
            for row in _rows(thing):
                parts = [_content(inner) for inner in _cells(row)]
                lines.append(" ".join(" ".join(text.split()) for text, _ in parts if text))
                own += [table for _, tables in parts for table in tables]
    return "\n".join(line for line in lines if line), own


def _columns(table: _Element) -> int:
    """How many cells its widest row has."""
    return max((sum(1 for _ in _cells(row)) for row in _rows(table)), default=0)


def _rows(table: _Element) -> Iterator[_Element]:
    """Its rows that are shown; Word adds one of no height, which only sets the columns' widths."""
    for child in table:
        rows = child if child.tag in _GROUPS and not _is_hidden(child) else (child,)
        for row in rows:
            if row.tag == "tr" and not _is_hidden(row) and row.get("height") != "0":
                yield row


def _cells(row: _Element) -> Iterator[_Element]:
    return (cell for cell in row.iterchildren("td", "th") if not _is_hidden(cell))


def _slots(table: _Element) -> Iterator[_Slot]:
    """The cells with their places, by the algorithm of the HTML standard (4.9.12.1).

    A cell that would reach into another ends before it, and none reaches below the last row.
    """
    rows = list(_rows(table))
    taken: set[tuple[int, int]] = set()
    for place, row in enumerate(rows):
        column = 0
        for cell in _cells(row):
            while (place, column) in taken:
                column += 1
            spans = _span(cell, "rowspan", len(rows) - place), _span(cell, "colspan", _SPANNED)
            slot = _fitted(_Slot(place, column, *spans, cell), taken)
            yield slot
            taken.update(_places(slot))
            column += slot.columns


def _span(cell: _Element, name: str, most: int) -> int:
    """How far a cell reaches; 0 rows are all that are left."""
    stated = _whole(cell.get(name), 1)
    return max(1, min(stated or (most if name == "rowspan" else 1), most, _SPANNED))


def _fitted(slot: _Slot, taken: set[tuple[int, int]]) -> _Slot:
    free = (x for x in range(1, slot.columns) if (slot.row, slot.column + x) in taken)
    columns = next(free, slot.columns)
    below = range(1, slot.rows)
    across = range(slot.column, slot.column + columns)
    rows = next((y for y in below if any((slot.row + y, x) in taken for x in across)), slot.rows)
    return slot._replace(rows=rows, columns=columns)


def _places(slot: _Slot) -> Iterable[tuple[int, int]]:
    return (
        (row, column)
        for row in range(slot.row, slot.row + slot.rows)
        for column in range(slot.column, slot.column + slot.columns)
    )

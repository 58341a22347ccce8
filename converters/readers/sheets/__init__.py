"""Workbooks (.xlsx, .xlsm): cells as printed, and what is drawn over them. Macros are not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.errors import DocumentError
from converters.readers import faults
from converters.readers.package import Package
from converters.readers.page import Page, Unread
from converters.readers.sheets import cells, drawing, grids, workbook

if TYPE_CHECKING:
    from converters.readers.sheets.drawing import Drawing
    from converters.readers.sheets.workbook import Sheet, Workbook


SHEET = 12 * 2**20  # bytes of a sheet's part; lxml takes some eight times that


def pages(file: str, content: bytes) -> tuple[Page, ...]:
    """The sheets of a workbook that are shown and hold something, in order.

    A sheet that is damaged or larger than any SOP (a register, say) is passed over as long as
    another one can be read, whose page tells it.

    Raises:
        DocumentError: the workbook is damaged or locked, or no sheet can be read.
    """
    package = Package(file, content)
    book = workbook.read(package)
    found: list[Page] = []
    errors: list[DocumentError] = []
    passed_over: list[Unread] = []
    for number, sheet in enumerate(book.sheets, start=1):
        try:
            page = _page(package, book, sheet, number)
        except DocumentError as error:
            errors.append(error)
            passed_over.append(Unread(code="sheet-unread", text=sheet.name))
            continue
        if page.grids or page.shapes or page.pictures:
            found.append(page)
    if not found:
        raise errors[0] if errors else faults.fault("workbook-blank", file=file)
    found[0] = msgspec.structs.replace(found[0], unread=(*passed_over, *found[0].unread))
    return tuple(found)


def _page(package: Package, book: Workbook, sheet: Sheet, number: int) -> Page:
    if package.size(sheet.part) > SHEET:
        raise faults.fault("sheet-too-large", file=package.file, sheet=sheet.name, limit=cells.ROWS)
    root = package.xml(sheet.part)
    held = cells.read(root, book, package.file, sheet.name)
    drawn = _drawn(package, sheet, held)
    pictures = (*drawn.pictures, *drawing.objects(root, held))
    tables = grids.find(held, drawn.shapes, sheet.printed, package.file, sheet.name)
    boxes = [grid.box for grid in tables.grids]
    boxes += [shape.box for shape in drawn.shapes]
    boxes += [text.box for text in drawn.texts]
    boxes += pictures
    return Page(
        number=number,
        name=sheet.name,
        width=max((box.right for box in boxes), default=0.0),
        height=max((box.bottom for box in boxes), default=0.0),
        grids=tables.grids,
        shapes=drawn.shapes,
        connectors=drawn.connectors,
        texts=drawn.texts,
        pictures=pictures,
        unread=tables.unread,
    )


def _drawn(package: Package, sheet: Sheet, held: cells.Cells) -> Drawing:
    for relation in package.relations(sheet.part).values():
        if relation.kind == "drawing" and relation.target in package:
            return drawing.read(package.xml(relation.target), held, package.file, sheet.name)
    return drawing.NOTHING

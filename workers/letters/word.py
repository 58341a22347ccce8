"""The few Word constructions that the office's templates are built of."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docx.document import Document as DocumentObject
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

LEFT, CENTRE, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
PAGE_NUMBER = "{PAGE}"  # in the words of a header: the number of its page
_EPOCH = (1980, 1, 1, 0, 0, 0)


def page(*, landscape: bool = False) -> DocumentObject:
    """Return an empty A4 page in Arial 11, as the ministry's letters are set."""
    document = Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    width, height = Cm(21), Cm(29.7)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
    section.page_width, section.page_height = width, height
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    document.core_properties.author = "Tertib"
    document.core_properties.comments = ""
    return document


def line(
    parent: DocumentObject | _Cell,
    text: str = "",
    *,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    bold: bool = False,
    size: float = 11,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    """Add a paragraph of one run (a placeholder must not be torn apart). Sizes in points."""
    paragraph = parent.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    return paragraph


def text(document: DocumentObject, words: str, *, indent: bool = True) -> None:
    """Add a paragraph of running text."""
    paragraph = line(document, words, align=JUSTIFY, before=4, after=4)
    paragraph.paragraph_format.line_spacing = 1.15
    if indent:
        paragraph.paragraph_format.first_line_indent = Cm(1.25)


def numbered(
    document: DocumentObject,
    number: str,
    words: str,
    *,
    left: float = 0,
    hanging: float = 0.75,
    size: float = 11,
) -> Paragraph:
    """Add a point that hangs from its number; widths in centimetres, size in points."""
    paragraph = line(document, f"{number}\t{words}", align=JUSTIFY, size=size, before=2, after=2)
    layout = paragraph.paragraph_format
    layout.left_indent, layout.first_line_indent = Cm(left + hanging), Cm(-hanging)
    layout.tab_stops.add_tab_stop(Cm(left + hanging))
    return paragraph


def on_later_pages(document: DocumentObject, words: str) -> None:
    """Head every page but the first; ``PAGE_NUMBER`` in the words stands for the page's own."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    before, _, after = words.partition(PAGE_NUMBER)
    paragraph.add_run(before)
    _field(paragraph, "PAGE")
    paragraph.add_run(after)


def _field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field, which Word reckons out."""
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run: Any = OxmlElement("w:r")
    shown: Any = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 python-docx knows no fields


def control(document: DocumentObject, statement: str) -> None:
    """Add a paragraph that only steers docxtpl (it leaves no trace in the letter)."""
    document.add_paragraph("{%p " + statement + " %}")


def table(
    document: DocumentObject,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    grid: bool = False,
) -> Table:
    """Add a table of texts; widths in centimetres."""
    style = "Table Grid" if grid else None
    added: Table = document.add_table(len(rows), len(widths), style)
    added.autofit = False
    for column, width in zip(added.columns, widths, strict=True):
        column.width = Cm(width)
    for row, texts in zip(added.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 python-docx has no other way
        for cell, words, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].add_run(words)
    return added


def each_row(
    document: DocumentObject,
    loop: str,
    cells: Sequence[str],
    widths: Sequence[float],
    *,
    grid: bool = False,
) -> Table:
    """Add a table with one row for each turn of ``loop`` ("x in xs")."""
    blank = [""] * (len(widths) - 1)
    rows = [[f"{{%tr for {loop} %}}", *blank], cells, ["{%tr endfor %}", *blank]]
    return table(document, rows, widths, grid=grid)


def rule(paragraph: Paragraph, *, eighths: int = 12) -> None:
    """Draw a line under a paragraph; its weight in eighths of a point."""
    borders: Any = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    values = {"val": "single", "sz": str(eighths), "space": "4", "color": "auto"}
    for name, value in values.items():
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 as above
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )


def pack(document: DocumentObject, edit: Callable[[bytes], bytes] = bytes) -> bytes:
    """Return the .docx with fixed times in its zip: same document, same bytes, same hash.

    Args:
        document: the document.
        edit: what becomes of each part of the file.
    """
    raw = io.BytesIO()
    document.save(raw)
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, edit(source.read(name)))
    return packed.getvalue()

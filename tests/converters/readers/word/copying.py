"""Pages of any format written down as a Word document, as an officer would draw them there."""

import re
from itertools import pairwise

from tests.converters.readers.word import writing
from tests.converters.readers.word.writing import Box, Figure, docx, p, section, tbl, tc, tr

_PRESETS = {
    "process": "flowChartProcess",
    "terminator": "flowChartTerminator",
    "decision": "flowChartDecision",
    "off-page": "flowChartOffpageConnector",
}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_PAD = 5.4  # points between a cell's edge and its text


def copied(pages):
    """A .docx with a section for each page: symbols hang in their cells, lines on the page."""
    return docx(*(block for page in pages for block in _blocks(page)), sections="")


def _blocks(page):
    cells = [cell for grid in page.grids for cell in grid.cells]
    hung, loose = {}, [_line(line) for line in page.connectors]
    for place, shape in enumerate(page.shapes):
        figure = Figure(
            _PRESETS[shape.kind.value], _box(shape.box), id=place + 2, text=_plain(shape.text)
        )
        home = next((cell for cell in cells if cell.box.holds(shape.box.centre)), None)
        if home is None:
            loose.append(_on_page(figure))
        else:
            left, top = home.box.left + _PAD, home.box.top
            inner = figure.box._replace(left=figure.box.left - left, top=figure.box.top - top)
            hung.setdefault(id(home), []).append(writing.alone(figure._replace(box=inner)))
    for text in page.texts:
        paragraphs = "".join(p(line) for line in _plain(text.text).split("\n"))
        loose.append(_on_page(Figure("rect", _box(text.box), text=paragraphs, outline=False)))
    yield p(*loose)
    yield from (_table(grid, hung) for grid in page.grids)
    yield p(properties=section(page.width, page.height))


def _table(grid, hung):
    across = _edges(
        (cell.column, cell.columns, cell.box.left, cell.box.right) for cell in grid.cells
    )
    down = _edges((cell.row, cell.rows, cell.box.top, cell.box.bottom) for cell in grid.cells)
    slots = {
        (row, column): cell
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    rows = []
    for row, (top, bottom) in enumerate(pairwise(down)):
        cells, column = [], 0
        while column < len(across) - 1:
            cell = slots.get((row, column))
            cells.append(tc("") if cell is None else _cell(cell, row, hung))
            column += 1 if cell is None else cell.columns
        rows.append(tr(*cells, height=max(1, bottom - top), exact=True))
    place = (
        f'<w:tblpPr w:horzAnchor="page" w:vertAnchor="page" '
        f'w:tblpX="{writing.twips(grid.box.left)}" w:tblpY="{writing.twips(grid.box.top)}"/>'
    )
    widths = [max(0.1, right - left) for left, right in pairwise(across)]
    return tbl(widths, *rows, properties=place)


def _cell(cell, row, hung):
    span = f'<w:gridSpan w:val="{cell.columns}"/>'
    if row > cell.row:
        return tc("", properties=f"{span}<w:vMerge/>")
    merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
    first, *others = _plain(cell.text).split("\n")
    paragraphs = p(*hung.get(id(cell), ()), first), *map(p, others)
    return tc(*paragraphs, properties=span + merge)


def _edges(spans):
    """The places of rows or columns; one that no cell begins or ends at is beside the last."""
    known = {}
    for start, count, first, last in spans:
        known[start], known[start + count] = first, last
    edges = []
    for place in range(max(known) + 1):
        edges.append(known.get(place, edges[-1] + 0.1 if edges else 0.0))
    return edges


def _line(line):
    """A freeform through the line's corners."""
    xs, ys = zip(*line.points, strict=True)
    box = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    names = ("moveTo", *["lnTo"] * (len(xs) - 1))
    inner = [(writing.emu(x - box.left), writing.emu(y - box.top)) for x, y in line.points]
    commands = "".join(
        f'<a:{name}><a:pt x="{x}" y="{y}"/></a:{name}>'
        for name, (x, y) in zip(names, inner, strict=True)
    )
    size = f'w="{max(1, writing.emu(box.width))}" h="{max(1, writing.emu(box.height))}"'
    path = f"<a:custGeom><a:pathLst><a:path {size}>{commands}</a:path></a:pathLst></a:custGeom>"
    figure = Figure("x", box, head=line.head_at_end, dashed=line.dashed)
    drawn = writing.wsp(figure, Box(0, 0, *box[2:]))
    drawn = drawn.replace('<a:prstGeom prst="x"><a:avLst></a:avLst></a:prstGeom>', path)
    if line.head_at_start:
        drawn = drawn.replace("</a:ln>", '<a:headEnd type="triangle"/></a:ln>')
    return writing.anchor(writing.graphic(drawn), box, across="page", down="page")


def _on_page(figure):
    return writing.alone(figure, across="page", down="page", fallback=False)


def _box(box):
    return Box(box.left, box.top, max(1, box.width), max(1, box.height))


def _plain(text):
    return _CONTROLS.sub("", text)

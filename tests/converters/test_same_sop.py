"""The same SOP gives the same model, whatever it was saved as: all but ``source``."""

import html

import msgspec
import openpyxl
import pytest

from converters.documents import read_document
from tests.converters.readers.pdf.conftest import HEIGHT, Canvas
from tests.converters.readers.pdf.conftest import pdf as one_page
from tests.converters.readers.sheets.workbooks import Draw, saved
from tests.converters.readers.word import writing

COVER = [
    ("NOMOR SOP", "W.20-01"),
    ("TANGGAL PEMBUATAN", "1 Januari 2024"),
    ("TANGGAL EFEKTIF", "5 Februari 2024"),
    ("DISAHKAN OLEH", "KEPALA KANTOR WILAYAH\nSITI AMINAH\nNIP 197001012000032001"),
    ("NAMA SOP", "Pelayanan Surat Masuk"),
]
# Titles as (row, column, rows, columns, text); columns 2 and 3 are the performers'.
TITLES = [
    (0, 0, 2, 1, "No"), (0, 1, 2, 1, "Kegiatan"), (0, 2, 1, 2, "Pelaksana"),
    (0, 4, 1, 3, "Mutu Baku"), (0, 7, 2, 1, "Keterangan"),
    (1, 2, 1, 1, "Kabag"), (1, 3, 1, 1, "Staf"),
    (1, 4, 1, 1, "Kelengkapan"), (1, 5, 1, 1, "Waktu"), (1, 6, 1, 1, "Output"),
]  # fmt: skip
STEPS = [
    ("1", "Menerima surat dari loket", "", "Mulai", "Surat, Lampiran", "10 menit", "Agenda", "-"),
    ("2", "Memeriksa kelengkapan surat", "◇", "", "Agenda", "1-2 hari", "Surat lengkap", ""),
    ("3", "Menyimpan surat", "Selesai", "", "Surat lengkap", "1 jam", "Arsip surat", "Selesai"),
]
CHARACTERS = (6, 40, 16, 16, 20, 12, 20, 14)  # of the columns' widths
WIDTHS = [characters * 5.25 for characters in CHARACTERS]  # points: 7 pixels for each
TITLE, STEP = 20, 60  # points: how high the rows are
KABAG, STAF = sum(WIDTHS[:2]), sum(WIDTHS[:3])
# From the corner of the table: Staf receives, Kabag checks and returns it or ends.
FIGURES = [
    writing.Figure("flowChartTerminator", writing.Box(STAF + 17, 55, 50, 30), 2, "Mulai"),
    writing.Figure("flowChartDecision", writing.Box(KABAG + 17, 115, 50, 30), 3),
    writing.Figure("flowChartTerminator", writing.Box(KABAG + 17, 175, 50, 30), 4, "Selesai"),
    writing.Figure(
        "bentConnector2", writing.Box(KABAG + 42, 70, STAF - KABAG - 25, 45), 5,
        flip="x", head=True, glue=(2, 3),
    ),
    writing.Figure(
        "bentConnector2", writing.Box(KABAG + 67, 85, STAF - KABAG - 25, 45), 6,
        flip="y", head=True, glue=(3, 2),
    ),
    writing.Figure(
        "straightConnector1", writing.Box(KABAG + 42, 145, 0, 30), 7, head=True, glue=(3, 4)
    ),
    writing.Figure("rect", writing.Box(STAF + 2, 117, 28, 11), 8, "Tidak", outline=False),
    writing.Figure("rect", writing.Box(KABAG + 46, 152, 16, 11), 9, "Ya", outline=False),
]  # fmt: skip


def workbook():
    book = openpyxl.Workbook()
    sheet = book.active
    for column, characters in zip("ABCDEFGH", CHARACTERS, strict=True):
        sheet.column_dimensions[column].width = characters
    for row, (label, value) in enumerate(COVER, start=1):
        sheet.cell(row, 1, label)
        sheet.cell(row, 3, value)
        sheet.row_dimensions[row].height = 15
    first = len(COVER) + 2
    for row, column, rows, columns, text in TITLES:
        sheet.cell(first + row, column + 1, text)
        span = {"end_row": first + row + rows - 1, "end_column": column + columns}
        sheet.merge_cells(start_row=first + row, start_column=column + 1, **span)
    for row, step in enumerate(STEPS, start=first + 2):
        for column, text in enumerate(step, start=1):
            sheet.cell(row, column, None if column in {3, 4} else text)
    sheet.cell(first + 2, 1, 1)  # a number, as people type it
    sheet.cell(2, 3, 45_292).number_format = "dd mmmm yyyy"
    for row in range(first, first + 5):
        sheet.row_dimensions[row].height = TITLE if row < first + 2 else STEP
    return saved(book, [on_sheet(figure, 15 * (len(COVER) + 1)) for figure in FIGURES])


def on_sheet(figure, top):
    box = (figure.box.left, figure.box.top + top, figure.box.width, figure.box.height)
    turned = {"x": 'flipH="1"', "y": 'flipV="1"'}.get(figure.flip, "")
    xfrm = Draw.xfrm(map(round, box), turned)
    if figure.head:
        return Draw.on_page(box, Draw.connector(figure.id, figure.preset, *figure.glue, xfrm=xfrm))
    look = None if figure.outline else "<a:noFill/><a:ln><a:noFill/></a:ln>"
    return Draw.on_page(box, Draw.shape(figure.id, figure.preset, figure.text, look=look))


def word():
    lines = (writing.tr(label, writing.tc(*value.split("\n"))) for label, value in COVER)
    # Anchored in Kabag's cell of the first step, whose text begins 5.4 points from its edge.
    moved = (
        figure._replace(
            box=figure.box._replace(
                left=figure.box.left - KABAG - 5.4, top=figure.box.top - 2 * TITLE
            )
        )
        for figure in FIGURES
    )
    rows = [
        writing.tr(*(titled(*cell) for cell in TITLES[:5]), height=TITLE, exact=True),
        writing.tr(
            *(continued() for _ in range(2)),
            *(text for *_, text in TITLES[5:]),
            continued(),
            height=TITLE,
            exact=True,
        ),
    ]
    for step in STEPS:
        cells = [*step[:2], "", "", *step[4:]]
        if step is STEPS[0]:
            cells[2] = writing.tc(writing.p(*map(writing.alone, moved)))
        rows.append(writing.tr(*cells, height=STEP, exact=True))
    wide = writing.section(width=900)
    cover = writing.tbl((150, 300), *lines)
    return writing.docx(cover, writing.p(""), writing.tbl(WIDTHS, *rows), sections=wide)


def titled(_row, _column, rows, columns, text):
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    return writing.tc(text, properties=span + ('<w:vMerge w:val="restart"/>' if rows > 1 else ""))


def continued():
    return writing.tc("", properties="<w:vMerge/>")


def pdf():
    canvas = Canvas()
    left, top = 30, 130  # of the table of steps
    canvas.raw(f"0.7 0 0 0.7 0 {0.3 * HEIGHT} cm")  # smaller, from the same corner
    edges = [5]
    for label, value in COVER:
        written(canvas, left, edges[-1], label)
        for at, line in enumerate(value.split("\n")):
            written(canvas, left + 150, edges[-1] + 12 * at, line)
        edges.append(edges[-1] + 12 * (value.count("\n") + 1) + 4)
    canvas.table([left, left + 150, left + 500], edges)
    ruled(canvas, left, top)
    columns = [left + sum(WIDTHS[:column]) for column in range(len(WIDTHS))]
    for row, column, _, _, text in TITLES:
        written(canvas, columns[column], top + row * TITLE + 4, text)
    for row, step in enumerate(STEPS):
        for column, text in enumerate(step):
            if column not in {2, 3}:
                written(canvas, columns[column], top + 2 * TITLE + row * STEP + 20, text)
    for figure in FIGURES:
        painted(canvas, figure, left, top)
    return one_page(canvas)


def ruled(canvas, left, top):
    edges = [left + sum(WIDTHS[:column]) for column in range(len(WIDTHS) + 1)]
    bottom = top + 2 * TITLE + 3 * STEP
    for column, edge in enumerate(edges):
        canvas.line(edge, top if column in {0, 1, 2, 4, 7, 8} else top + TITLE, edge, bottom)
    for down in (top, *(top + 2 * TITLE + step * STEP for step in range(4))):
        canvas.line(edges[0], down, edges[-1], down)
    canvas.line(edges[2], top + TITLE, edges[7], top + TITLE)


def written(canvas, left, top, text):
    if text:
        canvas.text(left + 3, top + 8, text, size=8)


def painted(canvas, figure, left, top):
    x, y = figure.box.left + left, figure.box.top + top
    right, bottom = x + figure.box.width, y + figure.box.height
    middle, half = (x + right) / 2, (y + bottom) / 2
    if figure.text:
        canvas.text(x + 8, half + 3, figure.text, size=7)
    if figure.preset == "flowChartDecision":
        stroke(canvas, (middle, y), (right, half), (middle, bottom), (x, half), (middle, y))
    elif figure.preset == "flowChartTerminator":
        capsule(canvas, x, y, right, bottom)
    elif figure.preset == "bentConnector2":
        mirrored = figure.flip == "x"
        start, bend = ((right, y), (x, y)) if mirrored else ((x, bottom), (right, bottom))
        arrow(canvas, start, bend, (x, bottom) if mirrored else (right, y))
    elif figure.head:
        arrow(canvas, (x, y), (x, bottom))


def stroke(canvas, first, *others, paint="S"):
    points = [(x, HEIGHT - y) for x, y in (first, *others)]
    canvas.raw("0.7 w", "{} {} m".format(*points[0]), *("{} {} l".format(*x) for x in points[1:]))
    canvas.raw(paint)


def capsule(canvas, left, top, right, bottom):
    """A box with round corners, as office programs paint it: four lines and four curves."""
    up, down, at = HEIGHT - top, HEIGHT - bottom, 10
    pull = at * 0.45  # from a corner to a curve's control points, for a quarter of a circle
    canvas.raw(
        "0.7 w",
        f"{left + at} {up} m {right - at} {up} l",
        f"{right - pull} {up} {right} {up - pull} {right} {up - at} c {right} {down + at} l",
        f"{right} {down + pull} {right - pull} {down} {right - at} {down} c {left + at} {down} l",
        f"{left + pull} {down} {left} {down + pull} {left} {down + at} c {left} {up - at} l",
        f"{left} {up - pull} {left + pull} {up} {left + at} {up} c h S",
    )


def arrow(canvas, *points):
    """A line to near the last point, and a filled head there."""
    (_, before), (x, y) = points[-2], points[-1]
    back = y - 8 if before < y else y + 8
    stroke(canvas, *points[:-1], (x, back))
    stroke(canvas, (x, y), (x - 4, back), (x + 4, back), paint="h f")


def cells(row, tag="td"):
    texts = (html.escape(text).replace("\n", "<br>") for text in row)
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


def page():
    cover = "".join(f"<tr>{cells(line)}</tr>" for line in COVER)
    titles = ["", ""]
    for row, _, rows, columns, text in TITLES:
        titles[row] += f"<th rowspan={rows} colspan={columns}>{text}</th>"
    head = "".join(f"<tr>{row}</tr>" for row in titles)
    steps = "".join(f"<tr>{cells(step)}</tr>" for step in STEPS)
    tables = f"<table>{cover}</table><table><thead>{head}</thead>{steps}</table>"
    return f"<!doctype html><meta charset=utf-8><title>SOP</title>{tables}".encode()


def markdown():
    single = [text for _, _, _, columns, text in TITLES if columns == 1]
    titles = [*single[:2], *single[3:], single[2]]  # Markdown has no cells that span others
    lines = [f"**{label}**: {value}".replace("\n", "<br>") for label, value in COVER]
    rows = [titles, ["---"] * len(titles), *STEPS]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return ("\n\n".join(lines) + f"\n\n{table}\n").encode()


MAKERS = {
    "sop.xlsx": workbook,
    "sop.docx": word,
    "sop.pdf": pdf,
    "sop.html": page,
    "sop.md": markdown,
}


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """Each format's model, without ``source``."""
    folder = tmp_path_factory.mktemp("same")
    found = {}
    for name, make in MAKERS.items():
        (folder / name).write_bytes(make())
        document = read_document(folder / name)
        assert document.errors == ()
        (sop,) = document.sops
        found[name] = without_source(msgspec.to_builtins(sop))
    return found


def without_source(value):
    if isinstance(value, list | tuple):
        return [without_source(one) for one in value]
    if isinstance(value, dict):
        return {key: without_source(one) for key, one in value.items() if key != "source"}
    return value


@pytest.mark.parametrize("other", ["sop.docx", "sop.pdf"])
def test_drawn_it_is_the_same_in_excel_word_and_pdf(models, other):
    assert models["sop.xlsx"] == models[other]


def test_with_marks_as_text_it_is_the_same_in_html_and_markdown(models):
    assert models["sop.html"] == models["sop.md"]


def test_drawn_or_with_marks_as_text_its_words_and_its_flow_are_the_same(models):
    def told(model):
        steps = [{key: x for key, x in step.items() if key != "marks"} for step in model["steps"]]
        return {key: x for key, x in model.items() if key not in {"arrows", "doubts"}} | {
            "steps": steps
        }

    assert told(models["sop.xlsx"]) == told(models["sop.html"])


def test_the_drawn_flow_is_read(models):
    steps = models["sop.xlsx"]["steps"]
    assert [step["role"] for step in steps] == ["Staf", "Kabag", "Kabag"]
    assert steps[1]["decision"]["returns_to"] == "1"
    assert steps[1]["decision"]["yes_to"] == "3"
    assert models["sop.xlsx"]["created"] == "2024-01-01"

"""PDF files for the reader, written operator by operator."""

import pytest

from converters.readers.pdf import document

WIDTH, HEIGHT = 600, 400


class Canvas:
    """A page's content; places are from the top left, as in what is read."""

    def __init__(self):
        self.operators = []

    def raw(self, *operators):
        self.operators += operators
        return self

    def text(self, x, y, text, size=9):
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return self.raw(f"BT /F1 {size} Tf {x} {HEIGHT - y} Td ({escaped}) Tj ET")

    def line(self, x1, y1, x2, y2, width=0.5):
        return self.raw(f"{width} w {x1} {HEIGHT - y1} m {x2} {HEIGHT - y2} l S")

    def box(self, left, top, right, bottom, paint="S"):
        return self.raw(f"{left} {HEIGHT - bottom} {right - left} {bottom - top} re {paint}")

    def table(self, xs, ys):
        """All lines of a table without merged cells."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        return self

    @property
    def stream(self):
        return "\n".join(self.operators).encode("cp1252")


def pdf(*canvases, entries=""):
    """The file of these pages; ``entries`` go into each page's dictionary."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(canvases)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(canvases)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, canvas in enumerate(canvases):
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}]"
            f" /Contents {5 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> {entries} >>"
        )
        stream = canvas.stream
        content = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
        objects += [page.encode(), content]
    return file(objects)


def file(objects):
    """A PDF file of numbered objects, the first one its catalogue."""
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return content + b"startxref\n%d\n%%%%EOF\n" % start


@pytest.fixture
def canvas():
    return Canvas()


@pytest.fixture
def new_canvas():
    return Canvas


@pytest.fixture
def make_pdf():
    return pdf


@pytest.fixture
def make_file():
    return file


@pytest.fixture
def read_page():
    """What is read of the one page that a canvas makes."""

    def run(canvas, entries=""):
        (page,) = document.pages("sop.pdf", pdf(canvas, entries=entries))
        return page

    return run


@pytest.fixture
def read_cells(read_page):
    """The cells of the one grid on a page: (row, column, rows, columns, text)."""

    def run(canvas, entries=""):
        (grid,) = read_page(canvas, entries).grids
        return [(c.row, c.column, c.rows, c.columns, c.text) for c in grid.cells]

    return run

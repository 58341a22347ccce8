"""What stands on a PDF's pages, and where."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import pypdfium2
from docx import Document
from pypdf import PdfReader

from workers.letters.pdf.rendering import render
from workers.letters.word import pack, page

MOMENT = datetime(2025, 3, 4, 2, 30, tzinfo=UTC)
CM = 72 / 2.54


@dataclass(frozen=True)
class Place:
    """Words on a page, in points from its left and upper edges."""

    page: int
    left: float
    right: float
    top: float  # of the first letter
    bottom: float


class Pages:
    """A PDF."""

    def __init__(self, pdf: bytes, left_out: tuple[str, ...] = ()) -> None:
        self.pdf = pdf
        self.left_out = left_out
        self.reader = PdfReader(io.BytesIO(pdf))
        self._document = pypdfium2.PdfDocument(pdf)

    @cached_property
    def texts(self) -> list[str]:
        return [each.extract_text() for each in self.reader.pages]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def squeezed(self) -> str:
        return "".join(self.text.split())

    @property
    def sizes(self) -> list[tuple[float, float]]:
        return [(round(each.get_width()), round(each.get_height())) for each in self._document]

    @property
    def fonts(self) -> set[str]:
        """Names of the embedded fonts, without the prefix of a part of one."""
        found = set()
        for each in self.reader.pages:
            for font in each["/Resources"].get("/Font", {}).values():
                found.add(font.get_object()["/BaseFont"].partition("+")[2])
        return found

    def place(self, words: str, *, nth: int = 0) -> Place:
        """Where words stand; they must be on one line."""
        seen = 0
        for number, each in enumerate(self._document):
            text = each.get_textpage()
            search = text.search(words, match_case=True)
            while found := search.get_next():
                if seen == nth:
                    start, count = found
                    boxes = [text.get_charbox(at) for at in range(start, start + count)]
                    height = each.get_height()
                    return Place(
                        page=number,
                        left=boxes[0][0],
                        right=boxes[-1][2],
                        top=height - boxes[0][3],
                        bottom=height - boxes[0][1],
                    )
                seen += 1
        raise AssertionError(f"{words!r} is not in {self.text!r}")

    def picture(self, number: int = 0):
        """A page as an image, four pixels to the point."""
        return self._document[number].render(scale=4).to_pil().convert("RGB")

    def color(self, x: float, y: float, number: int = 0) -> tuple[int, int, int]:
        """The colour at a point of a page, in points from its upper left."""
        return self.picture(number).getpixel((int(x * 4), int(y * 4)))


def rendered(document) -> Pages:
    """Set a python-docx document."""
    rendering = render(pack(document), created=MOMENT, title="Uji")
    return Pages(rendering.pdf, rendering.left_out)


def set_words(words: str, **run) -> Pages:
    """Set one paragraph; ``run`` are attributes of its font."""
    document = page()
    added = document.add_paragraph().add_run(words)
    for name, value in run.items():
        setattr(added.font, name, value)
    return rendered(document)


def said(paragraph) -> str:
    """A paragraph's text, with that of its content controls, which python-docx passes over."""
    parts = paragraph._p.xpath(".//w:r/w:t | .//w:r/w:tab")  # noqa: SLF001 it knows no controls
    return "".join(each.text or "\t" for each in parts)


def words_of(docx: bytes) -> list[str]:
    """The paragraphs of a Word document, those of its tables included, without spaces."""
    document = Document(io.BytesIO(docx))
    found = [said(each) for each in document.paragraphs]
    for table in document.tables:
        found += [
            said(each) for row in table.rows for cell in row.cells for each in cell.paragraphs
        ]
    return [text for text in ("".join(each.split()) for each in found) if text]

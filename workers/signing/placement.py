"""Where a signature's block goes: free room on a page, found by looking at the page.

Official letters have it above the name: there, where the letter leaves room for it, else
on the last page.

The page is drawn small and grey, and a place is free where nothing was drawn: whatever a page is
made of (text, images, lines, earlier signatures), a block never covers it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import msgspec

from workers.signing.block import BLOCK, STRIP, Shape
from workers.signing.errors import SigningError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

MARGIN = 28  # points: what printers may cut off, and then some
STRIP_MARGIN = 8
CLEARANCE = 3  # points of white around a block
STEP = 4  # points between the places tried
LOOKED_BACK = 20  # pages from the end: copies and enclosures follow a signature
LIFT = 12  # points that a block may stand above the name: further off it is another one's room
WHITE = 250  # of 255: paper, also where a drawing's edge was smoothed
LONGEST_SIDE = 1600  # pixels of the drawn page, whatever size it claims to have
PDFIUM = threading.Lock()  # it is not safe to use from two threads

Box = tuple[float, float, float, float]  # left, bottom, right, top


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page, as it is shown."""

    index: int
    width: float  # as shown: after its rotation
    height: float
    rotation: int  # degrees clockwise: 0, 90, 180, 270
    crop: Box  # the shown part, in the page's own coordinates
    names: tuple[tuple[float, float], ...] = ()  # the signatory's: left and upper edge, as shown


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place for a block."""

    page: Page
    shape: Shape
    left: float  # of the page as shown, from its lower left corner
    bottom: float

    @property
    def lengthening(self) -> float:
        """By how much the page has to grow at its lower edge; 0: not at all."""
        return STRIP_MARGIN - self.bottom if self.bottom < 0 else 0.0

    @property
    def box(self) -> Box:
        """The place in the page's own coordinates, in which annotations are put."""
        left, bottom = self.left, self.bottom
        right, top = left + self.shape.width, bottom + self.shape.height
        x1, y1 = _unrotated(self.page, left, bottom)
        x2, y2 = _unrotated(self.page, right, top)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def find_place(document: bytes, *, may_lengthen: bool, name: str = "") -> Place | None:
    """Find room for a block above the signatory's name, or on a document's last page.

    Args:
        document: a PDF.
        may_lengthen: the page may grow when it is full. Not when the document is signed: growing
            would be a change of what was signed.
        name: the signatory's; empty: not known.

    Returns:
        The place; None: there is no room.

    Raises:
        SigningError: the page cannot be drawn.
    """
    pages = _draw_pages(document, name)
    for page, picture in pages:
        for left, bottom in _above_names(page):
            if _is_free(picture, page, (left, bottom, left + BLOCK.width, bottom + BLOCK.height)):
                return Place(page=page, shape=BLOCK, left=left, bottom=bottom)
    page, picture = pages[-1]
    for shape, margin in ((BLOCK, MARGIN), (STRIP, STRIP_MARGIN)):
        for left, bottom in _candidates(page, shape, margin, picture):
            if _is_free(picture, page, (left, bottom, left + shape.width, bottom + shape.height)):
                return Place(page=page, shape=shape, left=left, bottom=bottom)
    if not may_lengthen or page.width < STRIP.width:
        return None
    left = (page.width - STRIP.width) / 2
    return Place(page=page, shape=STRIP, left=left, bottom=-float(STRIP.height + STRIP_MARGIN))


def _candidates(
    page: Page, shape: Shape, margin: float, picture: Image
) -> Iterator[tuple[float, float]]:
    """Places to try: close below the last line at the right, then further off.

    A strip is for the margin: it is tried from the lower edge upwards.
    """
    right, highest = page.width - margin - shape.width, page.height - margin - shape.height
    if right < margin or highest < margin:
        return
    columns = [right, (right + margin) / 2, margin]
    last_line = min(_lowest_ink(picture, page) - CLEARANCE - STEP - shape.height, highest)
    below = _steps(last_line, margin, -STEP)
    above = _steps(max(last_line + STEP, margin), highest, STEP)
    rows = [*below, *above] if not shape.flat else [*_steps(margin, highest, STEP)]
    for left in columns:
        yield from ((left, bottom) for bottom in rows)


def _above_names(page: Page) -> Iterator[tuple[float, float]]:
    """Right above the name, where it stands last on the page first of all."""
    furthest = page.width - MARGIN - BLOCK.width
    for left, top in reversed(page.names):
        lowest = top + CLEARANCE + 1
        yield from ((min(left, furthest), at) for at in _steps(lowest, lowest + LIFT, STEP / 2))


def _steps(first: float, last: float, step: float) -> Iterator[float]:
    while (first >= last) if step < 0 else (first <= last):
        yield first
        first += step


def _lowest_ink(picture: Image, page: Page) -> float:
    """How high above the lower edge the lowest drawn thing is, page numbers and the like aside.

    What stands alone in the bottom margin is no end of the text.
    """
    scale = picture.height / page.height
    footer = int(picture.height - 2 * MARGIN * scale)
    drawn = picture.crop((0, 0, picture.width, footer)).point(lambda grey: 255 * (grey < WHITE))
    found = drawn.getbbox()
    return page.height - (found[3] / scale if found else MARGIN)


def _is_free(picture: Image, page: Page, box: Box) -> bool:
    scale = picture.width / page.width
    left, bottom, right, top = box
    pixels = (
        int((left - CLEARANCE) * scale),
        int((page.height - top - CLEARANCE) * scale),
        int((right + CLEARANCE) * scale) + 1,
        int((page.height - bottom + CLEARANCE) * scale) + 1,
    )
    darkest: Any = picture.crop(pixels).getextrema()[0]
    return bool(darkest >= WHITE) and _inside(picture, pixels)


def _inside(picture: Image, pixels: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = pixels
    return left >= 0 and top >= 0 and right <= picture.width and bottom <= picture.height


def _draw_pages(document: bytes, name: str) -> list[tuple[Page, Image]]:
    """The page with the signatory's name, and the last one; often they are one."""
    import pypdfium2

    with PDFIUM:
        try:
            pdf = pypdfium2.PdfDocument(document)
            try:
                pdf.init_forms()  # or what earlier signatures show is not drawn
                last = len(pdf) - 1
                named = _page_of(name, pdf) if name else last
                return [_draw(pdf, index, name) for index in dict.fromkeys((named, last))]
            finally:
                pdf.close()
        except (pypdfium2.PdfiumError, ValueError, IndexError, MemoryError):
            raise SigningError(
                "Halaman terakhir dokumen tidak dapat dibaca: berkas PDF rusak atau dikunci."
            ) from None


def _draw(pdf: Any, index: int, name: str) -> tuple[Page, Image]:
    page = pdf[index]
    width, height = page.get_size()
    scale = min(2.0, LONGEST_SIDE / max(width, height))
    picture: Image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    shown = Page(
        index=index,
        width=width,
        height=height,
        rotation=page.get_rotation(),
        crop=page.get_cropbox(),
        names=tuple(_places_of(name, page)),
    )
    picture.load()
    return shown, picture.copy()


def _page_of(name: str, pdf: Any) -> int:
    """The page nearest to the end that has the name; the last one if none of them has."""
    last = len(pdf) - 1
    pages = range(last, max(last - LOOKED_BACK, -1), -1)
    return next((index for index in pages if any(_places_of(name, pdf[index]))), last)


def _places_of(name: str, page: Any) -> Iterator[tuple[float, float]]:
    """Where a name begins and how high it reaches, each time; on a page that stands upright."""
    if not name or page.get_rotation():
        return
    x, y, *_ = page.get_cropbox()
    text = page.get_textpage()
    try:
        searcher = text.search(name)
        while (found := searcher.get_next()) is not None:
            if text.count_rects(*found):
                left, _bottom, _right, top = text.get_rect(0)
                yield left - x, top - y
    finally:
        text.close()


def _unrotated(page: Page, x: float, y: float) -> tuple[float, float]:
    """Turn a point of the page as shown into one in the page's own coordinates."""
    left, bottom, right, top = page.crop
    match page.rotation:
        case 90:
            return right - y, bottom + x
        case 180:
            return right - x, top - y
        case 270:
            return left + y, top - x
        case _:
            return left + x, bottom + y

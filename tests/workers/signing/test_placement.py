"""Where a signature's block goes: looked at in pictures of the page before and after."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from PIL import ImageChops
from pypdf import PdfReader, PdfWriter

from tests.workers.signing.papers import make_pdf
from workers.signing import placement
from workers.signing.block import BLOCK, STRIP
from workers.signing.errors import SigningError

SCALE = 2.0
SHORT = make_pdf()
# Down to the bottom margin, which has room for a strip.
FULL = make_pdf(46)
# From edge to edge: nothing is free anywhere.
PACKED = make_pdf(140, top=838, step=6, left=0, words="Penuh sesak " * 12)
PAGES = {
    "short": SHORT,
    "full": FULL,
    "packed": PACKED,
    "landscape": make_pdf(size=(842, 595), top=540),
    "turned right": make_pdf(page="/Rotate 90"),
    "turned over": make_pdf(page="/Rotate 180"),
    "turned left": make_pdf(page="/Rotate 270"),
    "cropped": make_pdf(page="/CropBox [40 60 500 800]"),
    "full and turned": make_pdf(
        140, top=838, step=6, left=0, words="Penuh " * 24, page="/Rotate 90"
    ),
}


def picture(document):
    pdf = pypdfium2.PdfDocument(document)
    pdf.init_forms()
    image = pdf[len(pdf) - 1].render(scale=SCALE, grayscale=True).to_pil().convert("L").copy()
    pdf.close()
    return image


def difference(before, after):
    """The part of the page, in pixels from its top left, that looks different."""
    return ImageChops.difference(before, after.crop((0, 0, *before.size))).getbbox()


@pytest.mark.parametrize("page", PAGES)
def test_a_block_is_seen_and_covers_nothing(office, page):
    before, after = picture(PAGES[page]), picture(office.sign(PAGES[page]))
    if after.size == before.size:
        changed = difference(before, after)
        assert changed is not None
        assert before.crop(changed).getextrema()[0] >= placement.WHITE
    else:  # the page grew: what was there is as it was, and the block is below it
        assert after.width == before.width
        assert after.height > before.height
        assert difference(before, after) is None
        added = after.crop((0, before.height, after.width, after.height))
        assert added.getextrema()[0] < 128


@pytest.mark.parametrize(("page", "shape"), [("short", BLOCK), ("full", STRIP), ("packed", STRIP)])
def test_a_page_with_less_room_gets_a_flatter_block(page, shape):
    place = placement.find_place(PAGES[page], may_lengthen=True)
    assert place.shape is shape
    assert bool(place.lengthening) == (page == "packed")


def test_a_block_stands_right_below_the_text():
    place = placement.find_place(SHORT, may_lengthen=True)
    last_line = 780 - 16 * 11
    assert last_line - BLOCK.height - 30 < place.bottom < last_line - BLOCK.height
    assert place.left + BLOCK.width == 595 - placement.MARGIN


NAME = "Siti Contoh, S.H."


def test_a_block_stands_above_the_signatorys_name_where_the_letter_leaves_room():
    letter = make_pdf(3, step=90, left=320, words=NAME)  # the last one begins at 600
    place = placement.find_place(letter, may_lengthen=True, name=NAME)
    assert 600 < place.bottom < 600 + 10 + placement.LIFT
    assert place.bottom + BLOCK.height < 690
    assert place.left == pytest.approx(320, abs=3)


def test_a_name_far_right_keeps_the_block_on_the_page():
    letter = make_pdf(2, step=90, left=470, words=NAME)
    place = placement.find_place(letter, may_lengthen=True, name=NAME)
    assert place.left + BLOCK.width == 595 - placement.MARGIN


@pytest.mark.parametrize("name", ["", "Orang Lain", NAME])
def test_without_room_above_the_name_a_block_stands_below_the_text(name):
    letter = make_pdf(3, step=60, left=320, words=NAME)
    place = placement.find_place(letter, may_lengthen=True, name=name)
    assert place.bottom + BLOCK.height < 780 - 2 * 60


def test_a_block_stands_on_the_page_of_the_name_when_copies_follow_on_the_next():
    pages = PdfWriter()
    for page in (make_pdf(2, step=90, left=320, words=NAME), SHORT):
        pages.append(BytesIO(page))
    letter = BytesIO()
    pages.write(letter)
    place = placement.find_place(letter.getvalue(), may_lengthen=True, name=NAME)
    assert place.page.index == 0
    assert placement.find_place(letter.getvalue(), may_lengthen=True).page.index == 1


def test_three_signatures_stand_beside_each_other(office):
    document, pictures = SHORT, [picture(SHORT)]
    for number in range(1, 4):
        document = office.sign(document, number=f"TTD-{number:05}/2025")
        pictures.append(picture(document))
        changed = difference(pictures[-2], pictures[-1])
        assert pictures[-2].crop(changed).getextrema()[0] >= placement.WHITE


def test_a_signed_page_without_room_is_not_touched_and_signed_all_the_same(office):
    once = office.sign(PACKED)
    boxes = [PdfReader(BytesIO(once)).pages[0].mediabox]
    filled = once
    for number in range(2, 4):
        filled = office.sign(filled, number=f"TTD-{number:05}/2025")
        boxes.append(PdfReader(BytesIO(filled)).pages[0].mediabox)
    assert boxes[0] == boxes[1] == boxes[2]
    assert picture(filled).tobytes() == picture(once).tobytes()


def test_a_very_large_page_is_no_burden():
    huge = make_pdf(size=(14400, 14400), top=14000)
    assert placement.find_place(huge, may_lengthen=True) is not None


@pytest.mark.parametrize("document", [b"%PDF-1.7\nnothing", b"%PDF-1.7\n", SHORT[:300]])
def test_a_document_that_cannot_be_drawn_is_told(document):
    with pytest.raises(SigningError, match="rusak"):
        placement.find_place(document, may_lengthen=True)

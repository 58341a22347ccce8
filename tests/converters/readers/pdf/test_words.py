"""Which characters of a line are one word."""

from converters.readers.page import Box
from converters.readers.pdf import words
from converters.readers.pdf.glyphs import Glyph


def piece(text, left, run):
    """Characters five points wide, painted in one go."""
    found = [
        Glyph(letter, Box(x, 50, x + 5, 60), 58, 0, run, white=False)
        for x, letter in zip(range(left, 1000, 5), text, strict=False)
    ]
    return words.Piece(tuple(found), Box(left, 50, found[-1].box.right, 60))


def test_a_space_parts_words_unless_a_letter_stands_over_it():
    over = [piece("Rekanan/Vendor", 100, run=2), piece(" ", 139, run=1)]
    between = [piece("Rekanan/", 100, run=1), piece(" ", 140, run=2), piece("Vendor", 145, run=3)]
    assert [line.text for line in words.lines(over)] == ["Rekanan/Vendor"]
    assert [line.text for line in words.lines(between)] == ["Rekanan/ Vendor"]

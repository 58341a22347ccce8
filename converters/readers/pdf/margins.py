"""What is printed on a page beside its contents: signature notes, page numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.pdf.words import Piece

# The notes that the national certification body (BSrE) has printed on each page it signs.
_NOTE = re.compile(
    r"dokumen ini (?:telah )?di\s?tanda\s?tangani secara elektronik"
    r"|balai (?:besar )?sertifikasi elektronik|pindai kode qr",
    re.IGNORECASE,
)


def without_notes(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces but for those of signature notes, which are often printed over a table's end."""
    kept: list[Piece] = []
    for level in _levels(pieces):
        text = " ".join(piece.text for piece in level)
        if not _NOTE.search(text):
            kept += level
    return tuple(kept)


def _levels(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that were painted one after the other in one line."""
    levels: list[list[Piece]] = []
    for piece in pieces:
        if levels and _follows(levels[-1][-1], piece):
            levels[-1].append(piece)
        else:
            levels.append([piece])
    return levels


def _follows(last: Piece, piece: Piece) -> bool:
    one, two = last.glyphs[-1], piece.glyphs[0]
    gap = two.box.left - one.box.right
    return one.turn == two.turn and abs(one.base - two.base) < 1 and -1 < gap < one.size

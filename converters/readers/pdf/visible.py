"""Which text of a page is seen: what was painted over it, and what stands white on white."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.pdf import rules
from converters.readers.pdf.glyphs import pale

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converters.readers.pdf.paths import Path
    from converters.readers.pdf.words import Piece

_OPAQUE = 250  # of 255


def seen(pieces: Iterable[Piece], paths: Sequence[Path]) -> tuple[Piece, ...]:
    """The pieces of text that are not painted over, and not white where nothing coloured is."""
    fills = [path for path in paths if path.filled and path.fill[3] >= _OPAQUE]
    covers = [path for path in fills if rules.is_rectangle(path)]
    return tuple(
        piece
        for piece in pieces
        if not _covered(piece, covers) and (not piece.white or _on_colour(piece, fills))
    )


def _covered(piece: Piece, covers: Iterable[Path]) -> bool:
    """Whether a filled rectangle was painted over most of it afterwards (an old number, say)."""
    centre = piece.box.centre
    return any(cover.order > piece.run and cover.box.holds(centre) for cover in covers)


def _on_colour(piece: Piece, fills: Iterable[Path]) -> bool:
    centre = piece.box.centre
    behind = [fill for fill in fills if fill.order < piece.run and fill.box.holds(centre)]
    return bool(behind) and not pale(behind[-1].fill)

"""What a document that waits for a signature leaves open still: rows of dots, as on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workers.signing.placement import PDFIUM

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOTS = re.compile(r"\.{8,}")  # an ellipsis has three; a template's blank has sixteen


def blanks(document: bytes) -> int:
    """Count the places with dots in a PDF. None in what cannot be read: the signer tells that."""
    import pypdfium2

    with PDFIUM:
        try:
            return sum(len(_DOTS.findall(text)) for text in _texts(document))
        except pypdfium2.PdfiumError:
            return 0


def _texts(document: bytes) -> Iterator[str]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(document)
    try:
        for page in pdf:
            yield page.get_textpage().get_text_bounded()
    finally:
        pdf.close()

"""Pages of a PDF as pictures, to draw on what was recognised."""

from __future__ import annotations

import io
from base64 import b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pypdfium2

SCALE = 1.5  # pixels per point: 108 dpi, at which the small print of a table can be read
WIDEST = 4000  # pixels of a page that is a poster


def backgrounds(content: bytes, numbers: Iterable[int]) -> dict[int, str]:
    """Pages by number, as data addresses of PNGs in shades of grey: marks stand out on these.

    A document that is no PDF has none, nor has a page that cannot be drawn.
    """
    if not content.startswith(b"%PDF-"):
        return {}
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return {}
    try:
        wanted = (number for number in numbers if 1 <= number <= len(document))
        drawn = {number: _drawn(document, number) for number in wanted}
    finally:
        document.close()
    return {number: picture for number, picture in drawn.items() if picture}


def _drawn(document: pypdfium2.PdfDocument, number: int) -> str | None:
    import pypdfium2

    try:
        page = document[number - 1]
        scale = min(SCALE, WIDEST / max(*page.get_size(), 1))
        picture = page.render(scale=scale, grayscale=True).to_pil()
    except pypdfium2.PdfiumError:
        return None
    written = io.BytesIO()
    picture.quantize(16).save(written, "PNG")
    return "data:image/png;base64," + b64encode(written.getvalue()).decode("ascii")

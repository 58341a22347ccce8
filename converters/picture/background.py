"""Pages of a PDF as pictures, to draw on what was recognised."""

from __future__ import annotations

import io
from base64 import b64encode
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pypdfium2

    from converters.readers.page import Box, Page

SCALE = 1.5  # pixels per point: 108 dpi, at which the small print of a table can be read
WIDEST = 4000  # pixels of a page that is a poster


class Background(NamedTuple):
    """A page as a picture."""

    address: str  # with the data of a PNG in it, in shades of grey: marks stand out on these
    unknown: tuple[Box, ...]  # what is drawn there and was not recognised


def backgrounds(content: bytes, pages: Iterable[Page]) -> dict[int, Background]:
    """The pages by number, as pictures.

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
        wanted = {page.number: page for page in pages if 1 <= page.number <= len(document)}
        drawn = {number: _drawn(document, page) for number, page in sorted(wanted.items())}
    finally:
        document.close()
    return {number: picture for number, picture in drawn.items() if picture}


def _drawn(document: pypdfium2.PdfDocument, page: Page) -> Background | None:
    import pypdfium2

    from converters.picture import ink

    try:
        sheet = document[page.number - 1]
        sheet.set_rotation((sheet.get_rotation() + page.turned) % 360)
        scale = min(SCALE, WIDEST / max(*sheet.get_size(), 1))
        picture = sheet.render(scale=scale, grayscale=True).to_pil()
    except pypdfium2.PdfiumError:
        return None
    written = io.BytesIO()
    picture.quantize(16).save(written, "PNG")
    address = "data:image/png;base64," + b64encode(written.getvalue()).decode("ascii")
    return Background(address, ink.unknown(picture, page))

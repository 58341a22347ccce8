"""A signature's block as a picture, for a service that puts it on the page itself."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from workers.signing.block import draw
from workers.signing.placement import PDFIUM

if TYPE_CHECKING:
    from workers.signing.block import Shape, Signatory
    from workers.signing.signer import Purpose

PIXELS_PER_POINT = 4  # 288 dpi: a telephone reads the QR code from paper


def picture(shape: Shape, signatory: Signatory, purpose: Purpose) -> bytes:
    """Return the block as PNG, black on white."""
    import pypdfium2

    page = _page(shape.width, shape.height, draw(shape, signatory, purpose))
    with PDFIUM:
        pdf: Any = pypdfium2.PdfDocument(page)
        try:
            drawn = pdf[0].render(scale=PIXELS_PER_POINT, grayscale=True).to_pil().convert("L")
            output = BytesIO()
            drawn.save(output, "PNG", optimize=True)
        finally:
            pdf.close()
    return output.getvalue()


def _page(width: int, height: int, operators: bytes) -> bytes:
    """A PDF of one page of this size, in points."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils import writer as written

    new_file: Any = written.PdfFileWriter
    new_page: Any = written.PageObject
    writer = new_file()
    content: Any = generic.StreamObject(stream_data=operators)
    page = new_page(contents=writer.add_object(content), media_box=(0, 0, width, height))
    writer.insert_page(page)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()

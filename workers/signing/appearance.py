"""A signature's block as the appearance of its field, the way pyHanko takes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    InnerScaling,
    Margins,
    SimpleBoxLayoutRule,
)
from pyhanko.pdf_utils.writer import init_xobject_dictionary
from pyhanko.stamp import StaticStampStyle

from workers.signing.block import draw

if TYPE_CHECKING:
    from workers.signing.block import Signatory
    from workers.signing.placement import Place
    from workers.signing.signer import Purpose

# How a block is turned so that it stands upright when its page is shown, by the page's rotation.
_TURNS = {0: "", 90: "0 1 -1 0 {h} 0 cm", 180: "-1 0 0 -1 {w} {h} cm", 270: "0 -1 1 0 0 {w} cm"}


class _Packed(PdfContent):
    """Drawing operators in a form of their own, which is compressed; pyHanko's are not."""

    def __init__(self, operators: bytes, width: int, height: int) -> None:
        super().__init__(box=BoxConstraints(width, height))
        self._operators = operators

    def render(self) -> bytes:
        form: Any = init_xobject_dictionary(self._operators, self.box.width, self.box.height)
        form.compress()
        reference = self._ensure_writer.add_object(form)
        self.set_resource(ResourceType.XOBJECT, pdf_name("/Block"), reference)
        return b"/Block Do"


def style(place: Place, signatory: Signatory, purpose: Purpose) -> StaticStampStyle:
    """Return what a signature at this place looks like."""
    width, height = place.shape.width, place.shape.height
    turn = _TURNS[place.page.rotation].format(w=width, h=height).encode()
    if place.page.rotation in {90, 270}:
        width, height = height, width
    operators = b"q " + turn + b"\n" + draw(place.shape, signatory, purpose) + b"\nQ"
    return StaticStampStyle(
        background=_Packed(operators, width, height),
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MIN,
            y_align=AxisAlignment.ALIGN_MIN,
            margins=Margins(0, 0, 0, 0),
            inner_content_scaling=InnerScaling.NO_SCALING,
        ),
        border_width=0,
    )

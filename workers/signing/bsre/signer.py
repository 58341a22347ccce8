"""A signer whose key lies at BSrE: an official's, or the office's electronic seal."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from workers.signing.block import Signatory
from workers.signing.bsre.service import who
from workers.signing.pades import require_pdf
from workers.signing.picture import picture
from workers.signing.placement import find_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from workers.signing.bsre.config import BsreConfig
    from workers.signing.bsre.service import BsreService
    from workers.signing.placement import Place
    from workers.signing.signer import Purpose

OFFICIAL = "bsre"
SEAL = "bsre-seal"
SEAL_TITLE = "Segel elektronik instansi"


@dataclass(frozen=True, kw_only=True)
class Secret:
    """What only the official knows. Lives as long as the command; no text shows it."""

    kind: Literal["passphrase", "totp"]
    value: str = field(repr=False)


class BsreSigner:
    """An official's signature; a ``RemoteSigner``."""

    provider = OFFICIAL

    def __init__(
        self, service: BsreService, config: BsreConfig, identity: str, secret: Secret
    ) -> None:
        self._service = service
        self._config = config
        self._identity = identity
        self._secret = secret

    def prepare(self, document: bytes, purpose: Purpose) -> Callable[[], bytes]:
        """Return the call that adds the official's signature.

        Raises:
            SigningError: the document, or who signs, is none that can be sent.
        """
        require_pdf(document)
        request = who(self._identity) | {self._secret.kind: self._secret.value}
        properties = properties_of(document, purpose, self._config, _title(purpose))
        return partial(
            self._service.sign, {**request, "signatureProperties": [properties]}, document
        )


class BsreSeal:
    """The office's electronic seal; a ``RemoteSigner``."""

    provider = SEAL

    def __init__(self, service: BsreService, config: BsreConfig, totp: Secret) -> None:
        self._service = service
        self._config = config
        self._totp = totp

    def prepare(self, document: bytes, purpose: Purpose) -> Callable[[], bytes]:
        """Return the call that puts the seal on. Raises as ``BsreSigner`` does."""
        require_pdf(document)
        request = {"idSubscriber": self._config.subscriber, "totp": self._totp.value}
        properties = properties_of(document, purpose, self._config, SEAL_TITLE)
        return partial(
            self._service.seal, {**request, "signatureProperties": [properties]}, document
        )


def properties_of(
    document: bytes, purpose: Purpose, config: BsreConfig, title: str
) -> dict[str, Any]:
    """Say how the signature looks and where, as ``signatureProperties`` has it.

    A block is put where nothing is, as with our own keys; where there is no such place, or the
    page is turned or cut, the signature shows nothing. Lengths are points; their origin is the
    page's upper left corner.
    """
    told = {"reason": purpose.number}
    if config.location:
        told["location"] = config.location
    place = find_place(document, may_lengthen=False) if config.visible else None
    if place is None or place.page.rotation or any(place.page.crop[:2]):
        return {"tampilan": "INVISIBLE", **told}
    return {"tampilan": "VISIBLE", **told, **_shown(place, purpose, title)}


def _title(purpose: Purpose) -> str:
    """Name who signs: whose certificate it is shows only once it has signed."""
    return "" if purpose.on_behalf else purpose.official


def _shown(place: Place, purpose: Purpose, title: str) -> dict[str, Any]:
    block = picture(place.shape, Signatory(name="", title=title, fingerprint=""), purpose)
    return {
        "imageBase64": base64.b64encode(block).decode(),
        "page": place.page.index + 1,
        "originX": place.left,
        "originY": place.page.height - place.bottom - place.shape.height,
        "width": float(place.shape.width),
        "height": float(place.shape.height),
    }

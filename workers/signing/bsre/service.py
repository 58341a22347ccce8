"""The calls of BSrE's e-sign client service, API v2.

Each is a POST of JSON with the application's basic authentication; files travel in base64. What
is sent and answered was read in public clients of the service, which follow the technical
guide 2.2.1; see docs/signatures.md for what that leaves open.

A call of which the answer is lost may have had its effect: there is no idempotency key. So what
goes wrong is told apart by whether the service can have acted, and nothing is sent twice.
"""

from __future__ import annotations

import base64
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from workers.http import trust_system
from workers.signing.bsre.wording import REFUSALS, STATUSES
from workers.signing.errors import SigningError, UnknownOutcomeError

if TYPE_CHECKING:
    import requests

    from workers.signing.bsre.config import BsreConfig

CONNECT_S = 10.0
QUICK_S = 30.0  # for the answers to what signs nothing
READY = "ISSUE"
LONGEST_TEXT = 200
_VALID = ("VALID", "VALID_SIGNATURE")


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What the service says of a document's signatures."""

    conclusion: str  # its own word: VALID, ...
    description: str
    signers: list[str]

    @property
    def good(self) -> bool:
        """Whether it calls the document validly signed."""
        return self.conclusion in _VALID


class _NotReachedError(Exception):
    """Nothing was sent."""


class _UnansweredError(Exception):
    """It was sent, and what became of it is not known. Its text is a short word."""


class _RefusedError(Exception):
    """The service has answered that it did not do it."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class BsreService:
    """The service at one address, for one application."""

    def __init__(self, config: BsreConfig) -> None:
        self._config = config

    def require_ready(self, identity: str) -> None:
        """See that a person has a certificate that can sign now. Changes nothing there.

        Args:
            identity: NIK or e-mail.

        Raises:
            SigningError: it cannot, or the service does not answer.
        """
        answer = self._ask("user/check/status", who(identity))
        status = str(answer.get("status", ""))
        if status != READY:
            raise SigningError(STATUSES.get(status, f"BSrE: status sertifikat {_plain(status)!r}."))

    def send_totp(self, identity: str) -> None:
        """Have the service send a person the code for one signature.

        Raises:
            SigningError: it refuses, or does not answer.
        """
        self._ask("sign/get/totp", {**who(identity), "data": 1})

    def sign(self, request: dict[str, Any], document: bytes) -> bytes:
        """Have an official's signature added to a document. See ``_signed``."""
        return self._signed("sign/pdf", request, document)

    def seal(self, request: dict[str, Any], document: bytes) -> bytes:
        """Have the office's electronic seal put on a document. See ``_signed``."""
        return self._signed("seal/pdf", request, document)

    def verify(self, document: bytes) -> Verdict:
        """Ask what the service thinks of a document's signatures.

        Raises:
            SigningError: it refuses, or does not answer.
        """
        answer = self._ask("verify/pdf", {"file": _encoded(document)})
        found = answer.get("signatureInformations")
        each = found if isinstance(found, list) else []
        names = [str(one.get("signerName", "")) for one in each if isinstance(one, dict)]
        return Verdict(
            conclusion=_plain(answer.get("conclusion")),
            description=_plain(answer.get("description")),
            signers=[_plain(name) for name in names],
        )

    def _signed(self, path: str, request: dict[str, Any], document: bytes) -> bytes:
        """Send one document and return it as it came back.

        Raises:
            SigningError: it was certainly not signed.
            UnknownOutcomeError: it may have been.
        """
        try:
            answer = self._post(path, {**request, "file": [_encoded(document)]}, signs=True)
        except _UnansweredError as lost:
            raise UnknownOutcomeError(str(lost)) from None
        except (_NotReachedError, _RefusedError) as error:
            raise SigningError(_explain(error)) from None
        match answer.get("file"):
            case [str(file)]:
                with suppress(ValueError):
                    return base64.b64decode(file, validate=True)
        raise UnknownOutcomeError("answer")

    def _ask(self, path: str, request: dict[str, Any]) -> dict[str, Any]:
        """Call what signs nothing: whatever goes wrong, it may be asked again."""
        try:
            return self._post(path, request, signs=False)
        except (_NotReachedError, _UnansweredError, _RefusedError) as error:
            raise SigningError(_explain(error)) from None

    def _post(self, path: str, request: dict[str, Any], *, signs: bool) -> dict[str, Any]:
        import requests
        from requests.auth import HTTPBasicAuth

        config = self._config
        trust_system()
        try:
            # A redirection would carry the passphrase to wherever it points.
            response = requests.post(
                f"{config.url.rstrip('/')}/api/v2/{path}",
                json=request,
                auth=HTTPBasicAuth(config.username.encode(), config.password.encode()),
                timeout=(CONNECT_S, config.timeout if signs else QUICK_S),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise _sorted(error) from None
        return _read(response)


def who(identity: str) -> dict[str, str]:
    """Name a person as the service does: by e-mail or by NIK.

    Raises:
        SigningError: it is neither.
    """
    text = identity.strip()
    if "@" in text:
        return {"email": text}
    digits = text.replace(" ", "")
    if len(digits) == 16 and digits.isascii() and digits.isdigit():  # noqa: PLR2004 -- a NIK has 16
        return {"nik": digits}
    raise SigningError("Isi NIK (16 angka) atau alamat e-mail yang terdaftar di BSrE.")


def _sorted(error: requests.RequestException) -> Exception:
    """Tell whether the request can have reached the service."""
    import requests
    from urllib3.exceptions import NewConnectionError

    cause = getattr(error.args[0] if error.args else None, "reason", None)
    # Of a ValueError the address or the like is at fault: it comes before anything is sent.
    early = isinstance(error, (requests.ConnectTimeout, ValueError))
    if early or isinstance(cause, NewConnectionError):
        return _NotReachedError()
    return _UnansweredError("timeout" if isinstance(error, requests.Timeout) else "cut")


def _read(response: requests.Response) -> dict[str, Any]:
    """Return what the service did, or raise what it says instead."""
    answer = _object(response.content)
    code = str(answer.get("status_code") or answer.get("code") or "")
    status = response.status_code
    if code in REFUSALS:
        raise _RefusedError(code)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        raise _UnansweredError(f"http-{status}")
    if status >= HTTPStatus.MULTIPLE_CHOICES or answer.get("error"):
        raise _RefusedError(_plain(code) or f"http-{status}")
    if not answer:
        raise _UnansweredError("answer")
    return answer


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(content)
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _explain(error: Exception) -> str:
    """Say in our own words what went wrong: the service's may quote what it was sent."""
    if isinstance(error, _RefusedError):
        why = REFUSALS.get(error.code, f"BSrE menolak (kode {error.code}).")
        return f"{why} Tidak ada yang ditandatangani."
    return (
        "Layanan e-sign BSrE (bsre.url) tidak dapat dihubungi atau tidak menjawab dengan benar. "
        "Tidak ada yang ditandatangani; cobalah lagi nanti."
    )


def _encoded(document: bytes) -> str:
    return base64.b64encode(document).decode()


def _plain(text: object) -> str:
    """What the service says, fit for a terminal."""
    words = "" if text is None else str(text)
    return "".join(each for each in words if each.isprintable())[:LONGEST_TEXT]

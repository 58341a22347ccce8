"""One adapter over HTTP: submit, and ask what became of a submission.

What an adapter says in words is never passed on: it may name a person.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec
import requests

from workers.connectors.config import section_of
from workers.connectors.contract import (
    KEY_HEADER,
    SUBMISSIONS,
    UNSPECIFIED,
    Answer,
    Pending,
    Refusal,
)
from workers.decoding import decode
from workers.errors import IncidentError
from workers.http import retry_after, trust_system

if TYPE_CHECKING:
    from uuid import UUID

    from workers.connectors.config import ConnectorConfig
    from workers.connectors.parcel import Parcel
    from workers.systems import Target

# A system that is down for longer says so again.
LONGEST_WAIT = timedelta(hours=1)
_BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_UNKNOWN_TO_IT = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


class UnansweredError(Exception):
    """No answer, or one that does not tell what became of it. Its text is a code or a kind."""


class BusyError(Exception):
    """The adapter took nothing and asks to come again later."""

    def __init__(self, status: int, after: timedelta | None) -> None:
        self.after = after
        super().__init__(f"HTTP {status}")


class RefusedError(Exception):
    """The system does not take the submission. Its text is the reason's code."""


class Connector:
    """An adapter, as its contract has it."""

    def __init__(self, target: Target, config: ConnectorConfig) -> None:
        self._target = target
        self._config = config
        self._base = config.url.rstrip("/")
        trust_system()

    def ask(self, key: UUID) -> Answer | None:
        """Ask what became of a submission; None: the system has taken nothing by this key.

        Raises:
            UnansweredError, BusyError, IncidentError: as ``send``.
        """
        response = self._call("GET", f"{SUBMISSIONS}/{key}")
        if response.status_code == HTTPStatus.NOT_FOUND:
            return None
        return self._answer(response)

    def send(self, key: UUID, parcel: Parcel) -> Answer:
        """Submit. By the same key the system takes it once.

        Raises:
            UnansweredError: whether it was taken is unknown.
            BusyError: it was not taken now.
            RefusedError: it is not taken.
            IncidentError: the adapter does not know us, or does not keep to the contract.
        """
        parts: dict[str, tuple[str | None, bytes, str]] = {
            "submission": (None, msgspec.json.encode(parcel.submission), "application/json")
        }
        if (enclosed := parcel.submission.document) is not None:
            # Its real name stands in the submission; a header has no room for all of Unicode.
            parts["document"] = ("document", parcel.document, enclosed.content_type)
        response = self._call("POST", SUBMISSIONS, files=parts, headers={KEY_HEADER: str(key)})
        return self._answer(response)

    def _call(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            return requests.request(
                method,
                self._base + path,
                auth=self._sign,  # by header alone, a .netrc would overrule it
                timeout=self._config.timeout,
                allow_redirects=False,  # the data are for this address and no other
                **options,
            )
        except requests.RequestException as error:
            raise UnansweredError(type(error).__name__) from None

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._config.token}"
        return request

    def _answer(self, response: requests.Response) -> Answer:
        status = response.status_code
        if status in {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED}:
            return self._read(response)
        if status == HTTPStatus.CONFLICT:  # the same submission is being taken at this moment
            return Pending()
        if status == HTTPStatus.UNPROCESSABLE_ENTITY:
            raise RefusedError(_reason(response.content))
        if status in _BUSY:
            wait = retry_after(response.headers.get("Retry-After"))
            raise BusyError(status, None if wait is None else min(wait, LONGEST_WAIT))
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
            raise UnansweredError(f"HTTP {status}")
        raise self._incident(status)

    def _read(self, response: requests.Response) -> Answer:
        try:
            answer: Answer = decode(response.content, Answer)
        except (msgspec.DecodeError, UnicodeDecodeError):
            message = (
                f"The adapter of {self._target.name} answered {response.status_code} with what its "
                f"contract does not know (docs/systems/{self._target.code}.openapi.json)."
            )
            raise IncidentError(message) from None
        return answer

    def _incident(self, status: int) -> IncidentError:
        setting = f"TERTIB_{section_of(self._target.code)}".upper().replace("-", "_")
        if status in _UNKNOWN_TO_IT:
            remedy = f"it does not accept the token; see {setting}_TOKEN_FILE"
        else:
            remedy = f"see {setting}_URL and docs/systems/{self._target.code}.openapi.json"
        return IncidentError(f"The adapter of {self._target.name} answered {status}: {remedy}.")


def _reason(content: bytes) -> str:
    try:
        return decode(content, Refusal).reason
    except (msgspec.DecodeError, UnicodeDecodeError):
        return UNSPECIFIED

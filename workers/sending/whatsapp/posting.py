"""One HTTP request that must not be made twice, and what its answer says of it.

As with a mail server (``workers.sending.smtp``), all but what makes the server act is told first:
it is connected to, and has the request's head; then the caller notes that the content is due, and
the content is told. What fails before cannot have been done; what fails after is unknown.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import requests
import truststore
from requests.adapters import HTTPAdapter

from workers.http import retry_after
from workers.sending.claims import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from requests import PreparedRequest

# Refusals that concern who asks, or where: others' messages would fare no better.
_OURS = frozenset({401, 402, 403, 404, 405, 407})
_NOT_NOW = frozenset({408, 429, 503})
_SERVER_FAULT = 500
_BAD_REQUEST = 400
_REDIRECT = 300


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer means."""

    outcome: Outcome
    away: bool = False  # it concerns us or the server: the next message would fare no better


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A server's answer."""

    status: int
    content: bytes
    headers: Mapping[str, str]  # by names in lower case

    @property
    def is_good(self) -> bool:
        """Whether it is a 2xx."""
        return self.status // 100 == 2  # noqa: PLR2004 -- as the standard has it

    @property
    def wait(self) -> timedelta:
        """How long it wants to be left alone; zero: it does not say."""
        return retry_after(self.headers.get("retry-after")) or timedelta()

    def decoded(self) -> Any:
        """Return what it says in JSON; None if that is none."""
        try:
            return msgspec.json.decode(self.content)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None


def verdict_by_status(answer: Answer) -> Verdict:
    """Judge a refusal by its status alone."""
    status, reason = answer.status, f"http-{answer.status}"
    if status in _OURS or status in _NOT_NOW or _REDIRECT <= status < _BAD_REQUEST:
        return Verdict(outcome=Outcome(status="ready", reason=reason, wait=answer.wait), away=True)
    if _BAD_REQUEST <= status < _SERVER_FAULT:
        return Verdict(outcome=Outcome(status="failed", reason=reason))
    return Verdict(outcome=Outcome(status="unknown", reason=reason), away=True)


def open_http(headers: Mapping[str, str]) -> requests.Session:
    """Return what requests are made by. It trusts whom the system trusts; proxies are requests'.

    Args:
        headers: of every request; secrets among them.
    """
    http = requests.Session()
    http.auth = _as_it_is
    # A connection kept open may be closed by the server just when the next message goes out on it.
    http.headers.update({"Connection": "close", "Accept": "application/json", **headers})
    http.mount("https://", _SystemTrust())
    return http


def post_once(
    http: requests.Session, url: str, content: bytes, begin: Callable[[], bool], *, timeout: float
) -> Answer | Outcome | None:
    """Post a JSON content.

    Args:
        http: see ``open_http``.
        url: where to.
        content: the JSON.
        begin: see ``workers.sending.carrier.Session.deliver``.
        timeout: seconds, for the connection and for the answer.

    Returns:
        The answer; what became of it without one; None: it was no longer due.
    """
    body = _Content(content, begin)
    headers = {"Content-Type": "application/json"}
    try:
        # The types know of files and generators only.
        data: Any = body
        response = http.post(
            url, data=data, headers=headers, timeout=timeout, allow_redirects=False
        )
    except _NotDueError:
        return None
    except requests.RequestException as error:
        return Outcome(status="unknown" if body.is_told else "ready", reason=type(error).__name__)
    finally:
        http.close()  # its connections; it opens others
    return answer_of(response)


def answer_of(response: requests.Response) -> Answer:
    """Return what is looked at of a response."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(status=response.status_code, content=response.content, headers=headers)


class _NotDueError(Exception):
    """The content was no longer due."""


class _Content:
    """A content that notes that it goes out when it does."""

    def __init__(self, content: bytes, begin: Callable[[], bool]) -> None:
        self._content = content
        self._begin = begin
        self.is_told = False

    def __len__(self) -> int:
        return len(self._content)

    def __iter__(self) -> Iterator[bytes]:
        if not self._begin():
            raise _NotDueError
        self.is_told = True
        yield self._content


class _SystemTrust(HTTPAdapter):
    """Trusts whom the system trusts, an office's proxy included."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make the pool of direct connections."""
        super().init_poolmanager(*arguments, **options, ssl_context=_trusting())

    def proxy_manager_for(self, proxy: Any, **options: Any) -> Any:
        """Make the pool of connections by a proxy."""
        return super().proxy_manager_for(proxy, **options, ssl_context=_trusting())


def _trusting() -> ssl.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _as_it_is(request: PreparedRequest) -> PreparedRequest:
    """Keep requests from looking for other credentials in ~/.netrc."""
    return request

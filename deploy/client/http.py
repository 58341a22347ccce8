"""HTTP with the manners the engine asks for: time-outs, and waiting when it says so."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any

import requests

from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT_S = 30.0
# The broker sheds load early on small machines (429, 503) and web apps answer 5xx while they
# warm up; both pass. Doubling from 0.2 s, ten tries wait about a minute in all.
PASSING = frozenset({429, 500, 502, 503, 504})
TRIES = 10


class Api:
    """One HTTP API.

    Args:
        name: what people call it, for messages.
        base: its address without a trailing slash.
        headers: sent with each request (authorization, say).
    """

    def __init__(self, name: str, base: str, headers: Mapping[str, str] | None = None) -> None:
        self.name = name
        self.base = base.rstrip("/")
        self.reached = False  # whether it ever answered: only then is a lost connection passing
        self.session = requests.Session()
        self.session.trust_env = False  # an office's proxy settings are not for the loopback
        self.session.headers.update(headers or {})

    def call(self, method: str, path: str, *, expect: int | None = None, **options: Any) -> Any:
        """Send one request and return its JSON (None for an empty answer).

        Raises:
            ApiError: the API refused; DeployError: it could not be reached.
        """
        response = self.send(method, path, **options)
        if not response.ok and response.status_code != expect:
            raise ApiError(self.name, method, path, response)
        return response.json() if response.content and response.ok else None

    def send(self, method: str, path: str, **options: Any) -> requests.Response:
        """Send one request, again while that may help, and return what was answered.

        Raises:
            DeployError: the API could not be reached.
        """
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            try:
                response = self.session.request(
                    method, self.base + path, timeout=TIMEOUT_S, **options
                )
            except requests.RequestException as error:
                if last or not self.reached:
                    raise self._unreachable(error) from None
            else:
                self.reached = True
                if response.status_code not in PASSING or last:
                    return response
            time.sleep(min(10.0, 0.2 * 2**attempt) * random.uniform(0.8, 1.2))  # noqa: S311
        raise AssertionError("unreachable")

    def _unreachable(self, error: requests.RequestException) -> DeployError:
        return DeployError(
            f"{self.name} at {self.base} does not answer ({type(error).__name__}).",
            "Start the local engine with `tertib up`, or set the address of your cluster.",
        )


class ApiError(DeployError):
    """The API understood the request and refused it."""

    def __init__(self, name: str, method: str, path: str, response: requests.Response) -> None:
        self.status = response.status_code
        self.detail = _detail(response)
        super().__init__(
            f"{name} refused {method} {path}: {self.status} {self.detail}",
            "See its log for more, or check the diagram with `tertib check`.",
        )


def _detail(response: requests.Response) -> str:
    """The problem detail (RFC 9457) the engine sends, or the start of whatever it sent."""
    try:
        body = response.json()
    except ValueError:
        return response.text[:300]
    if not isinstance(body, dict):
        return str(body)[:300]
    return str(body.get("detail") or body.get("message") or body.get("title") or "")

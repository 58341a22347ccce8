"""Fingerprints and faces compared elsewhere: in SIMKIM, or a matcher that a ministry runs.

SIMKIM has no published interface. The contract, ``provider.openapi.json`` beside this file, is
Tertib's own: whoever runs the other side puts it in front of the real one. A question changes
nothing there, so one that was not answered is asked again.
"""

from __future__ import annotations

import time
from typing import Annotated, Literal, TypeVar

import msgspec
import requests

from workers.addresses import is_confidential
from workers.biometrics.verdicts import Verdict
from workers.decoding import decode
from workers.errors import IncidentError, RetryableError
from workers.http import retry_after, trust_system

T = TypeVar("T")
Modality = Literal["fingerprint", "face"]
Role = Literal["probe", "reference"]
Attempts = Annotated[int, msgspec.Meta(ge=1, le=10)]
Seconds = Annotated[float, msgspec.Meta(gt=0, le=120)]

CONNECT_S = 5.0
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 10.0
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_UNUSABLE = 422


class ProviderConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``biometrics``."""

    url: str = ""  # who compares, and keeps who is enrolled; empty: SourceAFIS here, no faces
    token: str = ""  # sent as Authorization: Bearer
    timeout: Seconds = 20.0  # seconds, for each answer
    attempts: Attempts = 3  # before the job goes back to the engine


class Comparison(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is asked."""

    probe: bytes  # image or template, in base64
    false_match_rate: float
    dpi: float | None = None
    reference: bytes | None = None  # 1:1: with what to compare; without it 1:N


class Answer(Verdict, frozen=True, kw_only=True):
    """What is answered."""

    candidate: str | None = None  # 1:N: the person's number in that system, of a match


class Unusable(msgspec.Struct, frozen=True, kw_only=True):
    """An answer with status 422."""

    image: Role


class UnusableError(Exception):
    """The image just taken, or the one on file, cannot be compared."""

    def __init__(self, image: Role) -> None:
        self.image = image
        super().__init__(image)


class NobodyEnrolledError(Exception):
    """There is nobody to search among."""


def compare(config: ProviderConfig, modality: Modality, question: Comparison) -> Answer:
    """Have the other side compare.

    Args:
        config: with a URL.
        modality: what the images show.
        question: a reference in it makes it 1:1.

    Raises:
        UnusableError: an image is of no use to it.
        NobodyEnrolledError: 1:N among nobody.
        RetryableError: it does not answer just now.
        IncidentError: a setting is wrong, or it does not keep to the contract.
    """
    kind = "identifications" if question.reference is None else "verifications"
    url = f"{_checked(config.url)}/{modality}/{kind}"
    response = _ask(config, url, msgspec.json.encode(question))
    if response.status_code == _UNUSABLE:
        raise UnusableError(_decoded(response, Unusable).image)
    if response.status_code == requests.codes.no_content and question.reference is None:
        raise NobodyEnrolledError
    if response.status_code != requests.codes.ok:
        settings = "TERTIB_BIOMETRICS_URL and TERTIB_BIOMETRICS_TOKEN_FILE"
        message = f"The biometric matcher refuses (HTTP {response.status_code})."
        raise IncidentError(f"{message} See {settings}.")
    return _decoded(response, Answer)


def _ask(config: ProviderConfig, url: str, body: bytes) -> requests.Response:
    """Ask until it answers; what passes is waited for."""
    fault, wait = "", FIRST_WAIT_S
    for attempt in range(config.attempts):
        if attempt:
            time.sleep(wait)
        try:
            response = _post(config, url, body)
        except requests.RequestException as error:
            fault, wait = type(error).__name__, _longer(wait)
            continue
        if response.status_code not in _PASSING:
            return response
        fault, wait = f"HTTP {response.status_code}", _asked_for(response) or _longer(wait)
    raise RetryableError(f"The biometric matcher cannot be used just now ({fault}).")


def _post(config: ProviderConfig, url: str, body: bytes) -> requests.Response:
    trust_system()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if config.token:
        headers["Authorization"] = f"Bearer {config.token}"
    # A redirect would carry the images, and perhaps the token, to somewhere nobody configured.
    timeout = (min(CONNECT_S, config.timeout), config.timeout)
    return requests.post(url, data=body, headers=headers, timeout=timeout, allow_redirects=False)


def _longer(wait: float) -> float:
    return min(wait * 2, LONGEST_WAIT_S)


def _asked_for(response: requests.Response) -> float | None:
    """How many seconds it asks to be left alone, as far as a job may wait for it."""
    wait = retry_after(response.headers.get("Retry-After"))
    return None if wait is None else min(wait.total_seconds(), LONGEST_WAIT_S)


def _checked(url: str) -> str:
    if is_confidential(url):
        return url.rstrip("/")
    message = "biometrics.url must begin with https://: fingerprints and faces are not sent"
    raise IncidentError(f"{message} unencrypted (TERTIB_BIOMETRICS_URL).")


def _decoded(response: requests.Response, kind: type[T]) -> T:
    try:
        return decode(response.content, kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise IncidentError(
            "The biometric matcher answered otherwise than provider.openapi.json says "
            f"(HTTP {response.status_code})."
        ) from None

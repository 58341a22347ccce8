"""Where a system's adapter is: one section for each system."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from workers.addresses import is_confidential
from workers.config import ConfigError, Count, Seconds, load

if TYPE_CHECKING:
    from workers.systems import System


class ConnectorConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``connector-`` and the system's code."""

    url: str = ""  # base address of the adapter; empty: an officer does the step by hand
    token: str = ""  # bearer token; better in a file, by the variable with _FILE after its name
    timeout: Seconds = 30.0  # for connecting, and for each answer
    failures: Count = 5  # so many in a row, and nothing is sent for a while
    pause: Seconds = 60.0  # for how long; then one submission tries


def section_of(code: str) -> str:
    """Name a system's section."""
    return f"connector-{code}"


def sections(system: System) -> dict[str, type[msgspec.Struct]]:
    """Return the sections of all systems behind one, for its page."""
    return {section_of(target.code): ConnectorConfig for target in system.targets}


def connector_config(code: str) -> ConnectorConfig | None:
    """Read a system's section; None: it has no adapter.

    Raises:
        ConfigError: a setting cannot be used.
    """
    section = section_of(code)
    config = load(ConnectorConfig, section)
    if not config.url:
        return None
    _require_safe(config.url, section)
    if not config.token:
        raise ConfigError(f"{section}.token: the adapter asks for a bearer token; set it in a file")
    if not (config.token.isascii() and config.token.isprintable()) or " " in config.token:
        raise ConfigError(f"{section}.token: not a bearer token (visible ASCII, no spaces)")
    return config


def by_hand(system: System) -> bool:
    """Whether an officer does all of it: no system behind it has an adapter.

    Preparing a package is work for a child process; waiting for an adapter is not, and the
    circuits are the worker's own.

    Raises:
        ConfigError: a setting cannot be used.
    """
    return all(connector_config(target.code) is None for target in system.targets)


def _require_safe(url: str, section: str) -> None:
    """Personal data and the token go there: over TLS, or not over a network at all."""
    try:
        parts = urlsplit(url)
        scheme, host = parts.scheme, parts.hostname
    except ValueError:
        scheme, host = "", None
    if scheme not in {"http", "https"} or not host:
        raise ConfigError(f"{section}.url: not an address such as https://adapter.example.go.id/v1")
    if not is_confidential(url):
        raise ConfigError(f"{section}.url: must be https; http is for this machine alone")

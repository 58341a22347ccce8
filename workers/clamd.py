"""Whether a file holds a virus: ClamAV's daemon, asked over a socket (clamd's INSTREAM).

https://docs.clamav.net/manual/Usage/ClamdProtocol.html
"""

from __future__ import annotations

import re
import socket
import struct
from contextlib import suppress

import msgspec

from workers.config import ConfigError, Seconds, load
from workers.errors import IncidentError, RetryableError

CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096  # bytes
_TCP = re.compile(r"\[?([^\[\]\s]+)\]?:(\d{1,5})")
_LAST_PORT = 65535
_VERDICT = re.compile(r"stream: (?:OK|(?P<virus>.+) FOUND)")


class ClamdConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``clamd``."""

    address: str = ""  # host:port, or the path of a Unix socket; empty: no file is checked
    timeout: Seconds = 60.0  # how long it may be silent, in seconds


def clamd_config() -> ClamdConfig:
    """Read the section.

    Raises:
        IncidentError: a setting cannot be used.
    """
    try:
        config = load(ClamdConfig, "clamd")
    except ConfigError as error:
        raise IncidentError(str(error)) from None
    if config.address and not _is_place(config.address):
        message = "clamd.address: give host:port, or the path of a Unix socket (TERTIB_CLAMD_*)"
        raise IncidentError(message)
    return config


def _is_place(address: str) -> bool:
    tcp = _TCP.fullmatch(address)
    return address.startswith("/") or (tcp is not None and int(tcp[2]) <= _LAST_PORT)


def find_virus(content: bytes, config: ClamdConfig) -> str | None:
    """Return what clamd calls the virus in ``content``; None: it found none.

    Raises:
        RetryableError: clamd is away, or broke off; a file it did not judge is not called clean.
        IncidentError: clamd answers that it cannot judge this file.
    """
    try:
        with _connected(config) as connection:
            _send(connection, content)
            answer = _answer(connection)
    except OSError as error:
        message = f"clamd at {config.address} does not answer ({type(error).__name__})."
        raise RetryableError(message) from None
    if not answer:
        # This is also what is left of its refusal of a large file, when that is lost on the way.
        message = (
            f"clamd at {config.address} broke off at a file of {len(content):,} bytes; "
            "see its log, and StreamMaxLength in clamd.conf."
        )
        raise RetryableError(message)
    verdict = _VERDICT.fullmatch(answer)
    if verdict is None:
        is_large = "size limit" in answer
        remedy = "Raise StreamMaxLength in clamd.conf." if is_large else "See its log."
        raise IncidentError(f"clamd at {config.address} did not judge the file. {remedy}")
    return verdict["virus"]


def _connected(config: ClamdConfig) -> socket.socket:
    if tcp := _TCP.fullmatch(config.address):
        return socket.create_connection((tcp[1], int(tcp[2])), config.timeout)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(config.timeout)
    try:
        connection.connect(config.address)
    except OSError:
        connection.close()
        raise
    return connection


def _send(connection: socket.socket, content: bytes) -> None:
    """Tell it all, unless it has heard enough: then it has answered, and the answer says why."""
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))


def _answer(connection: socket.socket) -> str:
    """Return its answer, which ends with a zero byte; empty: it closed without one."""
    heard = b""
    with suppress(ConnectionResetError):
        while b"\0" not in heard and len(heard) < _LONGEST_ANSWER:
            part = connection.recv(_LONGEST_ANSWER)
            if not part:
                break
            heard += part
    return heard.partition(b"\0")[0].decode("ascii", "replace").strip()

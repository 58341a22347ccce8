"""The official's desk where the key lies at BSrE: what is asked on the terminal, and told."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

import typer

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from workers.signing.bsre.config import BsreConfig
    from workers.signing.bsre.service import BsreService, Verdict
    from workers.signing.queue import Request
    from workers.signing.remote import RemoteSigner
    from workers.state.state import State

How = Literal["passphrase", "totp", "seal"]


def sign(state: State, request: Request, now: datetime, *, how: How, on_behalf: bool) -> Request:
    """Have BSrE sign, by what is asked for on the terminal.

    Args:
        state: where the request is.
        request: as it stands.
        now: aware, in the office's time zone.
        how: with the official's passphrase; with a code the service sends them; or with the
            office's electronic seal.
        on_behalf: somebody else signs for the official.

    Raises:
        SigningError: it was not signed, or that is not known; says what to do.
        ConfigError: the service is not configured.
    """
    from deploy.console import ERR
    from workers.signing import queue, remote

    service, config = _service()
    if request.status != "signed":  # what cannot be signed is told before anything is asked
        queue.require_waiting(request)
        queue.document_of(state, request)
    signer = _seal(service, config) if how == "seal" else _official(service, config, how)
    with ERR.status("Menunggu jawaban BSrE; jangan dihentikan"):
        return remote.sign(state, request.number, signer, now, on_behalf=on_behalf)


def enter_signed(state: State, number: str, file: Path, now: datetime) -> Request:
    """Enter the signed document that was found of an unknown request.

    Raises:
        SigningError: it is not that, or BSrE does not call it valid.
        ConfigError: the service is not configured.
    """
    from workers.signing import remote
    from workers.signing.errors import SigningError

    content = file.read_bytes()
    verdict = verify(content)
    if not verdict.good:
        raise SigningError(f"BSrE tidak menyatakan berkas ini sah: {verdict.conclusion or '-'}.")
    return remote.enter_signed(state, number, content, now)


def verify(content: bytes) -> Verdict:
    """Ask BSrE what it thinks of a document's signatures.

    Raises:
        SigningError: it does not say.
        ConfigError: the service is not configured.
    """
    service, _ = _service()
    return service.verify(content)


def _service() -> tuple[BsreService, BsreConfig]:
    from workers.signing.bsre.config import bsre_config
    from workers.signing.bsre.service import BsreService

    config = bsre_config()
    return BsreService(config), config


def _official(service: BsreService, config: BsreConfig, how: How) -> RemoteSigner:
    """Ask who signs, whether they can, and for what only they know."""
    from workers.signing.bsre.signer import BsreSigner, Secret

    identity = config.identity or _ask("NIK atau e-mail yang terdaftar di BSrE")
    service.require_ready(identity)
    if how == "totp":
        service.send_totp(identity)
        secret = Secret(kind="totp", value=_ask("TOTP dari BSrE", hidden=True))
    else:
        secret = Secret(kind="passphrase", value=_ask("Passphrase BSrE", hidden=True))
    return BsreSigner(service, config, identity, secret)


def _seal(service: BsreService, config: BsreConfig) -> RemoteSigner:
    from workers.config import ConfigError
    from workers.signing.bsre.signer import BsreSeal, Secret

    if not config.subscriber:
        raise ConfigError("bsre.subscriber (TERTIB_BSRE_SUBSCRIBER): the office's seal has no id")
    totp = Secret(kind="totp", value=_ask("TOTP segel", hidden=True))
    return BsreSeal(service, config, totp)


def _ask(question: str, *, hidden: bool = False) -> str:
    """Ask the official. No setting answers a secret: nobody else may sign."""
    from workers.signing.errors import SigningError

    if not sys.stdin.isatty():
        raise SigningError(f"{question}: hanya dapat ditanyakan di terminal. Pakailah terminal.")
    answer: str = typer.prompt(question, hide_input=hidden, err=True)
    return answer

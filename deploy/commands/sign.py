"""``tertib sign``: the official's desk, where documents wait for a signature.

Its help is English as that of all commands; what it tells officials is Indonesian.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from deploy import desk, remote_desk
from deploy.state import enter, office_now, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workers.signing.key import OfficialKey
    from workers.signing.queue import Request
    from workers.state.state import State

    Act = Callable[[State, Request, datetime], Request]  # what is done about a request


class _NumberOrCommand(TyperGroup):
    """``tertib sign TTD-00001/2025`` is ``tertib sign document TTD-00001/2025``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None:
            args = ["document", *args]
        return super().resolve_command(ctx, args)


app = typer.Typer(name="sign", cls=_NumberOrCommand, invoke_without_command=True)
OVER = "Prosesnya sudah berakhir atau dibatalkan."


@app.callback()
def sign(
    context: typer.Context,
    *,
    official: Annotated[
        str | None, typer.Option(help="Only what waits for this official, by title.")
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(help="Those that are signed, refused, withdrawn, ... May be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """List the documents that wait for a signature; show, sign or refuse one.

    An official signs with a key of their own, a PKCS#12 file. Its passphrase is asked for, or
    read from the file that TERTIB_SIGNING_PASSPHRASE_FILE names. `tertib sign issue` makes such a
    key with a local certificate authority. --token signs with a key on a smart card or HSM, --bsre
    has BSrE sign with a certified key.

    Examples:

        tertib sign

        tertib sign TTD-00001/2025

        tertib sign TTD-00001/2025 --key kepala.p12 --out surat.pdf

        tertib sign TTD-00001/2025 --bsre passphrase

        tertib sign TTD-00001/2025 --refuse "Nomor surat keliru"

        tertib sign --status refused --status withdrawn
    """
    if context.invoked_subcommand:
        return
    from workers.signing import queue

    if wrong := set(status or ()).difference(queue.STATUSES):
        message = f"{', '.join(sorted(wrong))}: one of {', '.join(queue.STATUSES)}"
        raise typer.BadParameter(message, param_hint="--status")
    with _told(), opened() as state, state.database.reading() as connection:
        requests = queue.listed(connection, status or queue.OPEN, official)
    nothing = "Tidak ada dokumen yang menunggu tanda tangan."
    desk.print_list(requests, "Tidak ada." if status else nothing, as_json=as_json)


@app.command()
def document(
    number: Annotated[str, typer.Argument(help="The request's number: TTD-00001/2025.")],
    *,
    key: Annotated[
        Path | None,
        typer.Option(help="Sign it with this key (PKCS#12).", exists=True, dir_okay=False),
    ] = None,
    token: Annotated[
        bool, typer.Option("--token", help="Sign it with the key on the token (PKCS#11).")
    ] = False,
    bsre: Annotated[
        remote_desk.How | None,
        typer.Option(help="Have BSrE sign it, by what is asked for; seal: the office's own."),
    ] = None,
    on_paper: Annotated[
        bool, typer.Option("--on-paper", help="Its document is on paper, and was signed there.")
    ] = False,
    on_behalf: Annotated[
        bool, typer.Option("--on-behalf", help="Sign for the official who is asked (a.n.).")
    ] = False,
    refuse: Annotated[str | None, typer.Option(metavar="REASON", help="Refuse to sign it.")] = None,
    withdraw: Annotated[
        str | None, typer.Option(metavar="REASON", help="Take the request back.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the document (signed, if it is) here, too.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the request as JSON.")] = False,
) -> None:
    """Show a document that waits, sign it, refuse it, or take it back. Only PDFs can be signed."""
    from workers.signing import queue

    acts: tuple[Act | None, ...] = (
        partial(_sign, file=key, on_behalf=on_behalf) if key else None,
        partial(_sign_with_token, on_behalf=on_behalf) if token else None,
        partial(remote_desk.sign, how=bsre, on_behalf=on_behalf) if bsre else None,
        _sign_on_paper if on_paper else None,
        partial(_close, status="refused", reason=refuse) if refuse is not None else None,
        partial(_close, status="withdrawn", reason=withdraw) if withdraw is not None else None,
    )
    chosen = [act for act in acts if act]
    if len(chosen) > 1:
        raise typer.BadParameter("one of --key, --token, --bsre, --on-paper, --refuse, --withdraw")
    if out is not None and out.exists():
        raise typer.BadParameter(f"{out} is there already", param_hint="--out")
    with _told(), opened() as state:
        request = queue.settle(state, number, office_now())
        if not as_json:
            desk.print_facts(state, request)
        for act in chosen:
            request = act(state, request, office_now())
        documents = [each for each in (request.document_id, request.signed_document_id) if each]
        enter(state, "sign", documents=documents)
        desk.print_outcome(state, request, out, as_json=as_json)


@app.command()
def settle(
    number: Annotated[str, typer.Argument(help="The number of a request that is unknown.")],
    *,
    signed: Annotated[
        Path | None,
        typer.Option(help="It was signed: this is the document.", exists=True, dir_okay=False),
    ] = None,
    not_signed: Annotated[
        bool, typer.Option("--not-signed", help="It was not signed: it waits again.")
    ] = False,
) -> None:
    """Say what became of a request that BSrE may have signed, after looking there.

    Examples:

        tertib sign settle TTD-00001/2025 --signed surat.pdf

        tertib sign settle TTD-00001/2025 --not-signed
    """
    from workers.signing import remote

    if (signed is not None) == not_signed:
        raise typer.BadParameter("one of --signed, --not-signed")
    with _told(), opened() as state:
        if signed is not None:
            request = remote_desk.enter_signed(state, number, signed, office_now())
        else:
            request = remote.enter_unsigned(state, number, office_now())
        desk.print_outcome(state, request, None, as_json=False)


@app.command()
def ended(
    *,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take them back.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """List what still waits for a signature although its process has ended or was cancelled.

    The engine is asked, the local one or the cluster that the environment names: it must be the
    one that the processes run on. Nobody waits for these signatures any more.

    Examples:

        tertib sign ended

        tertib sign ended --withdraw
    """
    from deploy.ended import whose_process_ended
    from workers.signing import queue

    with _told(), opened() as state:
        with state.database.reading() as connection:
            waiting = queue.waiting(connection)
        over = whose_process_ended(waiting)
        if withdraw:  # but what may be signed already: of that its advice is printed
            over = [
                _close(state, each, office_now(), "withdrawn", OVER)
                if each.status == "waiting"
                else each
                for each in over
            ]
    desk.print_list(over, "Tidak ada permintaan yang prosesnya berakhir.", as_json=as_json)


@app.command()
def issue(
    name: Annotated[str, typer.Argument(help="The official's name, as signatures show it.")],
    *,
    title: Annotated[str, typer.Option(help="The title that requests name.")],
    out: Annotated[Path, typer.Option(help="Where to write the key: kepala.p12.")],
) -> None:
    """Make an official's key, certified by the local authority, for two years.

    The authority itself is made the first time. Its certificate, which `tertib verify` and other
    readers need in order to trust the signatures, lies where the command says.

    Examples:

        tertib sign issue "Siti Rahmawati, S.H." --title "Kepala Kantor" --out kepala.p12
    """
    from deploy.console import OUT
    from workers.files import write_whole
    from workers.signing.authority import certificate_file, open_authority
    from workers.signing.config import signing_config

    if out.exists():
        raise typer.BadParameter(f"{out} is there already", param_hint="--out")
    with _told():
        config = signing_config()
        authority = open_authority(config, office_now())
        passphrase = _passphrase("Kata sandi baru untuk kunci ini", confirm=True)
        write_whole(out, authority.issue(name, title, passphrase, office_now()))
    OUT.print(f"Kunci pejabat: {out}", markup=False, highlight=False, soft_wrap=True)
    where = f"Sertifikat otoritas lokal: {certificate_file(config)}"
    OUT.print(where, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def _told() -> Iterator[None]:
    """Tell what stops a signature in one message."""
    from deploy.console import fail
    from workers.config import ConfigError
    from workers.signing.errors import SigningError
    from workers.state.documents import DocumentUnavailableError

    try:
        yield
    except (SigningError, ConfigError, DocumentUnavailableError) as error:
        fail(str(error))
        raise typer.Exit(1) from None


def _sign_on_paper(state: State, request: Request, now: datetime) -> Request:
    from workers.signing import queue

    return queue.sign_on_paper(state, request.number, now)


def _close(
    state: State,
    request: Request,
    now: datetime,
    status: Literal["refused", "withdrawn"],
    reason: str,
) -> Request:
    from workers.signing import queue

    return queue.close(state, request.number, status, reason, now)


def _sign(state: State, request: Request, now: datetime, *, file: Path, on_behalf: bool) -> Request:
    from workers.signing import queue
    from workers.signing.key import open_key

    if request.status == "waiting":
        queue.document_of(state, request)  # what cannot be signed is told before the passphrase
    key = open_key(file, _passphrase("Kata sandi kunci"))
    return _sign_with(key, state, request, now, on_behalf=on_behalf)


def _sign_with_token(state: State, request: Request, now: datetime, *, on_behalf: bool) -> Request:
    from workers.signing import queue
    from workers.signing.config import signing_config
    from workers.signing.token import open_token

    if request.status == "waiting":
        queue.document_of(state, request)
    with open_token(signing_config(), _passphrase("PIN token")) as key:
        return _sign_with(key, state, request, now, on_behalf=on_behalf)


def _sign_with(
    key: OfficialKey, state: State, request: Request, now: datetime, *, on_behalf: bool
) -> Request:
    from workers.signing import queue
    from workers.signing.config import signing_config
    from workers.signing.pades import PadesSigner
    from workers.signing.trust import read_roots

    config = signing_config()
    _require_official(key, request, on_behalf=on_behalf)
    key.require_vouched(read_roots(config), now)
    signer = PadesSigner(key, config)
    return queue.sign(state, request.number, signer, now, on_behalf=on_behalf)


def _require_official(key: OfficialKey, request: Request, *, on_behalf: bool) -> None:
    """A slip of the key: one official's document is not signed as another by mistake."""
    from workers.signing.errors import SigningError
    from workers.signing.queue import is_same_title

    if key.title and not is_same_title(key.title, request.official) and not on_behalf:
        raise SigningError(
            f"Permintaan ini untuk {request.official}, kunci ini milik {key.title}. "
            "Bila menandatangani atas nama (a.n.), tambahkan --on-behalf."
        )


def _passphrase(question: str, *, confirm: bool = False) -> str:
    """Ask for a passphrase without showing it, unless a file holds it."""
    from workers.signing.config import signing_config
    from workers.signing.errors import SigningError

    if configured := signing_config().passphrase:
        return configured
    if not sys.stdin.isatty():
        raise SigningError(
            "Kata sandi tidak dapat ditanyakan di sini: pakai terminal, atau simpan di berkas "
            "yang ditunjuk TERTIB_SIGNING_PASSPHRASE_FILE."
        )
    answer: str = typer.prompt(question, hide_input=True, confirmation_prompt=confirm, err=True)
    return answer

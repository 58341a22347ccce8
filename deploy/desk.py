"""What the official's desk on the terminal shows: what waits, one request, what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploy.state import office_now

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from rich.table import Table

    from workers.signing.queue import Request
    from workers.state.state import State


STATES = {
    "waiting": "menunggu",
    "unknown": "belum pasti",
    "signed": "ditandatangani",
    "refused": "ditolak",
    "withdrawn": "ditarik kembali",
    "superseded": "diganti permintaan yang lebih baru",
    "expired": "lewat batas waktunya",
}


def print_list(requests: list[Request], nothing: str, *, as_json: bool) -> None:
    """Print requests, and what to do about those of which nobody knows what became."""
    from deploy.console import show, warn
    from workers.signing import remote

    show(requests, _table, nothing, as_json=as_json)
    for each in requests:
        if each.status == "unknown" and not as_json:
            warn(remote.advice(each.number, each.reason or ""))


def _table(requests: list[Request]) -> Table:
    from rich.markup import escape
    from rich.table import Table

    table = Table("Nomor", "Dokumen", "Pejabat", "Diminta", "Keadaan")
    for each in requests:
        subject, official = escape(each.subject), escape(each.official)
        table.add_row(each.number, subject, official, _moment(each.requested_at), _state(each))
    return table


def _state(request: Request) -> str:
    """How a request stands, and since when if it is decided."""
    state = STATES[request.status]
    return f"{state}, {_moment(request.decided_at)}" if request.decided_at else state


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(office_now().tzinfo):%d-%m-%Y %H.%M}"


def print_facts(state: State, request: Request) -> None:
    """Print what is to be signed, by whom, and where its file lies."""
    from workers.signing.queue import to_be_signed

    facts = {"Nomor": request.number, "Dokumen": request.subject, "Pejabat": request.official}
    facts["Diminta"] = _moment(request.requested_at)
    if document_id := to_be_signed(state, request):
        file = _file(state, document_id)
        facts |= {"SHA-256": document_id, "Berkas": str(file or "tulis dengan --out")}
        if left := _left_open(state, document_id):
            facts["Isian kosong"] = f"{left} tempat masih bertitik-titik; periksa isinya dahulu"
    for name, fact in facts.items():
        _print_fact(name, fact)


def _print_fact(name: str, fact: str) -> None:
    from deploy.console import OUT

    OUT.print(f"{name:<15} {fact}", markup=False, highlight=False, soft_wrap=True)


def _left_open(state: State, document_id: str) -> int:
    """How many places of a document are not filled in; one that is gone is told elsewhere."""
    from workers.signing.blanks import blanks
    from workers.signing.decisions import reference_of
    from workers.state.documents import DocumentUnavailableError

    try:
        return blanks(state.documents.get(reference_of(document_id)))
    except DocumentUnavailableError:
        return 0


def _file(state: State, document_id: str) -> Path | None:
    """Where a document can be read as a file."""
    from workers.signing.decisions import reference_of

    return state.documents.path(reference_of(document_id))


def print_outcome(state: State, request: Request, out: Path | None, *, as_json: bool) -> None:
    """Say what became of the request, and where its document lies."""
    import msgspec

    from deploy.console import OUT
    from workers.files import write_whole
    from workers.signing import remote
    from workers.signing.decisions import reference_of
    from workers.signing.queue import to_be_signed

    current = request.signed_document_id or to_be_signed(state, request)
    file = _file(state, current) if current else None
    if out is not None and current:
        write_whole(out, state.documents.get(reference_of(current)))
    if as_json:
        fields = msgspec.to_builtins(request) | {"file": file and str(file)}
        OUT.print_json(msgspec.json.encode(fields).decode())
        return
    told = _state(request)
    if request.status == "waiting":
        told += " (--key, --token, --bsre, --refuse)"
    elif request.status == "unknown":
        told = remote.advice(request.number, request.reason or "")
    elif request.status == "signed":
        told += f"; dokumennya: {out or file or current or 'kertas'}"
    elif request.reason:
        told += f": {request.reason}"
    _print_fact("Keadaan", told)

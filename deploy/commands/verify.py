"""``tertib verify``: who signed a document, and whether it was changed since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from workers.signing.bsre.service import Verdict
    from workers.signing.verification import Report, SignatureReport

UNREADABLE = {
    "broken": "bukan PDF, atau PDF yang rusak.",
    "encrypted": "PDF ini dikunci dengan kata sandi; buka kuncinya dahulu.",
    "too-much": "PDF ini tidak dapat diperiksa: terlalu besar, atau dibuat untuk mengganggu.",
}
PROBLEMS = {
    "altered": "isi yang ditandatangani sudah diubah",
    "extended": "dokumen ditambah atau diubah sesudah ditandatangani",  # CHANGES say what of it
    "partial": "tanda tangan tidak mencakup seluruh dokumen",
    "unknown-authority": "penerbit sertifikat tidak dikenal (--trust)",
    "expired": "sertifikat kedaluwarsa, dan waktu tanda tangan tidak terbukti",
    "not-yet-valid": "sertifikat belum berlaku",
    "revoked": "sertifikat dicabut",
    "untrusted": "sertifikat tidak sah untuk tanda tangan dokumen",
    "timestamp": "cap waktu tidak sah, atau penerbitnya tidak dikenal (--trust)",
    "unreadable": "tanda tangan tidak dapat dibaca",
}
CHANGES = {
    "pages": "halaman ditambah atau dibuang",
    "content": "isi halaman",
    "annotations": "catatan di atas halaman",
    "form": "isian formulir",
    "metadata": "keterangan dokumen (judul, penyusun, dan sebagainya)",
    "other": "bagian lain berkas (lampiran, penanda, fon, setelan)",
}


def verify(
    file: Annotated[
        Path,
        typer.Argument(help="A signed PDF.", exists=True, dir_okay=False, show_default=False),
    ],
    *,
    trust: Annotated[
        list[Path] | None,
        typer.Option(
            help="Certificates to trust (PEM or DER), besides the local authority's and those of "
            "signing.trust. May be repeated.",
            exists=True,
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    bsre: Annotated[
        bool, typer.Option("--bsre", help="Ask BSrE, too; it is sent the document.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Say who signed a PDF, when, and whether it was changed since.

    Exit status 0: it is signed and nothing is wrong; 1: it is not, or something is.

    Examples:

        tertib verify surat.pdf

        tertib verify surat.pdf --trust ca.pem --json

        tertib verify surat.pdf --bsre
    """
    from workers.signing.config import signing_config
    from workers.signing.errors import SigningError
    from workers.signing.trust import read_roots
    from workers.signing.verification import LARGEST_BYTES
    from workers.signing.verification import verify as look

    try:
        roots = read_roots(signing_config(), trust or ())
    except SigningError as error:
        raise typer.BadParameter(str(error), param_hint="--trust") from None
    with file.open("rb") as source:
        content = source.read(LARGEST_BYTES + 1)
    report = look(content, roots, datetime.now(UTC))
    verdict = _ask_bsre(content) if bsre else None
    _print(report, verdict, file, as_json=as_json)
    if not report.good or (verdict is not None and not verdict.good):
        raise typer.Exit(1)


def _ask_bsre(content: bytes) -> Verdict:
    from deploy.console import fail
    from deploy.remote_desk import verify as ask
    from workers.config import ConfigError
    from workers.signing.errors import SigningError

    try:
        return ask(content)
    except (SigningError, ConfigError) as error:
        fail(str(error))
        raise typer.Exit(1) from None


def _print(report: Report, verdict: Verdict | None, file: Path, *, as_json: bool) -> None:
    import msgspec

    from deploy.console import OUT, fail

    if as_json:
        fields = {"file": str(file), "good": report.good, **msgspec.to_builtins(report)}
        if verdict is not None:
            fields["bsre"] = verdict
        OUT.print_json(msgspec.json.encode(fields).decode())
        return
    if report.unreadable:
        fail(f"{file}: {UNREADABLE[report.unreadable]}")
    elif not report.signatures:
        fail(f"{file}: dokumen ini tidak ditandatangani secara elektronik.")
    else:
        OUT.print(_table(report))
        for each in report.signatures:
            if each.problem:
                fail(f"{each.name or each.field}: {PROBLEMS[each.problem]}{_of_what(each)}.")
        if report.good:
            OUT.print("Semua tanda tangan sah, dan dokumen tidak berubah sejak ditandatangani.")
    if verdict is not None:
        words = ": ".join(filter(None, (verdict.conclusion or "-", verdict.description)))
        OUT.print(f"BSrE: {words}", markup=False, highlight=False, soft_wrap=True)


def _of_what(signature: SignatureReport) -> str:
    """The kinds of what was changed after a signature; that of properties alone is no other."""
    told = ", ".join(CHANGES[each] for each in signature.changes)
    if signature.changes == ("metadata",):
        told += "; isi halaman tetap"
    return f": {told}" if told else ""


def _table(report: Report) -> Table:
    """One column for each signature: there are few of them, and much to say of each."""
    from rich.markup import escape
    from rich.table import Table

    table = Table("", *(f"Tanda tangan {number + 1}" for number in range(len(report.signatures))))
    for fact, say in FACTS.items():
        table.add_row(fact, *(escape(say(each)) or "-" for each in report.signatures))
    return table


def _when(signature: SignatureReport) -> str:
    """The moment; without a time stamp it is the word of the signer's clock."""
    if signature.moment is None:
        return "-"
    from deploy.state import office_zone

    proof = "cap waktu" if signature.moment_proven else "jam penanda tangan"
    moment = signature.moment.astimezone(office_zone())
    return f"{moment:%d-%m-%Y %H.%M %Z} ({proof})"


def _yes_or_no(fact: bool) -> str:  # noqa: FBT001 -- a fact, not a switch
    return "ya" if fact else "tidak"


def _is_changed(signature: SignatureReport) -> str:
    return _yes_or_no(signature.changed) + _of_what(signature)


def _revocation(signature: SignatureReport) -> str:
    """Nothing is looked up elsewhere: what a document does not hold is not known."""
    held = signature.level in {"PAdES-B-LT", "PAdES-B-LTA"}
    return "menurut keterangan di dalam dokumen" if held else "tidak diperiksa"


FACTS: dict[str, Callable[[SignatureReport], str]] = {
    "Penanda tangan": lambda each: each.name,
    "Jabatan": lambda each: each.title,
    "Penerbit sertifikat": lambda each: each.issuer,
    "Sertifikat": lambda each: each.certificate[:32],
    "Waktu": _when,
    "Tingkat": lambda each: each.level,
    "Permintaan": lambda each: each.reason,
    "Seluruh dokumen": lambda each: _yes_or_no(each.covers_document),
    "Berubah sejak itu": _is_changed,
    "Dipercaya": lambda each: _yes_or_no(each.trusted),
    "Pencabutan": _revocation,
}

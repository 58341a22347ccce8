"""``tertib letters``: the templates of letters, and the office's own in their place.

Its help is English as that of all commands; what it tells whoever edits templates is Indonesian.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workers.letters.faults import Fault, Kind
    from workers.letters.trial import Report

app = typer.Typer(name="letters", invoke_without_command=True)
Name = Annotated[str, typer.Argument(help="The template's name: surat-dinas, nota-dinas, ...")]
SUFFIX = ".docx"
FAULTS: dict[Kind, str] = {
    "no-such-name": "tidak ada templat bernama {what}; `tertib letters` menampilkan namanya",
    "too-large": "terlalu besar ({what}); mungkin dibuat untuk mengganggu",
    "unreadable": "tidak dapat dibaca ({what}); simpan ulang sebagai .docx di Word",
    "macros": "berisi makro ({what}); simpan sebagai .docx, bukan .docm",
    "embedded": "berisi objek sisipan ({what}); hapus objek itu di Word",
    "external": "mengambil berkas dari luar ({what}); lepaskan taut atau templat induknya di Word",
    "doctype": "berisi deklarasi yang tidak ditulis Word ({what}); salin isinya ke dokumen baru",
    "field-code": "berisi kode bidang {what}, yang mengambil atau menjalankan sesuatu; hapus",
    "syntax": "tanda {{{{ }}}} atau {{% %}} tidak lengkap atau terputus ({what}); ketik ulang",
    "forbidden": "{what} tidak boleh dipakai di dalam templat",
    "unknown-field": "{{{{ {what} }}}} tidak dikenal; lihat `tertib letters fields {name}`",
    "hangs": "tidak selesai diperiksa; templat ini terlalu berat, atau dibuat untuk mengganggu",
    "not-filled": "tidak dapat diisi ({what})",
    "not-set": "tidak dapat dijadikan PDF",
}


@app.callback()
def letters(context: typer.Context) -> None:
    """List the templates of letters: Tertib's, and the office's own in their place.

    An office edits a copy in Word and has it checked. A file of the same name in the folder
    `letters` of TERTIB_HOME (or in TERTIB_LETTERS_TEMPLATES) goes before Tertib's.

    Examples:

        tertib letters

        tertib letters copy surat-izin

        tertib letters fields surat-izin

        tertib letters check --pdf contoh
    """
    if context.invoked_subcommand:
        return
    from workers.letters.fields import FIELDS

    for name in FIELDS:
        own = _folder() / f"{name}{SUFFIX}"
        _say(f"{name:<20} {own if own.exists() else 'dari Tertib'}")


@app.command()
def copy(names: Annotated[list[str], typer.Argument(help="Names of templates, or `all`.")]) -> None:
    """Put copies of Tertib's templates where the office's own are, to be edited in Word.

    A template that is there already is never written over.
    """
    from deploy.console import fail
    from deploy.files import write_atomically
    from workers.letters.fields import FIELDS
    from workers.letters.filling import delivered

    wanted = list(FIELDS) if names == ["all"] else names
    for name in wanted:
        _require(name)
    taken = [file for name in wanted if (file := _folder() / f"{name}{SUFFIX}").exists()]
    for name in wanted:
        file = _folder() / f"{name}{SUFFIX}"
        if file in taken:
            fail(f"{file} sudah ada; tidak ditimpa.")
            continue
        write_atomically(file, delivered(name).read_bytes())
        _say(str(file))
    if taken:
        raise typer.Exit(1)


@app.command()
def fields(name: Name) -> None:
    """Show the placeholders that a template may hold, and what each one stands for."""
    from workers.letters.fields import FIELDS

    _require(name)
    for field, described in FIELDS[name].items():
        _say(f"{f'{{{{ {field} }}}}':<26} {described.meaning}")


@app.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Templates. Default: all of the office's own.",
            exists=True,
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    *,
    pdf: Annotated[
        Path | None,
        typer.Option(help="Folder for a PDF of each, filled in with invented samples."),
    ] = None,
) -> None:
    """Check templates after editing: what is wrong, and where; what the PDF leaves out.

    Exit status 1: something is wrong with one of them. Placeholders that are not known become
    dots in the letter; everything else keeps the template from being used.
    """
    from deploy.files import write_atomically
    from workers.letters.trial import read_limited, trial

    wanted = list(files) if files else _own()
    if not wanted:
        _say("Kantor ini belum memiliki templat sendiri; `tertib letters copy` menyalinnya.")
    bad = False
    for file in wanted:
        report = trial(read_limited(file), file.stem)
        _print(file, report)
        bad = bad or bool(_told(file, report))
        if pdf is not None and report.pdf:
            write_atomically(pdf / f"{file.stem}.pdf", report.pdf)
    if bad:
        raise typer.Exit(1)


def _print(file: Path, report: Report) -> None:
    from deploy.console import fail, warn

    told = _told(file, report)
    for each in told:
        fail(f"{file}{each}")
    if report.left_out:
        warn(f"{file}: tidak tampil di PDF: {', '.join(report.left_out)}.")
    if not told:
        _say(f"{file}: baik.")


def _told(file: Path, report: Report) -> list[str]:
    """What is wrong, a message for each; the name of the file comes before it."""
    found = [_in_words(each, file.stem) for each in report.faults]
    if file.suffix != SUFFIX:
        found.insert(0, f": berkas {file.suffix} tidak dipakai; simpan sebagai {SUFFIX}.")
    return found


def _in_words(fault: Fault, name: str) -> str:
    what = FAULTS[fault.kind].format(what=_plain(fault.what), name=name)
    place = f", {fault.part}" if fault.part else ""
    near = f" (di dekat «{_plain(fault.near)}»)" if fault.near else ""
    return f"{place}: {what}{near}."


def _say(text: str) -> None:
    from deploy.console import OUT

    OUT.print(text, markup=False, highlight=False, soft_wrap=True)


def _plain(text: str) -> str:
    """Fit for a terminal: the file may be from anybody."""
    return "".join(each for each in text if each.isprintable())[:200]


def _require(name: str) -> None:
    from workers.letters.fields import FIELDS

    if name not in FIELDS:
        known = ", ".join(_alike(name, FIELDS) or FIELDS)
        raise typer.BadParameter(f"{name}: {known}", param_hint="NAME")


def _alike(name: str, names: Iterable[str]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(name, list(names))


def _own() -> list[Path]:
    """The office's own; those that Word holds open have a companion that is none."""
    found = _folder().glob("*.[dD][oO][cC]*")
    return sorted(each for each in found if not each.name.startswith(("~$", ".")))


def _folder() -> Path:
    from workers.config import load
    from workers.letters.filling import LettersConfig

    return load(LettersConfig, "letters").folder

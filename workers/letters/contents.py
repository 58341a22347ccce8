"""What a letter says, as far as the process and the row of its SOP know it.

What they do not know is None, and dots in the letter: the officer writes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workers.letters import phrases
from workers.letters.filling import BLANK, LettersConfig
from workers.letters.letterhead import letterhead, office_in_words
from workers.letters.places import DATE, NUMBER, Place
from workers.officials import holder
from workers.step import first
from workers.wording import long_date, open_date

if TYPE_CHECKING:
    from datetime import date

    from workers.jobs.letter_draft import LetterDraftInputs
    from workers.people import Applicant
    from workers.step import StepInputs

_UNKNOWN_PERSON: list[tuple[str, str | None]] = [
    ("Nama", None),
    ("NIK/nomor paspor", None),
    ("Asal instansi", None),
    ("Alamat", None),
]
_ABOUT_A_PERSON = {"surat-keterangan", "surat-izin", "sertifikat"}
_ABOUT_A_REQUEST = {"surat-permohonan", "surat-balasan", "surat-persetujuan"}
_TO_WHO_ASKED = {"surat-balasan", "surat-persetujuan"}
_PERIOD = f"terhitung mulai tanggal {BLANK} sampai dengan {BLANK}"


def contents(
    kind: str, inputs: LetterDraftInputs, applicant: Applicant, day: date, config: LettersConfig
) -> dict[str, Any]:
    """Return what the template of a letter may mention, all but what is the same in all.

    Raises:
        IncidentError: the list of officials cannot be read.
    """
    process = phrases.process_name(inputs.process_title)
    sender, signatory = _people(kind, inputs, config)
    signs, sends = (holder(config.officials, title) for title in (signatory, sender))
    return {
        "letterhead": letterhead(inputs),
        "number": Place(NUMBER, first(inputs.letter_number)),
        "date": Place(DATE, long_date(day) if first(inputs.letter_number) else open_date(day)),
        "nature": first(inputs.nature) or "Biasa",
        "enclosures": first(inputs.enclosures) or _enclosures(kind),
        "subject": _subject(kind, inputs, process),
        "title": title_of(kind, inputs).upper(),
        "matter": _occasion(process),
        "request": _request(kind, inputs),
        "reference": first(inputs.reference),
        "recipient": _recipient(inputs, kind, applicant, sender),
        "sender": sender,
        "sender_name": sends.name,
        "sender_id": sends.number,
        "signatory": signatory,
        "signatory_name": signs.name,
        "signatory_id": signs.number,
        "copies": [copy.strip() for copy in (inputs.copies or "").split(";") if copy.strip()],
        "person": applicant.name,
        "institution": applicant.institution,
        "particulars": _particulars(kind, inputs, applicant),
        "statement": _statement(kind, inputs, office_in_words(inputs) or BLANK),
        "office": office_in_words(inputs),
        "process": process,
    }


def _people(
    kind: str, inputs: LetterDraftInputs, config: LettersConfig
) -> tuple[str | None, str | None]:
    """Who sends and who signs a letter. A note comes from who signs it, who is of the office."""
    named = first(inputs.signatory, phrases.signatory(inputs.wording))
    if kind == "nota-dinas":
        sender = first(named, inputs.role, config.signatory)
        return sender, sender
    return first(inputs.role), first(named, config.signatory)


def title_of(kind: str, inputs: StepInputs) -> str:
    """Name a letter by its kind and by what it is about: "surat izin magang"."""
    words = kind.replace("-", " ")
    matter = phrases.matter(kind, inputs.subject, inputs.activity)
    if matter is None:
        return words
    # "surat balasan" and "balasan" say the same once.
    stem, _, last = words.rpartition(" ")
    same = matter.lower().split()[0] == last
    return f"{stem} {matter}".strip() if same else f"{words} {matter}"


def _enclosures(kind: str) -> str:
    return "1 (satu) berkas" if kind == "surat-permohonan" else "-"


def _particulars(
    kind: str, inputs: StepInputs, applicant: Applicant
) -> list[tuple[str, str | None]]:
    """Who the letter is about; in letters that are about nobody, nobody is named."""
    if kind in _ABOUT_A_PERSON:
        return [*applicant.particulars] or _UNKNOWN_PERSON
    if kind in _ABOUT_A_REQUEST or phrases.concerns_request(inputs.wording):
        return [*applicant.particulars]
    return []


def _subject(kind: str, inputs: StepInputs, process: str | None) -> str | None:
    """Hal: what the letter is about, in a line."""
    matter = phrases.matter(kind, inputs.subject, inputs.activity)
    if matter is None:
        named = first(inputs.subject) if inputs.subject != inputs.activity else None
        return phrases.without_draft(named) if named else process
    short = " " not in matter and process is not None
    return phrases.capitalised(f"{matter} \N{EN DASH} {process}" if short else matter)


def _occasion(process: str | None) -> str:
    if process is None:
        return f"pelaksanaan {BLANK}"
    bare = process.removeprefix("Pelaksanaan ")
    return f"pelaksanaan {bare}"


def _request(kind: str, inputs: StepInputs) -> str:
    """What is asked for: "permohonan alih status"."""
    matter = phrases.matter(kind, inputs.subject, inputs.activity) or ""
    return matter.lower() if matter.lower().startswith("permohonan") else "permohonan"


def _recipient(
    inputs: LetterDraftInputs, kind: str, applicant: Applicant, sender: str | None
) -> str | None:
    """Whom the row addresses; an answer goes to the applicant, a note to the next official.

    Not where that is who signs the note: it goes on to somebody else then.
    """
    if named := first(inputs.recipient):
        return named
    if kind == "nota-dinas":
        onward = inputs.next_role if inputs.next_role != sender else None
        return first(phrases.addressee(inputs.wording), onward)
    if kind in _TO_WHO_ASKED or phrases.is_answer(inputs.wording):
        return f"Pimpinan {applicant.institution}" if applicant.institution else applicant.name
    return phrases.addressee(inputs.wording)


def _statement(kind: str, inputs: StepInputs, office: str) -> str | None:
    """The sentence that the SOP's own words give; None: the officer writes it."""
    matter = (phrases.matter(kind, inputs.subject, inputs.activity) or BLANK).lower()
    if kind == "surat-persetujuan":
        return f"berlaku {_PERIOD}"
    match kind:
        case "surat-izin":
            return f"melaksanakan {matter} di {office}, {_PERIOD}."
        case "surat-keterangan":
            return f"Yang bersangkutan telah {phrases.completed(matter)} di {office}, {_PERIOD}."
        case "sertifikat":
            return f"yang telah {phrases.completed(matter)} di {office}"
        case "surat-balasan" | "surat-dinas":
            answers = kind == "surat-balasan" or phrases.is_answer(inputs.wording)
            return f"Permohonan tersebut {BLANK}" if answers else None
        case _:
            return None

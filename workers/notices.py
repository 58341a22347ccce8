"""What a notification says, and to whom: from the row's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from workers import officials
from workers.config import load
from workers.letters import filling, phrases
from workers.letters.letterhead import office_in_words
from workers.outbox import Notice, Recipient
from workers.state.documents import DocumentReference
from workers.step import Described, StepInputs, first

if TYPE_CHECKING:
    from workers.officials import Official
    from workers.people import Applicant

CONFIG = {"letters": filling.LettersConfig}
APPLICANT = "applicant"
_APPLICANTS = re.compile(
    r"\b(?:pemohon|masyarakat|klien|admin user|mahasiswa|siswa|pengguna layanan)\b", re.IGNORECASE
)


class NoticeInputs(StepInputs, frozen=True, kw_only=True):
    """What a notification is made of."""

    document: Annotated[
        DocumentReference | None, Described(description="The document it is about; enclosed.")
    ] = None
    letter_number: Annotated[str | None, Described(description="The letter's number.")] = None
    queue_number: Annotated[str | None, Described(description="The applicant's queue number.")] = (
        None
    )
    recipient: Annotated[
        str | None,
        Described(description='"applicant", or an official\'s title; empty: told from the row.'),
    ] = None
    message: Annotated[
        str | None,
        Described(description="The text; empty: composed from the row. Nothing personal."),
    ] = None


def compose(inputs: NoticeInputs, applicant: Applicant) -> Notice:
    """Say what happened in this step, in the words of the SOP."""
    recipient = _recipient(inputs, applicant)
    service = phrases.process_name(inputs.process_title) or "layanan kami"
    words = first(inputs.message) or _words(inputs, recipient, service)
    subject = phrases.without_draft(inputs.subject or "") or "Pemberitahuan"
    opening = f"Yth. {recipient.name or 'Bapak/Ibu'},"
    closing = office_in_words(inputs) or "Hormat kami"
    return Notice(
        recipient=recipient,
        subject=f"{subject}: {service}",
        body=f"{opening}\n\n{words}\n\n{closing}\n",
        attachment=inputs.document,
    )


def official(title: str) -> Recipient:
    """Address an official by title."""
    return Recipient(kind="official", reference=title, name=title)


def contact_of(recipient: Recipient, applicant: Applicant) -> Applicant | Official:
    """Return whose e-mail address and phone number count.

    Raises:
        IncidentError: the list of officials cannot be read, or is none.
    """
    if recipient.kind == "applicant":
        return applicant
    list_of_all = load(filling.LettersConfig, "letters").officials
    return officials.holder(list_of_all, recipient.reference)


def _recipient(inputs: NoticeInputs, applicant: Applicant) -> Recipient:
    title = first(inputs.recipient) or _told(inputs)
    if title != APPLICANT:
        return official(title)
    reference = inputs.applicant.document_id if inputs.applicant else "Pemohon"
    return Recipient(kind="applicant", reference=reference, name=applicant.name)


def _told(inputs: NoticeInputs) -> str:
    """Whom the row tells: the one it names after "kepada", else the one who comes next."""
    named = re.search(r"\bkepada\s+([^.;]*)", inputs.wording, re.IGNORECASE)
    to_applicant = _APPLICANTS.search(named[1] if named else inputs.wording)
    following = first(inputs.next_role)
    if to_applicant or following is None or _APPLICANTS.search(following):
        return APPLICANT
    return following


def _words(inputs: NoticeInputs, recipient: Recipient, service: str) -> str:
    if recipient.kind == "applicant":
        lines = [f"Permohonan Anda pada layanan {service} telah sampai pada tahap berikut."]
    else:
        sender = first(inputs.role)
        passing = f"{sender} meneruskan" if sender else "Diteruskan"
        lines = [f"{passing} hasil langkah berikut untuk ditindaklanjuti."]
    lines.append("")
    facts = (
        ("Layanan", service),
        ("Langkah", first(inputs.row)),
        ("Hasil", first(inputs.subject)),
        ("Uraian", inputs.activity if recipient.kind == "official" else None),
        ("Nomor antrean", inputs.queue_number),
        ("Nomor surat", inputs.letter_number),
        ("Terlampir", inputs.document and inputs.document.metadata.file_name),
    )
    lines += [f"{label}: {value}" for label, value in facts if value]
    return "\n".join(lines)

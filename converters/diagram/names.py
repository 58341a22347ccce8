"""Names short enough to read in the box: what is done, without who does it and how.

The full text of the row is in the task's documentation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from converters.diagram import fonts, sizes

if TYPE_CHECKING:
    from converters.diagram.graph import Row
    from converters.model import Step
    from converters.templates import Template

PADDING = 7  # bpmn-js's, inside a task
LINES = 4

_TITLES = (
    (r"Kepala Kantor Wilayah", "Kakanwil"),
    (r"Kepala Divisi Administrasi", "Kadivmin"),
    (r"Kepala Divisi", "Kadiv"),
    (r"Kepala Sub ?bagian", "Kasubbag"),
    (r"Kepala Sub ?bidang", "Kasubbid"),
    (r"Kepala Bagian", "Kabag"),
    (r"Kepala Bidang", "Kabid"),
    (r"Kepala Seksi", "Kasi"),
    (r"Kepala Sub ?seksi", "Kasubsi"),
    (r"Sub Bagian", "Subbag"),
    (r"Kantor Wilayah", "Kanwil"),
    (r"Kementerian Hukum dan H(ak )?A(sasi )?M(anusia)?( Republik Indonesia)?", "Kemenkumham"),
)
_ASIDES = re.compile(r"\([^()]*\)|https?://\S+|\[[^\[\]]*\]")
_PREAMBLE = re.compile(
    r"(?i)^(?:(?:setelah|sesudah|apabila|jika|bila)\b[^.]*?,\s*(?:selanjutnya\s+|maka\s+)?"
    r"|(?:setelah|sesudah)\b[^.,]*?\s(?:selanjutnya|kemudian|maka)\s+)"
)
# A sentence ends at its full stop, or, where a paragraph had none, before what follows from it.
_SENTENCE = re.compile(r"(?<=[a-z]{3})\.\s+(?=[A-Z])|(?<=[a-z])\s+(?=(?:Jika|Apabila|Bila)\s)")
_WHETHER = re.compile(r",?\s+apakah\b.*")
# Where the predicate begins when the performer is the subject: "Petugas X akan menganalisis ...".
_VERB = re.compile(r"(?i)\b(me(?:m|n|ng|ny|l|r|w|y)?[a-z]{3,}|di[a-z]{4,}|registrasi)\b")
_NO_PREDICATE = re.compile(
    r"\b(yang|untuk|setelah|selesai|telah|ingin|sudah|dan|atau|dalam|melakukan)\s*$"
)
_NOUNS = re.compile(
    r"(?i)^(mereka|menteri|meja|media|mesin|menit|dibantu|dinas|divisi|digital|direktur\w*)$"
)
_SUBJECT = re.compile(
    r"^(?i:petugas|pertugas|pemohon|klien|admin|duta|kepala|ka|kasubsi|kasi|kasub\w+|kabid|kabag|"
    r"kadiv\w*|kakanwil|pejabat|atasan|masyarakat|jft|jfu|masing|operator|pelaksana|surat)\b"
)
# Where a sentence can stop and still say what is done; not inside a name ("Program dan Humas").
_STOPS = re.compile(
    r"\s(?=(?:dengan|sehingga|yang|selanjutnya|untuk|kemudian|lalu|apabila|jika|agar|supaya|sesuai|"
    r"melalui|dalam|berdasarkan|terkait|tentang|kepada|dari|ke|kedalam|di|pada|oleh|"
    r"terhadap|secara|setelah|bahwa|beserta|guna|atas|setiap|dan/atau)\b)|\s(?=(?:dan|atau|serta)\s(?:me|di|ber)[a-z])|"
    r"(?=[;:.]\s)|(?=,\s(?!(?:dan|atau|serta)\s[A-Z])[a-z])|\s(?=[-–&]\s)|(?=/\s)"
)
# What a cut leaves hanging: small words, a verb without its object.
_DANGLING = re.compile(
    r"(?:[\s,;:.&/–-]|\b(?:dan|atau|serta|yang|untuk|dengan|melalui|kepada|ke|di|dari|pada|akan|"
    r"oleh|secara|selanjutnya|kemudian|lalu|sesuai|dalam)|"
    r"(?:,|\b(?:dan|atau|serta|yang|selanjutnya|kemudian|lalu))\s+(?:me|di)[a-z]+)+$"
)


def task_name(step: Step) -> str:
    """What the row is about, in at most four lines of a task's box."""
    text = _ASIDES.sub(" ", step.activity)
    text = _sentence(" ".join(text.split()), step.role).rstrip(" .,;")
    text = _without_performer(_PREAMBLE.sub("", text), step.role)
    if not _fits(text):
        text = _abbreviate(_WHETHER.sub("", text))
    if not _fits(text):
        text = _cut(text)
    return text[:1].upper() + text[1:] or f"Langkah {step.number}"


def _sentence(text: str, role: str) -> str:
    """The first sentence, or the first whose subject is the performer."""
    first, *others = _SENTENCE.split(text)
    subject = role.casefold()
    named = (one for one in (first, *others) if one.casefold().startswith(f"{subject} "))
    return next(named, first)


def part_name(row: Row) -> str:
    """The name of the person's task of a part of a row."""
    step = row.step
    if row.question and not row.first:
        step = msgspec.structs.replace(step, activity=f"Keputusan: {step.activity}")
    return task_name(step)


def job_name(template: Template) -> str:
    """What the program does, in the words of its element template."""
    return template.name


def _fits(text: str) -> bool:
    return fonts.lines(text, sizes.PERSON[0] - 2 * PADDING, fonts.TASK_SIZE) <= LINES


def _without_performer(text: str, role: str) -> str:
    """Drop a subject that only repeats the lane; of a letter, keep what it is."""
    if not (_SUBJECT.match(text) or text.casefold().startswith(role.casefold())):
        return text
    for verb in _VERB.finditer(text):
        before = text[: verb.start()]
        if _NO_PREDICATE.search(before) or _NOUNS.match(verb[1]):
            continue
        passive = verb[1].lower().startswith("di")
        return f"{_head(before)} {text[verb.start() :]}" if passive else text[verb.start() :]
    return text


def _head(subject: str) -> str:
    """A subject without its clauses: "Surat balasan yang telah ..." is "Surat balasan"."""
    return re.split(r"\s+(?:yang|akan|dapat)\b", subject)[0].strip()


def _abbreviate(text: str) -> str:
    for pattern, short in _TITLES:
        text = re.sub(rf"(?i)\b{pattern}\b", short, text)
    return text


def _cut(text: str) -> str:
    """The longest beginning that fits and ends where a clause ends; else whole words."""
    for stop in reversed([match.start() for match in _STOPS.finditer(text)]):
        beginning = _DANGLING.sub("", text[:stop])
        if _fits(beginning) and len(beginning.split()) > 1:
            return beginning
    words = text.split()
    while len(words) > 1 and not _fits(" ".join(words) + " …"):
        words.pop()
    return " ".join(words) + " …"

"""What a program does of a row: the job types its wording, papers and remarks name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from converters.infer.phrases import LONGEST, Part, Phrase
from converters.infer.signs import SIGNS, WHOLE, Sign
from converters.infer.vocabulary import OUTSIDER
from converters.model import Doubt

if TYPE_CHECKING:
    from converters.infer.performers import Performer
    from converters.table import Row

# Work that is told to somebody else, or that lies before the row, is not the row's.
_TOLD = re.compile(
    r"\b(?:me\w*perintah\w*|memerintah\w*|menugas\w*|memberikan (?:disposisi|arahan|instruksi)|"
    r"mendisposisi\w*|didisposisikan)\b.*?\buntuk\b[^.;]*"
)
_EARLIER = re.compile(r"\bsetelah\b.*?(?=\bakan\b|,|$)")


class Found(msgspec.Struct, frozen=True):
    """A job and the words that name it."""

    job: str
    place: int  # where in the row's reading order
    words: str
    confidence: float


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """The program's share of one row."""

    jobs: tuple[str, ...]  # in order of doing
    manual: bool  # a person does (part of) it too
    doubts: tuple[Doubt, ...]


def work(row: Row, phrase: Phrase, performer: Performer, *, decides: bool, everything: str) -> Work:
    """The jobs of a row; ``everything`` is the SOP's whole wording, case-folded.

    A row that decides is never left to a program alone.
    """
    found: dict[str, Found] = {}
    own = _own(phrase.text)
    outside = performer.rank == OUTSIDER and not performer.system
    for sign in SIGNS:
        hit = None if sign.inside and outside else _hit(sign, row, phrase, own)
        if not hit or (sign.elsewhere and not re.search(sign.elsewhere, everything)):
            continue
        if hit.job not in found or hit.confidence > found[hit.job].confidence:
            found[hit.job] = hit
    hits = sorted(found.values(), key=lambda hit: hit.place)
    jobs = tuple(hit.job for hit in hits)
    manual = decides or not jobs or not _whole(phrase, jobs)
    doubts = [_doubt(row, hit) for hit in hits]
    if not manual:
        doubts.append(_by_program(row, jobs))
    return Work(jobs=jobs, manual=manual, doubts=tuple(doubts))


def _hit(sign: Sign, row: Row, phrase: Phrase, own: str) -> Found | None:
    """Where a sign is met first: in the activity, then in the papers and the remark.

    ``own`` is the activity without what is not the row's own work.
    """
    text = own if sign.own_work else phrase.text
    told = not sign.to_performer or phrase.of(Part.ORDERED)
    if told and sign.activity and (match := re.search(sign.activity, text)):
        return Found(sign.job, match.start(), match[0], sign.confidence)
    # Inputs and the remark say by what means the row is done; outputs come at its end.
    end = len(phrase.text)
    papers = (("inputs", row.inputs, -1), ("note", (row.note or "",), -1))
    for where, texts, place in (*papers, ("outputs", row.outputs, end)):
        pattern = getattr(sign, where)
        for paper in texts if pattern else ():
            if match := re.search(pattern, paper[:LONGEST].casefold()):
                return Found(sign.job, place, match[0], sign.confidence)
    return None


def _own(text: str) -> str:
    """A text without what it tells others to do and without what lies before it.

    What is left out becomes blanks, so that places in the text stay.
    """
    for pattern in (_TOLD, _EARLIER):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text


def _whole(phrase: Phrase, jobs: tuple[str, ...]) -> bool:
    """True when nothing of the row is left to a person."""
    return any(set(jobs) <= kinds and re.search(pattern, phrase.text) for pattern, kinds in WHOLE)


def _doubt(row: Row, hit: Found) -> Doubt:
    return Doubt(
        code="job-inferred",
        row=row.number,
        message=f'Baris {row.number}: dibantu program "{hit.job}", karena tertulis '
        f'"{hit.words.strip()}".',
        confidence=hit.confidence,
    )


def _by_program(row: Row, jobs: tuple[str, ...]) -> Doubt:
    return Doubt(
        code="no-person",
        row=row.number,
        message=f"Baris {row.number}: seluruhnya dikerjakan program ({', '.join(jobs)}); "
        "tidak ada tugas untuk petugas.",
        confidence=0.8,
    )

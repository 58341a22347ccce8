"""Which rows decide, and where their "Tidak" leads.

How these flow charts are drawn: the reviewer's diamond stands in the reviewer's row with its "Y";
its "T" line goes back up, so the "T" stands in the row returned to, the row before. Only when the
next row is no reviewer does a "T" belong to a diamond in its own row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from converters.infer.answers import negative
from converters.infer.marks import kinds
from converters.infer.phrases import Part, Phrase
from converters.infer.vocabulary import APPROVES, CUSTOMARY, GROUNDWORK, QUESTIONS, REFUSES, REVIEWS
from converters.infer.words import holds
from converters.model import Decision, Doubt
from converters.table import MarkKind, Row

if TYPE_CHECKING:
    from converters.infer.lanes import Cast

_DECIDES = {MarkKind.YES, MarkKind.DECISION}
_LONGEST_QUESTION = 40  # letters; what is longer does not fit beside a diamond
_WHETHER = re.compile(
    r"\bapakah\b(?P<what>[^.,;:?]*?)"
    r"(?=[.,;:?]|$|\b(?:atau|jika|bila|apabila|kalau|maka|kemudian|lalu|untuk|agar|sebelum)\b)"
)


class Verdict(msgspec.Struct, frozen=True):
    """A row that decides: by what evidence, and the row (index) its "Tidak" leads to."""

    returns_to: int
    confidence: float
    because: str  # Indonesian


def decide(
    rows: tuple[Row, ...], acted: Cast, main: tuple[int, ...]
) -> tuple[dict[int, Decision], list[Doubt]]:
    """The decisions of a table by row index; ``main`` holds the rows of the main line."""
    decisions: dict[int, Decision] = {}
    doubts: list[Doubt] = []
    for place, at in enumerate(main):
        row, phrase = rows[at], acted.phrases[at]
        verdict = _worded(at, acted, main, place) or _marked(rows, phrase, main, place)
        if verdict is None:
            doubts += _undecided(rows, phrase, main, place)
            continue
        back = rows[verdict.returns_to].number
        onward = rows[main[place + 1]].number if place + 1 < len(main) else None
        question = question_of(phrase)
        decisions[at] = Decision(
            question=question, returns_to=back, yes_to=onward, source=row.source
        )
        doubts.append(
            Doubt(
                code="return-inferred",
                row=row.number,
                message=f'Baris {row.number}: jika "Tidak", kembali ke baris {back}, '
                f"karena {verdict.because}.",
                confidence=verdict.confidence,
            )
        )
    return decisions, doubts


def _worded(at: int, acted: Cast, main: tuple[int, ...], place: int) -> Verdict | None:
    """What the text says: apabila tidak memenuhi persyaratan maka dikembalikan kepada X."""
    phrase = acted.phrases[at]
    condition = REFUSES.search(phrase.text)
    if not condition:
        return None
    returned = phrase.of(Part.RETURNED)
    said = f'uraiannya berbunyi "{_clause(phrase.text, condition.start())}"'
    if not returned:
        return Verdict(main[max(0, place - 1)], 0.7, f"{said} tanpa menyebut kepada siapa")
    columns = returned[-1].columns
    for earlier in reversed(main[: place + 1]):
        if acted.lanes[earlier].column in columns:
            return Verdict(earlier, 0.95, said)
    return Verdict(main[max(0, place - 1)], 0.6, f"{said}, yang belum punya baris sebelumnya")


def _clause(text: str, start: int) -> str:
    return re.split(r"[.;]", text[start:], maxsplit=1)[0][:120].strip()


def _marked(
    rows: tuple[Row, ...], phrase: Phrase, main: tuple[int, ...], place: int
) -> Verdict | None:
    """A diamond, or the letters beside one."""
    row = rows[main[place]]
    own = kinds(row)
    if not place or not own & (_DECIDES | {MarkKind.NO}):
        return None
    before, last = main[place - 1], rows[main[place - 1]]
    follows = place + 1 < len(main) and bool(kinds(rows[main[place + 1]]) & _DECIDES)
    if own & _DECIDES and MarkKind.NO in kinds(last):
        why = f'tanda "T" di baris {last.number} dan tanda {_shown(row)} di baris ini'
        return Verdict(before, 0.9, why)
    if MarkKind.DECISION in own:
        return Verdict(before, 0.85, f"belah ketupat di baris ini; {_by_custom(last)}")
    if MarkKind.NO in own and not follows and (MarkKind.YES in own or _reviews(phrase)):
        return Verdict(before, 0.75, f"tanda {_shown(row)} di baris ini; {_by_custom(last)}")
    if MarkKind.YES in own and _reviews(phrase):
        return Verdict(before, 0.65, f"tanda {_shown(row)} di baris ini; {_by_custom(last)}")
    return None


def _shown(row: Row) -> str:
    signs = [m.text for m in row.marks if m.kind in _DECIDES | {MarkKind.NO}]
    return ", ".join(f'"{sign}"' for sign in dict.fromkeys(signs))


def _by_custom(last: Row) -> str:
    return f"menurut kebiasaan kembali ke baris sebelumnya ({last.number})"


def _reviews(phrase: Phrase) -> str | None:
    return holds(phrase.text, REVIEWS + APPROVES)


def question_of(phrase: Phrase) -> str:
    """A short question whose "Ya" leads on; in the row's own words where it asks "apakah ..."."""
    asked = _WHETHER.search(phrase.text)
    words = asked["what"].strip() if asked else ""
    if words and len(words) <= _LONGEST_QUESTION and not negative(words):
        return f"{words[:1].upper()}{words[1:]}?"
    return next((q for word, q in QUESTIONS if word in phrase.text), "Disetujui?")


def _undecided(
    rows: tuple[Row, ...], phrase: Phrase, main: tuple[int, ...], place: int
) -> list[Doubt]:
    """What stands in a row that was not taken for a decision, but might be one."""
    row = rows[main[place]]
    if not place:
        return []
    back = rows[main[place - 1]].number
    if MarkKind.YES in kinds(row):
        message = (
            f"Baris {row.number}: tanda {_shown(row)} tidak dibaca sebagai keputusan baris ini; "
            f'"T" dianggap milik pemeriksaan di baris berikutnya. Jika baris ini memutuskan, '
            f'tambahkan jalur "Tidak" ke baris {back}.'
        )
        return [Doubt(code="mark-unused", row=row.number, message=message, confidence=0.8)]
    verb = holds(phrase.text, CUSTOMARY)
    if not verb or holds(phrase.text, GROUNDWORK):
        return []
    message = (
        f'Baris {row.number}: "{verb}" biasanya dapat berakhir dengan perbaikan, tetapi dokumen '
        f'tidak menggambar atau menyebutnya. Jalur "Tidak" ke baris {back} tidak dibuat.'
    )
    return [Doubt(code="return-by-custom", row=row.number, message=message, confidence=0.7)]

"""Numbers that name a person, taken out of what leaves the worker as text.

Handlers are asked to write nothing personal into messages and logs. Where one does all the same,
what has a known shape is replaced by what it is: identity card and civil servants' numbers (NIK,
NIP), passports, phone numbers, e-mail addresses. Names and addresses have no shape: for those
there is only the rule that an exception's text is never shown.

A number counts only where it stands alone: digits inside a hash, a document's id or a fraction
belong to those. Engine keys have as many digits as a NIK: the fields that hold keys are known, and
left alone by who calls ``mask`` (see ``workers.runtime.logs``).
"""

from __future__ import annotations

import re

# What every match has somewhere: most texts have neither, and are looked at no further.
_HINT = re.compile(r"[0-9][0-9][0-9 .()-]{3}|@")
_GAP = "[ .-]?"
_ALONE = r"(?<![0-9A-Fa-f])(?<!\b0\.)"
_END = r"(?![0-9A-Fa-f])"
# Groups of three or four digits, or pairs: the last parts of letter numbers are told from these.
_MOBILE = rf"8[0-9]{{1,2}}(?:(?:{_GAP}[0-9]{{3,4}}){{2,3}}|(?:[ .-][0-9]{{2}}){{3,5}})"
_LANDLINE = r"(?:\(0[2-79][0-9]{1,2}\)|0[2-79][0-9]{1,2})[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}"
_SHAPES = {
    "email": r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+",
    # Birth date, appointment, sex, number: 19850817 201012 1 001.
    "nip": rf"{_ALONE}[0-9]{{8}}{_GAP}[0-9]{{6}}{_GAP}[0-9]{_GAP}[0-9]{{3}}{_END}",
    # Region, birth date, number, with gaps between pairs wherever people put them.
    "nik": rf"{_ALONE}(?:[0-9]{{2}}{_GAP}){{6}}[0-9]{{4}}{_END}",
    # Any of E.164 with its plus; Indonesian ones also from 62 or 0.
    "phone": (
        r"\+[0-9](?:[ ().-]{0,2}[0-9]){7,14}(?![0-9])"
        rf"|{_ALONE}(?:(?:62{_GAP}|0){_MOBILE}|{_LANDLINE}){_END}"
    ),
    # One or two letters and six to eight digits: C7654321, X 1234567.
    "passport": r"(?<![0-9A-Za-z])(?:[A-Z]{1,2} ?|[a-z]{1,2})[0-9]{6,8}(?![0-9A-Za-z])",
}
_PERSONAL = re.compile("|".join(f"(?P<{kind}>{shape})" for kind, shape in _SHAPES.items()))


def mask(text: str) -> str:
    """Return ``text`` with ``[nik]``, ``[phone]`` and the like in the place of such numbers."""
    return _PERSONAL.sub(_kind, text) if _HINT.search(text) else text


def _kind(found: re.Match[str]) -> str:
    return f"[{found.lastgroup}]"

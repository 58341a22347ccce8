"""What people on a list are looked up by: short texts that two writings of one person share.

A name is found by two of its parts, by their sounds and in either order: so it is found when it is
turned around, when a part is missing or too many, and when one part is wrong. Of a million people
few share two parts. A name of two parts is also found by one of them with the beginning or the end
of the other, so that either may be mistyped; a single part by its sounds with one left out (the
symmetric deletion of SymSpell). Neighbouring parts are there as one, too: Nur Hayati, Nurhayati.

Who is looked for has more keys than who is listed: a look-up costs less than a place in the index.
"""

from __future__ import annotations

from itertools import combinations, groupby, pairwise
from typing import TYPE_CHECKING

from workers.watchlist.names import Token, document_key, sound_of, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.watchlist.birthdates import BirthDate

# All pairs of more parts would be many; these are enough to be found by.
MOST_PARTS = 6
# Sounds of this length and less have no beginning and end apart.
_SHORT = 3


def listed_keys(name: str) -> frozenset[str]:
    """Return what a name on the list is found by; nothing for a text without letters."""
    parts = _telling(name)
    heard = [sound_of(part.text) for part in parts]
    found = {_pair(one, other) for one, other in combinations(heard, 2)}
    match heard:
        case [sound]:
            found.update((sound, *_without_one(sound)))
        case [one, other]:
            found.update(_joined(*parts))
            found.update(_pair(end, other) for end in _ends(one))
            found.update(_pair(one, end) for end in _ends(other))
        case [_, _, _]:
            found.update(_pair(joined, rest) for joined, rest in _runs(parts))
    return frozenset(found)


def sought_keys(name: str) -> frozenset[str]:
    """Return what to look a name up by."""
    parts = _telling(name)
    found = set(listed_keys(name))
    match [sound_of(part.text) for part in parts]:
        case [one, other]:
            found.update(_pair(shorter, other) for shorter in _without_one(one))
            found.update(_pair(one, shorter) for shorter in _without_one(other))
        case [_, _, _]:
            runs = _runs(parts)
            found.update(_pair(end, rest) for joined, rest in runs for end in _ends(joined))
    return frozenset(found)


def number_key(number: str) -> str:
    """Return the key of a document number."""
    return f"#{document_key(number)}"


def birth_keys(date: BirthDate | None) -> tuple[str, ...]:
    """Return the keys of a date of birth: itself, and with day and month changed about.

    The first is what somebody is listed under. There are none for a date whose day nobody knows:
    it would be that of very many.
    """
    if date is None or not date.is_whole:
        return ()
    return (
        f"@{date.year}-{date.month}-{date.day}",
        f"@{date.year}-{date.day}-{date.month}",
    )


def _telling(name: str) -> list[Token]:
    """The parts that say who it is; of a name of nothing but titles and particles, those."""
    found = [part for part in tokens(name) if part.weight == 1] or list(tokens(name))
    if len(found) <= MOST_PARTS:
        return found
    # The same ones in whatever order they stand.
    return sorted(found, key=lambda part: (-len(sound_of(part.text)), part.text))[:MOST_PARTS]


def _pair(one: str, other: str) -> str:
    return "|".join(sorted((one, other)))


def _joined(first: Token, second: Token) -> set[str]:
    """The sounds of two parts as one; of Abdul Rahman also as Abdurrahman."""
    found = {sound_of(first.text + second.text)}
    if first.text.endswith("UL"):
        found.add(sound_of(first.text[:-1] + second.text))
    return found


def _runs(parts: Sequence[Token]) -> list[tuple[str, str]]:
    """Of three parts, two neighbours as one, and the sound of the third."""
    first, *_, last = parts
    rests = (last, first)
    return [
        (joined, sound_of(rest.text))
        for pair, rest in zip(pairwise(parts), rests, strict=True)
        for joined in _joined(*pair)
    ]


def _ends(sound: str) -> Iterator[str]:
    """The beginning and the end of a part: one wrong letter leaves one of them as it was."""
    short = len(sound) <= _SHORT
    whole = [sound[:2], sound[-2:], sound[0] + sound[-1]]
    ends = [sound, *_without_one(sound)] if short else whole
    return (f"{end}~" for end in ends)


def _without_one(sound: str) -> list[str]:
    """The sound with each of its letters left out; nothing of a single one.

    Two equal ones that come together then are heard as one, as in all sounds.
    """
    left = (sound[:n] + sound[n + 1 :] for n in range(len(sound)))
    return ["".join(heard for heard, _ in groupby(each)) for each in left] if sound[1:] else []

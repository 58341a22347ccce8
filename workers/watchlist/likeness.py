"""How like two names are, and in what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from workers.watchlist.names import Token, sound_of, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Two parts less alike than this are two names.
LEAST_ALIKE = 0.7
SOUNDS_ALIKE = 0.92
SHORT_SOUNDS_ALIKE = 0.85  # Ali and Eli sound alike, too
INITIAL = 0.7
# A single part in common says little when the other name has more of them.
ONE_IN_COMMON = 0.8


class _Pair(NamedTuple):
    """A part of one name and the part of the other that it resembles."""

    left: int
    right: int
    alike: float


@dataclass(frozen=True)
class Likeness:
    """How like two names are."""

    score: float  # 0 to 1
    _one: Sequence[Token] = ()
    _other: Sequence[Token] = ()
    _pairs: Sequence[_Pair] = ()

    @cached_property
    def remarks(self) -> tuple[str, ...]:
        """What an officer should know of it; most are never asked for it."""
        return _remarks(self._one, self._other, self._pairs)


UNKNOWN = Likeness(0.0)


@lru_cache(maxsize=4096)  # many have one name
def compare(left: str, right: str) -> Likeness:
    """Compare two names part by part, in whatever order and number the parts come."""
    one, other = tokens(left), tokens(right)
    if len(one) > len(other):
        one = _joined(one, other)
    elif len(other) > len(one):
        other = _joined(other, one)
    pairs = _pairs(one, other)
    covered = (
        _covered(one, [(pair.left, pair.alike) for pair in pairs]),
        _covered(other, [(pair.right, pair.alike) for pair in pairs]),
    )
    score = 0.25 * min(covered) + 0.75 * max(covered)
    if _has_one_in_common(one, other, pairs):
        score *= ONE_IN_COMMON
    return Likeness(score, one, other, pairs)


def _covered(name: Sequence[Token], alike: Iterable[tuple[int, float]]) -> float:
    """Return how much of a name, by weight, is found in the other."""
    weight = sum([token.weight for token in name])
    return sum([name[n].weight * each for n, each in alike]) / weight if weight else 0.0


def _pairs(one: Sequence[Token], other: Sequence[Token]) -> list[_Pair]:
    """Pair the parts off, the most alike and weightiest first."""
    possible = [
        (-alike * left.weight, n, m, alike)
        for n, left in enumerate(one)
        for m, right in enumerate(other)
        if (alike := _alike(left.text, right.text)) >= LEAST_ALIKE
    ]
    possible.sort()
    pairs: list[_Pair] = []
    lefts, rights = set(), set()
    for _, n, m, alike in possible:
        if n not in lefts and m not in rights:
            lefts.add(n)
            rights.add(m)
            pairs.append(_Pair(n, m, alike))
    return pairs


@lru_cache(maxsize=65536)
def _alike(left: str, right: str) -> float:
    """How alike two parts are: 1 when written alike, less when they only sound alike."""
    if left == right:
        return 1.0
    if 1 in (len(left), len(right)):
        return INITIAL if left[0] == right[0] else 0.0
    spelled = OSA.normalized_similarity(left, right)
    if sound_of(left) != sound_of(right):
        return spelled
    short = len(sound_of(left)) < 3  # noqa: PLR2004 - Ali, Budi
    return max(spelled, SHORT_SOUNDS_ALIKE if short else SOUNDS_ALIKE)


def _joined(name: Sequence[Token], other: Sequence[Token]) -> tuple[Token, ...]:
    """Write two parts as one where the other name, of fewer, does: Abdul Rahman, Abdurrahman."""
    joined = list(name)
    n = 0
    while n + 1 < len(joined) and len(joined) > len(other):
        parts = [joined[n].text, joined[n + 1].text]
        both = "".join(parts)
        together = max([_alike(both, o.text) for o in other], default=0)
        if together > SHORT_SOUNDS_ALIKE and together > max(
            [_alike(part, o.text) for o in other for part in parts]
        ):
            joined[n : n + 2] = [Token(both)]
        else:
            n += 1
    return tuple(joined)


def _has_one_in_common(
    one: Sequence[Token], other: Sequence[Token], pairs: Sequence[_Pair]
) -> bool:
    common = sum([one[p.left].weight == other[p.right].weight == 1 for p in pairs])
    if common > 1:
        return False
    return any(sum([token.weight == 1 for token in name]) > 1 for name in (one, other))


def _remarks(
    one: Sequence[Token], other: Sequence[Token], pairs: Sequence[_Pair]
) -> tuple[str, ...]:
    in_order = sorted(pairs, key=lambda p: p.left)
    remarks = [_remark(one[p.left], other[p.right]) for p in in_order if p.alike < 1]
    if [p.right for p in in_order] != sorted(p.right for p in pairs):
        remarks.append("urutan bagian nama berbeda")
    missing = _missing(one, {p.left for p in pairs})
    extra = _missing(other, {p.right for p in pairs})
    if missing:
        remarks.append(f"tidak ada dalam daftar: {missing}")
    if extra:
        remarks.append(f"hanya ada dalam daftar: {extra}")
    return tuple(remarks) or ("nama sama",)


def _remark(left: Token, right: Token) -> str:
    if 1 in (len(left.text), len(right.text)):
        return f"{left.text} dapat singkatan atau kepanjangan {right.text}"
    how = "bunyinya sama dengan" if left.sound == right.sound else "ejaannya mirip dengan"
    return f"{left.text} {how} {right.text}"


def _missing(name: Sequence[Token], paired: set[int]) -> str:
    return " ".join(t.text for n, t in enumerate(name) if n not in paired and t.weight == 1)

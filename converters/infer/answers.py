"""The answers to a drawn decision: what the labels at its arrows say, and which one says go on."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from converters.infer.vocabulary import NEGATIVE_ANSWERS

if TYPE_CHECKING:
    from collections.abc import Sequence

YES, NO = "Ya", "Tidak"

_SHORT = {"y": YES, "ya": YES, "yes": YES, "t": NO, "tdk": NO, "tidak": NO, "no": NO}
_EDGES = " .,:;()[]?!/"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One arrow out of a decision."""

    to: int | None  # index of the node in reading order; None: the process ends
    label: str | None  # as printed
    back: bool  # it leads to its own piece or to one before it


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """The answers in the order of the form: the first says go on."""

    outcomes: tuple[tuple[str, Outcome], ...]
    sure: bool  # what each answer means is printed, not concluded


def answers(outcomes: Sequence[Outcome], numbers: Sequence[str]) -> Answers:
    """Name the outcomes of a decision, which are at least two.

    Args:
        outcomes: its arrows in reading order.
        numbers: the row number of each node, for answers that nothing else tells apart.
    """
    named = [(printed(outcome.label), outcome) for outcome in outcomes]
    sure = all(name for name, _ in named)
    twice = [name for name, times in Counter(name for name, _ in named).items() if times > 1]
    if any(twice):
        sure = False
        named = [(None if name in (YES, NO) and name in twice else name, o) for name, o in named]
    labels = [name for name, _ in named if name]
    taken = list(labels)
    found: list[tuple[str, Outcome]] = []
    for name, outcome in sorted(named, key=lambda one: (one[0] is None, *_preference("", one[1]))):
        where = "Selesai" if outcome.to is None else f"Ke baris {numbers[outcome.to]}"
        told = _distinct(name or _concluded(outcome, taken, where), where, taken[len(labels) :])
        taken.append(told)
        found.append((told, outcome))
    found.sort(key=lambda one: _preference(*one))
    return Answers(outcomes=tuple(found), sure=sure)


def question(found: Answers) -> str | None:
    """What is asked, by the answers alone; None: they are only yes and no."""
    yes, *others = [name for name, _ in found.outcomes]
    if yes == YES or {YES, NO} & set(others):
        return None if yes == YES else f"{yes}?"
    if any(negative(name) for name in others):
        return f"{yes}?"
    return f"{', '.join([yes, *others[:-1]])} atau {others[-1]}?"


def negative(answer: str) -> bool:
    """Whether an answer says that something is not as it should be."""
    return any(word in NEGATIVE_ANSWERS for word in re.findall(r"[^\W\d_]+", answer.casefold()))


def printed(label: str | None) -> str | None:
    """A label as an answer: its abbreviation written out, a capital first.

    "Ya" and "Tidak" in one label are those of two arrows that lie close: they tell nothing.
    """
    plain = " ".join((label or "").split()).strip(_EDGES)
    if {_SHORT.get(word) for word in plain.casefold().split()} == {YES, NO}:
        return None
    told = _SHORT.get(plain.casefold(), plain)
    return told[:1].upper() + told[1:] or None


def _concluded(outcome: Outcome, taken: list[str], where: str) -> str:
    """An answer that is not printed: what is left beside the others, else by direction."""
    refused = any(negative(name) for name in taken)
    agreed = any(not negative(name) for name in taken)
    if refused and agreed:
        return where
    if agreed or (outcome.back and not refused):
        return NO
    return YES


def _distinct(name: str, where: str, taken: list[str]) -> str:
    """The answer, or with where it leads to, if another answer has the same words."""
    others = [other.casefold() for other in taken]
    told, count = name, 1
    while told.casefold() in others:
        told = f"{name} ({where})" if count == 1 else f"{name} ({where}, {count})"
        count += 1
    return told


def _preference(name: str, outcome: Outcome) -> tuple[bool, bool, bool, float]:
    """Positive words before negative ones, forwards before back, a yes first, the nearest first."""
    far = float("inf") if outcome.to is None else outcome.to
    return negative(name), outcome.back, name != YES, far

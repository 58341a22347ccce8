"""Rows as the diagram needs them: their parts with unique keys, and where each leads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from converters.diagram.graph import Row, Way
from converters.model import Branch, Part

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from converters.model import Sop, Step

_NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9]+")
_NOT_IN_A_VALUE = re.compile(r"[^\w\s-]+")


def rows(sop: Sop) -> tuple[Row, ...]:
    """All parts of all rows of the SOP, in order."""
    keys = _keys(sop.steps)
    ids: dict[tuple[str | None, int], str] = {}
    for step, own in zip(sop.steps, keys, strict=True):
        for part, key in enumerate(own, start=1):
            ids.setdefault((step.number, part), key)
    following = _following(sop.steps, keys)
    choices = _choices(sop.steps)
    found = tuple(
        row
        for step, own, onward in zip(sop.steps, keys, following, strict=True)
        for row in _rows(step, own, ids, onward, choices)
    )
    roles = {row.key: row.role for row in found}
    apart = any(row.forks for row in found)
    return tuple(
        msgspec.structs.replace(
            row,
            next_role=roles.get(row.ways[0].target or ""),
            ending=f"_{row.key}" if apart else "",
        )
        for row in found
    )


def _rows(
    step: Step,
    keys: list[str],
    ids: Mapping[tuple[str | None, int], str],
    onward: Way,
    choices: Container[tuple[str, int]],
) -> Iterator[Row]:
    parts = step.parts or (_whole(step),)
    works = [at for at, part in enumerate(parts) if part.question is None]
    chosen = [(step.number, at + 1) in choices for at in range(len(parts))]
    for at, (key, part) in enumerate(zip(keys, parts, strict=True)):
        yield Row(
            key=key,
            step=step,
            role=part.role,
            with_roles=part.with_roles,
            question=part.question,
            ways=tuple(_ways(part.branches, ids)) or (onward,),
            first=at == 0 or chosen[at],
            writes=at == (works[-1] if works else 0) or (chosen[at] and at in works),
        )


def _choices(steps: tuple[Step, ...]) -> set[tuple[str, int]]:
    """The parts of rows of which a case comes to one only: each does all of its row.

    Answers to questions of other rows lead to them and nothing else does, and they lead to no
    part of their own row.
    """
    entries: dict[tuple[str, int], list[bool]] = {}
    for step, after in zip(steps, (*steps[1:], None), strict=True):
        for part in step.parts or (_whole(step),):
            for branch in part.branches:
                if branch.to is not None:
                    alone = branch.answer is not None and branch.to != step.number
                    entries.setdefault((branch.to, branch.part), []).append(alone)
            if not part.branches and after is not None:
                entries.setdefault((after.number, 1), []).append(False)
    return {
        (step.number, at)
        for step in steps
        for at, part in enumerate(step.parts, start=1)
        if all(entries.get((step.number, at), [False]))
        and step.number not in {branch.to for branch in part.branches}
    }


def _ways(branches: tuple[Branch, ...], ids: Mapping[tuple[str | None, int], str]) -> Iterator[Way]:
    taken: set[str] = set()
    for branch in branches:
        yield Way(
            target=ids[branch.to, branch.part] if branch.to else None,
            number=branch.to,
            answer=branch.answer,
            value=free(_value(branch.answer), taken) if branch.answer else "",
            back=branch.back,
            waits=branch.waits,
        )


def _value(answer: str) -> str:
    """An answer as conditions compare it: in small letters, without signs that FEEL reads."""
    return " ".join(_NOT_IN_A_VALUE.sub(" ", answer.lower()).split()) or "jawaban"


def _whole(step: Step) -> Part:
    """A row that is one part; without a decision, it leads to the next row."""
    decision = step.decision
    return Part(
        role=step.role,
        with_roles=step.with_roles,
        question=decision.question if decision else None,
        branches=(
            Branch(to=decision.yes_to, answer=decision.yes),
            Branch(to=decision.returns_to, answer=decision.no, back=True),
        )
        if decision
        else (),
    )


def _following(steps: tuple[Step, ...], keys: list[list[str]]) -> list[Way]:
    """For each row, the way to the next row of the main line."""
    found: list[Way] = []
    onward = Way(target=None)
    for step, own in zip(reversed(steps), reversed(keys), strict=True):
        found.append(Way(target=None) if step.cycle else onward)
        if not step.cycle:
            onward = Way(target=own[0], number=step.number)
    return found[::-1]


def _keys(steps: tuple[Step, ...]) -> list[list[str]]:
    """Row numbers as ids and variable names can hold them; a repeated number is counted on.

    A further part of a row has its row's key and "p2".
    """
    taken: set[str] = set()
    whole = [free(_stem(step), taken) for step in steps]
    return [
        [key, *(free(f"{key}p{part}", taken) for part in range(2, len(step.parts) + 1))]
        for key, step in zip(whole, steps, strict=True)
    ]


def _stem(step: Step) -> str:
    return _NOT_IN_A_KEY.sub("_", step.number).strip("_") or "x"


def free(stem: str, taken: set[str]) -> str:
    """The stem, counted on if it is taken; it is taken then."""
    key, count = stem, 1
    while key in taken:
        count += 1
        key = f"{stem}_{count}"
    taken.add(key)
    return key

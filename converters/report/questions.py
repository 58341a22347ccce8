"""What a row asks, and where each answer leads: all that is asked on it, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from converters.model import Branch, Part, Sop, Step


class Answer(NamedTuple):
    """An answer and where it leads."""

    text: str
    row: str | None  # number of the row; None: the process ends, or it stays on this row
    place: str  # in words: "baris 5"


class Question(NamedTuple):
    """A question with its answers, the one that goes on first."""

    text: str
    answers: tuple[Answer, ...]


def of_step(step: Step, sop: Sop) -> tuple[Question, ...]:
    """The questions of a row, as drawn if they were drawn."""
    asked = tuple(
        Question(_name(step, part), tuple(_answer(branch, step, sop) for branch in part.branches))
        for part in step.parts
        if part.question
    )
    decision = step.decision
    if asked or decision is None:
        return asked
    ways = ((decision.yes, decision.yes_to), (decision.no, decision.returns_to))
    answers = (Answer(text, row, f"baris {row}" if row else "selesai") for text, row in ways)
    return (Question(decision.question, tuple(answers)),)


def _answer(branch: Branch, step: Step, sop: Sop) -> Answer:
    text = branch.answer or ""
    if branch.to is None:
        return Answer(text, None, "selesai")
    if branch.to == step.number:
        return Answer(text, None, _part_name(step, branch.part) or "baris ini")
    target = next((one for one in sop.steps if one.number == branch.to), None)
    inner = _part_name(target, branch.part) if target and branch.part > 1 else ""
    return Answer(text, branch.to, f"baris {branch.to}" + (f" ({inner})" if inner else ""))


def _part_name(step: Step, number: int) -> str:
    """What tells a part of a row from the others; empty where there are no others."""
    if not 1 <= number <= len(step.parts) or len(step.parts) == 1:
        return ""
    part = step.parts[number - 1]
    return f"“{_name(step, part)}”" if part.question else part.role


def _name(step: Step, part: Part) -> str:
    """The question; with who decides it where the row asks the same more than once."""
    question = part.question or ""
    same = [other for other in step.parts if other.question == part.question]
    return f"{question} ({part.role})" if len(same) > 1 else question

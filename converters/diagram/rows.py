"""Rows as the diagram needs them: unique keys, and who comes next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.diagram.graph import Row

if TYPE_CHECKING:
    from converters.model import Sop, Step

_NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9]+")


def rows(sop: Sop) -> tuple[Row, ...]:
    """All rows of the SOP, in order."""
    keys = _keys(sop.steps)
    return tuple(
        Row(key=key, step=step, next_role=_next_role(sop, index))
        for index, (key, step) in enumerate(zip(keys, sop.steps, strict=True))
    )


def _keys(steps: tuple[Step, ...]) -> list[str]:
    """Row numbers as ids and variable names can hold them; a repeated number is counted on."""
    keys: list[str] = []
    for step in steps:
        stem = _NOT_IN_A_KEY.sub("_", step.number).strip("_") or "x"
        key, count = stem, 1
        while key in keys:
            count += 1
            key = f"{stem}_{count}"
        keys.append(key)
    return keys


def _next_role(sop: Sop, index: int) -> str | None:
    step = sop.steps[index]
    if step.cycle:
        return None
    if step.decision:
        following = (s for s in sop.steps if s.number == step.decision.yes_to)
    else:
        following = (s for s in sop.steps[index + 1 :] if not s.cycle)
    return next((s.role for s in following), None)

"""Receipts of hand-offs, from the forms in which officers entered them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from workers.handoff_listing import receipt_variable

if TYPE_CHECKING:
    from datetime import datetime

    from deploy.client.tasklist import Completed, Tasklist
    from workers.handoff_listing import Line

_HANDOFF = "handoff"  # the process variable that a hand-off's job sets


class _Handoff(msgspec.Struct):
    """The part of it that tells which one it is."""

    number: str


def entered(tasklist: Tasklist, line: Line, until: datetime | None) -> str | None:
    """Return the receipt that an officer entered for a hand-off, or None: nobody has yet.

    Args:
        tasklist: keeps with a completed task the variables as they were then.
        line: the hand-off.
        until: when the instance opened its next one to the same system; None: it has not.

    Raises:
        DeployError: Tasklist cannot be reached.
    """
    variable = receipt_variable(line.system)
    for task in tasklist.completed(str(line.process_instance_key), (_HANDOFF, variable)):
        receipt = task.variables.get(variable)
        if isinstance(receipt, str) and receipt.strip() and _is_of(task, line, until):
            return receipt.strip()
    return None


def _is_of(task: Completed, line: Line, until: datetime | None) -> bool:
    """By the number, where the task knows it, else by the time: opening one empties the form."""
    if (number := _number(task.variables.get(_HANDOFF))) is not None:
        return number == line.number
    return line.opened_at <= task.at and (until is None or task.at < until)


def _number(handoff: Any) -> str | None:
    try:
        return msgspec.convert(handoff, _Handoff).number
    except msgspec.ValidationError:
        return None

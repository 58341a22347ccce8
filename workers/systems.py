"""The government systems that steps are done in, as the job modules declare them."""

from __future__ import annotations

from typing import Literal

import msgspec


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What a system asks for besides the usual."""

    key: str  # in the contract of its connector
    label: str  # for the officer, in Indonesian
    kind: Literal["text", "number"] = "text"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One system: a connector reaches it, or an officer works it by hand."""

    code: str  # names its contract and its settings
    name: str
    tasks: tuple[str, ...]  # what an officer does there, in Indonesian


class System(msgspec.Struct, frozen=True, kw_only=True):
    """What one job type forwards to: a system, or several that get the same."""

    code: str  # in the register of hand-offs; of a single system also its target's
    name: str
    receipt: str  # what comes back, in Indonesian
    personal: bool  # it takes the applicant's data; if not, none leave the store
    tasks: tuple[str, ...] = ()  # of a single system
    several: tuple[Target, ...] = ()  # instead of tasks
    facts: tuple[Fact, ...] = ()

    @property
    def targets(self) -> tuple[Target, ...]:
        """The systems behind it, at least one."""
        return self.several or (Target(code=self.code, name=self.name, tasks=self.tasks),)

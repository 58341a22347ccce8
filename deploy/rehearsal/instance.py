"""An instance of the run, and how its round answers decisions.

Each process is started twice: once every decision is answered "Ya", once each decision is
answered "Tidak" the first time it comes up and "Ya" after that. A row outside the main line
(a monthly evaluation) is started by itself.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from deploy.rehearsal.officer import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from converters.model import Sop

ALL_YES = "semua Ya"
NO_FIRST = "Tidak dahulu"
ASIDE = "di luar alur"
PATIENCE = 3  # times that a decision is answered as the round says


class Instance:
    """One running instance and what its officers did."""

    def __init__(self, key: str, sop: Sop, round_name: str, forms: Mapping[str, bytes]) -> None:
        self.key = key
        self.sop = sop
        self.round = round_name
        self.forms = forms  # as deployed, by element id
        self.state = "ACTIVE"
        self.now = ""  # the step an officer did last
        self.refused: set[str] = set()  # decisions answered "Tidak"
        self.asked: Counter[str] = Counter()  # how often each decision came up
        self.done_by: Counter[str] = Counter()  # steps per candidate group

    @property
    def finished(self) -> bool:
        """Whether the instance is over, well or badly."""
        return self.state != "ACTIVE"

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"{self.sop.id} ({self.round}, instance {self.key})"

    def faults(self) -> Iterator[str]:
        """What is wrong with an instance that is over; nothing when it went as planned."""
        if self.state != "COMPLETED":
            yield f"ended as {self.state}"
        if any(step.parts for step in self.sop.steps):
            return  # a "Tidak" may lead past other decisions
        decisions = sum(step.decision is not None for step in self.sop.steps)
        if self.round == NO_FIRST and len(self.refused) != decisions:
            yield f"{len(self.refused)} of {decisions} decisions were answered Tidak"

    def decide(self, decision: str) -> str:
        """The answer this instance's round gives to a decision.

        One that comes up time and again leads back by its first answer: then it is the other's
        turn.
        """
        self.asked[decision] += 1
        if self.round == NO_FIRST and decision not in self.refused:
            self.refused.add(decision)
            return NO
        return YES if self.asked[decision] <= PATIENCE or self.asked[decision] % 2 else NO

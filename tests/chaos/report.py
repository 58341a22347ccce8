"""What is printed: the plan, how it goes, what came of it."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from tests.chaos.plan import Step
    from tests.chaos.world import World

MOST_SHOWN = 5  # findings of one check


class Reporter:
    """Writes to the terminal; under pytest without -s, to what a failing test shows."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._console = Console(width=120)
        self._since = time.monotonic()

    def plan(self, seed: int, steps: list[Step]) -> None:
        self._console.print(f"\nseed {seed}, {self._world.requests} instances; the plan:")
        for number, step in enumerate(steps, start=1):
            self._console.print(f"{number:3}. +{step.requests} instances, {step.wait} s; {step}")

    def progress(self, text: str) -> None:
        recorder = self._world.recorder
        done, open_ = recorder.count("COMPLETED"), recorder.count("ACTIVE")
        passed = time.monotonic() - self._since
        self._console.print(
            f"{passed:6.1f} s  {done:4} completed, {open_:3} under way  {text}", highlight=False
        )

    def verdict(self, findings: dict[str, list[str]]) -> None:
        self._console.print(self._faults(), self._numbers(), self._checks(findings))

    def _faults(self) -> Table:
        table = Table("fault", "injected", "left out, because", title="Faults")
        injected = self._world.injected
        done = Counter(step.kind for step, why_not in injected if not why_not)
        for step, _ in injected:
            done["worker killed -9, beside another fault"] += step.companion
        reasons = {step.kind: why_not for step, why_not in injected if why_not}
        for kind in sorted({*done, *reasons}):
            table.add_row(kind, str(done[kind]), reasons.get(kind, ""))
        return table

    def _numbers(self) -> Table:
        recorder = self._world.recorder
        events = sum((job.events for job in recorder.jobs.values()), Counter())
        logged = Counter(
            "replayed" if line.get("replayed") else str(line.get("event"))
            for line in self._world.crew.logged()
        )
        rows = {
            "instances": len(recorder.instances),
            "jobs": len(recorder.jobs),
            "  their time ran out": events["TIMED_OUT"],
            "  failed or given back": events["FAILED"],
            "  answered from the ledger": logged["replayed"],
            "  answers that came too late": logged["job_unanswered"],
            "worker processes": self._world.crew.starts,
            "mails sent": sum(self._world.mail.taken.values()),
            **{f"  the mail server {turn}": n for turn, n in self._world.mail.turns.items()},
            "records that came again": recorder.repeated,
            "seconds": round(time.monotonic() - self._since),
        }
        table = Table("what", "how many", title="What happened")
        for what, count in rows.items():
            table.add_row(what, f"{count:,}")
        return table

    @staticmethod
    def _checks(findings: dict[str, list[str]]) -> Table:
        table = Table("check", "verdict", title="At the end")
        for name, wrong in findings.items():
            shown = "\n".join([f"{len(wrong)} findings", *wrong[:MOST_SHOWN]])
            table.add_row(name.replace("_", " "), shown if wrong else "holds")
        return table

"""How `tertib up` shows what it does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from rich.console import Group
from rich.live import Live
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from deploy.console import ERR

if TYPE_CHECKING:
    from rich.progress import TaskID

    from deploy.engine.artefacts import Artefact
    from deploy.engine.part import Part

MB = 1_000_000
TITLE = TextColumn("{task.description}")


class Narrator:
    """Says on standard error what is fetched, started and ready.

    A terminal sees bars and clocks besides, which are gone when they have served.
    """

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._downloads = Progress(
            TITLE, BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn()
        )
        self._starts = Progress(SpinnerColumn(), TITLE, TimeElapsedColumn())
        self._tasks: dict[str, TaskID] = {}
        self._live = Live(Group(self._downloads, self._starts), console=ERR, transient=True)

    def __enter__(self) -> Self:
        if ERR.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def fetching(self, artefact: Artefact, have: int) -> None:
        """Move the artefact's bar."""
        title = f"{artefact.name} {artefact.version}"
        if title not in self._tasks:
            self._tasks[title] = self._downloads.add_task(title, total=artefact.size)
            self._say(f"Fetching {title} ({artefact.size / MB:.1f} MB)")
        self._downloads.update(self._tasks[title], completed=have)

    def starting(self, part: Part) -> None:
        """Say it."""
        self._say(f"Starting {part.title}")
        self._tasks[part.name] = self._starts.add_task(part.title, total=1)

    def ready(self, part: Part) -> None:
        """Say it, with the seconds since the command began."""
        self._say(f"{part.title}: ready ({time.monotonic() - self._begun:.0f} s)")
        if part.name in self._tasks:
            self._starts.remove_task(self._tasks[part.name])

    def stopping(self, why: str) -> None:
        """Say why."""
        self._say(why)

    def _say(self, text: str) -> None:
        ERR.print(text, highlight=False, soft_wrap=True)

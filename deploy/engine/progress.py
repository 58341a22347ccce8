"""How `tertib up` shows what it does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from deploy.console import ERR

if TYPE_CHECKING:
    from deploy.engine.artefacts import Artefact
    from deploy.engine.part import Part

MB = 1_000_000


class Narrator:
    """Says on standard error what is fetched, started and ready; bars only on a terminal."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._tasks: dict[Artefact, TaskID] = {}
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=ERR,
            transient=True,
            disable=not ERR.is_terminal,
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def fetching(self, artefact: Artefact, have: int) -> None:
        """Move the artefact's bar."""
        if artefact not in self._tasks:
            title = f"{artefact.name} {artefact.version}"
            self._tasks[artefact] = self._progress.add_task(title, total=artefact.size)
            self._say(f"Fetching {title} ({artefact.size // MB} MB)")
        self._progress.update(self._tasks[artefact], completed=have)

    def starting(self, part: Part) -> None:
        """Say it."""
        self._say(f"Starting {part.title}")

    def ready(self, part: Part) -> None:
        """Say it, with the seconds since the command began."""
        self._say(f"{part.title} is ready ({time.monotonic() - self._begun:.0f} s)")

    def stopping(self, why: str) -> None:
        """Say why."""
        self._say(why)

    def _say(self, text: str) -> None:
        self._progress.console.print(text, highlight=False)

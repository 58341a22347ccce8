"""How the program speaks: tables on standard output, progress and errors on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from converters.visible import visible

if TYPE_CHECKING:
    from rich.table import Table

T = TypeVar("T")
# A pipe or a file has no width of its own; tables need more than the 80 columns it would get.
PIPE_WIDTH = 120

OUT = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
ERR = Console(width=None if sys.stderr.isatty() else PIPE_WIDTH, stderr=True)


def fail(message: str) -> None:
    """Print one error. Markup in the message is text: it may quote a document."""
    ERR.print(f"[bold red]✗[/] {_literal(message)}", soft_wrap=True, highlight=False)


def warn(message: str) -> None:
    """Print one warning."""
    ERR.print(f"[yellow]![/] {_literal(message)}", soft_wrap=True, highlight=False)


def show(lines: list[T], table: Callable[[list[T]], Table], nothing: str, *, as_json: bool) -> None:
    """Print what a command found: as JSON, in a table, or that it is ``nothing``."""
    if as_json:
        import msgspec

        OUT.print_json(msgspec.json.encode(lines).decode())
    elif lines:
        OUT.print(table(lines))
    else:
        OUT.print(nothing, highlight=False)


def track(items: Iterable[T], description: str, total: int | None = None) -> Iterator[T]:
    """Yield ``items`` under a progress bar, which a pipe or a log does not get to see."""
    with _progress() as progress:
        total = _length(items) if total is None else total
        yield from progress.track(items, total=total, description=description)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=ERR,
        transient=True,
        disable=not ERR.is_terminal,
    )


def _length(items: Iterable[Any]) -> int | None:
    return len(items) if isinstance(items, Sized) else None


def _literal(text: str) -> str:
    return "\n".join(map(visible, text.split("\n"))).replace("[", "\\[")

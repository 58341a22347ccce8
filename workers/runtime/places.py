"""Where in the program something happened: shown where an exception's text would be.

The text may quote a value; the place does not, and whoever reads the code there sees which text
it was.
"""

from __future__ import annotations

import inspect
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from workers.handler import HANDLERS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


def place_of(error: BaseException) -> str:
    """Say where an exception was raised: file, line, function; the innermost in our own code."""
    frames = list(_frames(error))
    ours = [place for path, place in frames if _is_ours(path)]
    return (ours[-1:] or [place for _path, place in frames] or ["an unknown place"])[0]


def trace_of(error: BaseException) -> tuple[str, ...]:
    """Say by which lines an exception came about, outermost first: a traceback without a text."""
    return tuple(place for _path, place in _frames(error))


def _frames(error: BaseException) -> Iterator[tuple[Path, str]]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
        yield path, f"{name}:{line} ({frame.f_code.co_name})"


def _is_ours(path: Path) -> bool:
    """Tertib's workers, and those of the office."""
    functions = (inspect.unwrap(handler.function) for handler in HANDLERS.values())
    handlers = (Path(inspect.getfile(function)) for function in functions)
    return path.is_relative_to(ROOT / "workers") or path in handlers

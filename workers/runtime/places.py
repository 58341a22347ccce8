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
    """Say where an exception was raised: file, line, function; innermost in workers of any kind."""
    frames = list(_frames(error))
    handlers = {Path(inspect.getfile(inspect.unwrap(h.function))) for h in HANDLERS.values()}
    ours = [p for path, p in frames if path in handlers or path.is_relative_to(ROOT / "workers")]
    return (ours[-1:] or [place for _path, place in frames] or ["an unknown place"])[0]


def trace_of(error: BaseException) -> tuple[str, ...]:
    """Say by which lines an exception came about, outermost first: a traceback without a text."""
    return tuple(place for _path, place in _frames(error))


def _frames(error: BaseException) -> Iterator[tuple[Path, str]]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
        yield path, f"{name}:{line} ({frame.f_code.co_name})"

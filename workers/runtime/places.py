"""Where in the program something happened: shown where an exception's text would be.

The text may quote a value; the place does not, and whoever reads the code there sees which text
it was.
"""

from __future__ import annotations

import inspect
from pathlib import Path

from workers.handler import HANDLERS

ROOT = Path(__file__).parents[2]


def place_of(error: BaseException) -> str:
    """Say where an exception was raised: file, line, function; the innermost in our own code."""
    place = "an unknown place"
    trace = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if place == "an unknown place" or _is_ours(path):
            name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
            place = f"{name}:{trace.tb_lineno} ({trace.tb_frame.f_code.co_name})"
        trace = trace.tb_next
    return place


def _is_ours(path: Path) -> bool:
    """Tertib's workers, and those of the office."""
    functions = (inspect.unwrap(handler.function) for handler in HANDLERS.values())
    handlers = (Path(inspect.getfile(function)) for function in functions)
    return path.is_relative_to(ROOT / "workers") or path in handlers

"""Which job types there are: every module of the folder ``workers/jobs``."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

import workers.jobs
from workers.handler import HANDLERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.handler import Handler


def load_handlers() -> Mapping[str, Handler]:
    """Import all job modules and return their handlers by job type."""
    for module in pkgutil.iter_modules(workers.jobs.__path__, "workers.jobs."):
        importlib.import_module(module.name)
    return dict(sorted(HANDLERS.items()))

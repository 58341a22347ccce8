"""Which job types there are: Tertib's own, and those an office adds to them.

Tertib's are the modules of ``workers/jobs``. An office adds its own without touching Tertib:

- a folder of Python files, named by the setting ``workers.folder`` (TERTIB_WORKERS_FOLDER). Each
  file holds workers, but for ``_shared.py`` (a name that begins with ``_``), ``test_*.py`` and
  ``conftest.py``. The folder comes last on the import path, so that its files import each other
  by their names;
- an installed package whose entry points of the group ``tertib.workers`` name modules, or
  packages whose modules are all taken.

The element templates of either lie in ``templates`` beside the Python files.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
import traceback
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from workers.config import ConfigError, load
from workers.handler import HANDLERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.metadata import EntryPoint
    from types import ModuleType

    from workers.handler import Handler

OWN = "workers.jobs"
GROUP = "tertib.workers"
SETTING = "TERTIB_WORKERS_FOLDER"


class OfficeWorkers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``workers``: what an office adds."""

    folder: str = ""  # of Python files with workers; empty: none


def load_handlers() -> Mapping[str, Handler]:
    """Import every worker and return the handlers by job type.

    Raises:
        ConfigError: what an office added cannot be used.
    """
    handlers = dict(own_handlers())
    for point in entry_points(group=GROUP):
        handlers |= _load_entry_point(point)
    if folder := office_folder():
        handlers |= load_folder(folder)
    return dict(sorted(handlers.items()))


def own_handlers() -> Mapping[str, Handler]:
    """Import the workers that come with Tertib and return their handlers by job type."""
    return _registered_by(_import_all(OWN))


def office_folder() -> Path | None:
    """The folder of the office's own workers, as configured. None: it has none.

    Raises:
        ConfigError: there is no such folder.
    """
    name = load(OfficeWorkers, "workers").folder
    if not name:
        return None
    folder = Path(name).expanduser().resolve()
    if not folder.is_dir():
        message = f"{SETTING}: {folder}: there is no such folder."
        raise ConfigError(message)
    return folder


def load_folder(folder: Path) -> Mapping[str, Handler]:
    """Import the workers of a folder and return their handlers by job type.

    Raises:
        ConfigError: one cannot be imported, or is no worker. Names the file and the line.
    """
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    return _registered_by([_import_file(file) for file in worker_files(folder)])


def worker_files(folder: Path) -> Iterator[Path]:
    """Give the Python files of a folder that hold workers."""
    return (file for file in sorted(folder.glob("*.py")) if is_workers_name(file.name))


def is_workers_name(name: str) -> bool:
    """Whether a Python file of this name is taken for one that holds workers."""
    return not name.startswith(("_", "test_")) and name != "conftest.py"


def template_folders() -> Iterator[Path]:
    """Give the folders with the element templates of what an office added, importing none of it."""
    for point in entry_points(group=GROUP):
        spec = importlib.util.find_spec(point.module)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).parent / "templates"
    if folder := office_folder():
        yield folder / "templates"


def _load_entry_point(point: EntryPoint) -> Mapping[str, Handler]:
    try:
        modules = _import_all(point.value)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is named
        package = point.dist.name if point.dist else "a package"
        message = f"{package}, entry point {point.name} of {GROUP}: {_fault(error)}"
        raise ConfigError(message) from None
    return _registered_by(modules)


def _import_all(name: str) -> list[ModuleType]:
    """Import a module; of a package all modules."""
    module = importlib.import_module(name)
    inner = pkgutil.iter_modules(getattr(module, "__path__", []), f"{name}.")
    return [module, *(importlib.import_module(found.name) for found in inner)]


def _import_file(file: Path) -> ModuleType:
    try:
        module = importlib.import_module(file.stem)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is named
        message = f"{file} cannot be used. {_fault(error, file.parent)}"
        raise ConfigError(message) from None
    if Path(module.__file__ or "").resolve() != file.resolve():
        message = f"{file}: another module is called {file.stem}; give the file another name."
        raise ConfigError(message)
    if not _registered_by([module]):
        message = (
            f"{file}: no function in it has the decorator @job_handler(...). "
            f"If it is no worker, call it _{file.name}."
        )
        raise ConfigError(message)
    return module


def _registered_by(modules: Iterable[ModuleType]) -> Mapping[str, Handler]:
    names = {module.__name__ for module in modules}
    return {
        job_type: handler
        for job_type, handler in sorted(HANDLERS.items())
        if handler.function.__module__ in names
    }


def _fault(error: Exception, folder: Path | None = None) -> str:
    """Say what is wrong where: the innermost line of the folder's own code."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}: {error.msg}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if folder and Path(frame.filename).is_relative_to(folder)]
    place = (own or list(frames))[-1]
    return f"{place.filename}:{place.lineno}: {type(error).__name__}: {error}"

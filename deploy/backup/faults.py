"""What goes wrong with a backup, in one message each."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy.exc import DBAPIError

from deploy.errors import DeployError
from workers.errors import IncidentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class DamagedError(Exception):
    """The archive is not what `tertib backup` wrote. Says what is wrong with it."""


# Of a file that anybody may have made. Python's reader of tar headers lets some of them through.
_DAMAGE = (
    DamagedError,
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    msgspec.DecodeError,
    RecursionError,
    OverflowError,
    UnicodeError,
)


@contextmanager
def told(path: Path, then: str) -> Iterator[None]:
    """Turn the faults of the block into a DeployError.

    Args:
        path: the archive.
        then: how things stand after a fault, as a sentence.
    """
    try:
        yield
    except _DAMAGE as error:
        detail = str(error) if isinstance(error, DamagedError) else "it is cut off or changed"
        what = f"{path} is damaged, or no backup of Tertib: {detail}."
        raise DeployError(what, f"{then} Take another copy of it.") from None
    except DBAPIError as error:
        what = f"The database refused ({_reason(error)})."
        raise DeployError(what, f"{then} See TERTIB_WORKER_DATABASE_URL.") from None
    except IncidentError as error:  # the document store's
        raise DeployError(f"The document store failed: {error}.", then) from None
    except OSError as error:
        what = f"{error.filename or path}: {error.strerror or str(error)}."
        raise DeployError(
            what, f"{then} Check the disk's space, and whether you may use it."
        ) from None


def _reason(error: DBAPIError) -> str:
    """The driver's words where they hold no values: PostgreSQL's may quote what was written."""
    cause = error.orig
    if getattr(cause, "sqlstate", None):
        return f"{type(cause).__name__}, {cause.sqlstate}"  # type: ignore[union-attr]
    return " ".join(str(cause).split())

"""Which faults of the storage pass: it is away, full or contended, and what was asked is right."""

from __future__ import annotations

import errno
import re

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from workers.state.documents import DocumentsAwayError

# SQLite: busy, locked, read-only, I/O error, full, cannot open.
_SQLITE = frozenset({5, 6, 8, 10, 13, 14})
_SQLITE_AWAY = frozenset({5, 6, 10, 13})
# PostgreSQL's classes: connection, rollback (deadlock), resources (full, too many connections),
# operator's intervention (shutdown, start-up, time-out), system. And single states: idle for too
# long inside a transaction, a stand-by that is not promoted yet, a lock not to be had.
_POSTGRESQL_CLASSES = frozenset({"08", "40", "53", "57", "58"})
_POSTGRESQL_STATES = frozenset({"25P03", "25006", "55P03"})
_SYSTEM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE})
# A server that refuses us for good says so in words alone: the driver gives no state for them.
_REFUSED = re.compile(
    r"authentication failed|no pg_hba\.conf entry|(?:database|role) \"[^\"]*\" does not exist"
    r"|no password supplied|permission denied|invalid (?:port|connection option|integer value)"
)


def is_passing(error: Exception) -> bool:
    """Tell whether the storage itself is at fault (away, full, contended), not what was asked."""
    if isinstance(error, OSError):
        return error.errno in _SYSTEM or isinstance(error, DocumentsAwayError)
    if not isinstance(error, DBAPIError):
        return isinstance(error, PoolTimeoutError)
    if error.connection_invalidated or _sqlite_code(error) in _SQLITE:
        return True
    state = _state(error)
    return state[:2] in _POSTGRESQL_CLASSES or state in _POSTGRESQL_STATES or _is_unheard(error)


def is_away(error: Exception) -> bool:
    """Tell whether a database that cannot be opened may be there later: its address is right."""
    if isinstance(error, DBAPIError) and (code := _sqlite_code(error)):
        return code in _SQLITE_AWAY
    return is_passing(error) and not _REFUSED.search(str(error))


def _sqlite_code(error: DBAPIError) -> int:
    code: int = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _is_unheard(error: DBAPIError) -> bool:
    """Whether PostgreSQL did not answer: no connection came about, or it was lost."""
    from_server = hasattr(error.orig, "sqlstate")
    return isinstance(error, OperationalError) and from_server and not _state(error)

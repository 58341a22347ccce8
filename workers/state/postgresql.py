"""PostgreSQL as the workers use it: nothing waits for ever for what is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

# A server that is gone without a word is noticed by us within half a minute, and a worker that is
# gone by the server: until then the rows it locked (a counter, say) stay locked for all others.
SETTINGS = {
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "10min",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
CONNECT = {
    "application_name": "tertib",
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "25000",  # ms
    "options": " ".join(f"-c {name}={value}" for name, value in SETTINGS.items()),
}

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def open_postgresql(url: URL, connections: int) -> Engine:
    """Make the engine; what the URL itself says of these settings counts.

    Raises:
        ImportError: the extra ``postgresql`` is not installed.
    """
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        pool_pre_ping=True,
        connect_args={name: value for name, value in CONNECT.items() if name not in url.query},
        hide_parameters=True,  # an error's text must not quote what was written
    )


def lock(connection: Connection, name: str) -> None:
    """Wait for the lock of this name, which the transaction holds until it ends."""
    connection.execute(_LOCK, {"name": f"tertib {name}"})

"""A PostgreSQL server of the tests' own: Debian's, in a temporary folder, on a port of its own.

::

    def test_something(postgres_url): ...  # a fresh database, as an SQLAlchemy URL
    def test_both(any_state): ...  # run twice: on SQLite, on PostgreSQL
    def test_restart(own_postgres): own_postgres.stop("immediate"); own_postgres.start()

It commits as a real one does (fsync is on), so that killing it loses what a crash would.
"""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests import debian

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.state.state import State

PATIENCE_S = 60
NOT_TESTED = "not tested: the state on PostgreSQL"


class PostgresServer:
    """A server that can be stopped and started; its data stays until it is removed."""

    def __init__(self, programs: Path) -> None:
        """Make an empty cluster.

        Args:
            programs: the folder of initdb and pg_ctl.
        """
        self._programs = programs
        # PostgreSQL refuses to run as root. Debian's package made the user `postgres`.
        self._user = "postgres" if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="tertib-postgres-"))
        if self._user:
            shutil.chown(self.folder, self._user)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self._names = (f"test_{number}" for number in itertools.count(1))
        self._run("initdb", "--auth=trust", "--username=tertib", "--encoding=UTF8", "--locale=C")

    @property
    def log(self) -> str:
        """What the server wrote."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Start the server and wait until it takes connections."""
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c max_connections=300 "
            f"-c unix_socket_directories={self.folder} -c shared_buffers=32MB"
        )
        log = str(self.folder / "log")
        self._run("pg_ctl", "start", "-w", "-t", str(PATIENCE_S), "-l", log, "-o", options)

    def stop(self, mode: Literal["smart", "fast", "immediate"] = "fast") -> None:
        """Stop it: `immediate` is a crash, `fast` ends sessions, `smart` waits for them."""
        self._run("pg_ctl", "stop", "-w", "-t", str(PATIENCE_S), "-m", mode)

    def restart(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """Stop and start it."""
        self.stop(mode)
        self.start()

    @property
    def running(self) -> bool:
        return self._call("pg_ctl", "status").returncode == 0

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one of its databases."""
        return f"postgresql+psycopg://tertib@127.0.0.1:{self.port}/{database}"

    def create_database(self) -> str:
        """Make an empty database and return its SQLAlchemy URL."""
        name = next(self._names)
        self.execute(f'create database "{name}"')
        return self.url(name)

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement as the superuser, outside of a transaction."""
        import psycopg

        where = f"host=127.0.0.1 port={self.port} user=tertib dbname=postgres"
        with psycopg.connect(where, autocommit=True, connect_timeout=10) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def remove(self) -> None:
        """Stop it, if it runs, and delete its data."""
        if self.running:
            self.stop("immediate")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        result = self._call(program, *arguments)
        if result.returncode:
            with suppress(OSError):
                result.stderr += self.log
            pytest.fail(f"{program} {arguments[0]} failed: {result.stderr}")

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # Files, not pipes: the server inherits them and would keep a pipe open.
        with tempfile.TemporaryFile("w+") as errors:
            result = subprocess.run(
                [str(self._programs / program), "-D", str(self.folder / "data"), *arguments],
                stdout=subprocess.DEVNULL,
                stderr=errors,
                cwd=self.folder,
                user=self._user,
                check=False,
                text=True,
            )
            errors.seek(0)
            result.stderr = errors.read()
        return result


def find_programs() -> Path:
    """The folder of the server's programs, installed first where that is possible.

    Skips the test when there are none.
    """
    if found := _installed():
        return found
    debian.install("postgresql")
    return _installed() or pytest.skip(f"{NOT_TESTED} (no initdb; Debian's package postgresql)")


def _installed() -> Path | None:
    """Debian keeps each version's programs apart, and off the PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if on_path := shutil.which("initdb"):
        folders.insert(0, Path(on_path).resolve().parent)
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The session's server. Leave it running; `own_postgres` is for tests that stop it."""
    yield from _server()


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A server of the test's own, to be stopped and started."""
    yield from _server()


def _server() -> Iterator[PostgresServer]:
    pytest.importorskip("psycopg", reason=f"{NOT_TESTED} (the extra postgresql is not installed)")
    server = PostgresServer(find_programs())
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """A fresh database on the session's server."""
    url = postgres.create_database()
    yield url
    postgres.execute(f'drop database "{url.rsplit("/", 1)[1]}" with (force)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of each kind that Tertib runs on."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'workers.db'}"


@pytest.fixture
def any_state(database_url: str, tmp_path: Path) -> Iterator[State]:
    """An empty state on each kind of database, with the tables of all jobs."""
    from workers.registry import load_handlers
    from workers.state.state import open_state

    load_handlers()
    state = open_state(database_url, tmp_path / "documents")
    yield state
    state.close()

"""Adapters on the loopback, and an office that is configured to use them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import select

from tests.workers.connectors.adapter import TOKEN, Adapter
from workers.connectors import submitting
from workers.connectors.circuit import Circuits
from workers.handoff_register import HANDOFFS
from workers.runtime import metrics

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

    from workers.state.state import State

PERSON = {
    "name": "Rukmini Tjokro",
    "phone": "0812-3456-7890",
    "email": "rukmini@example.org",
    "nik": "3171234567890123",
    "passport_number": "C7654321",
    "birth_date": "1999-08-17",
}


@pytest.fixture
def state(any_state, tmp_path, monkeypatch) -> State:
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    return any_state


@pytest.fixture(autouse=True)
def circuits(monkeypatch) -> Circuits:
    """A process of its own for each test: all circuits are closed."""
    fresh = Circuits()
    monkeypatch.setattr(submitting, "CIRCUITS", fresh)
    monkeypatch.setattr(metrics, "CIRCUITS", fresh)
    return fresh


@pytest.fixture
def adapter(monkeypatch) -> Iterator[Callable[..., Adapter]]:
    """Start a system's adapter and configure it; nobody may break the contract."""
    started = []

    def start(code: str, tls: ssl.SSLContext | None = None, **settings: object) -> Adapter:
        started.append(Adapter(code, tls))
        configure(code, url=started[-1].url, token=TOKEN, **settings)
        return started[-1]

    def configure(code: str, **settings: object) -> None:
        prefix = f"TERTIB_CONNECTOR_{code}_".upper().replace("-", "_")
        for name, value in settings.items():
            monkeypatch.setenv(prefix + name.upper(), str(value))

    yield start
    for server in started:
        server.close()
    assert [broken for server in started for broken in server.contract.broken] == []


@pytest.fixture
def person() -> dict[str, str]:
    return dict(PERSON)


@pytest.fixture
def applicant(state):
    """The reference of a person's record, as a variable holds it."""
    put = state.documents.put
    record = put(json.dumps(PERSON).encode(), content_type="application/json", file_name="p.json")
    return msgspec.to_builtins(record)


@pytest.fixture
def letter(state):
    """The reference of a letter, likewise."""
    put = state.documents.put
    document = put(b"%PDF-1.7 isi", content_type="application/pdf", file_name="surat.pdf")
    return msgspec.to_builtins(document)


@pytest.fixture
def register(state):
    """Return the rows of the register of hand-offs."""

    def rows():
        with state.database.reading() as db:
            return db.execute(select(HANDOFFS).order_by(HANDOFFS.c.id)).all()

    return rows

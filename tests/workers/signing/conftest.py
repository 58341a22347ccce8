"""A local authority and officials with keys, made once a session: RSA keys take their time."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.workers.signing.papers import make_pdf
from workers.signing.authority import open_authority
from workers.signing.config import SigningConfig
from workers.signing.key import open_key
from workers.signing.pades import PadesSigner
from workers.signing.signer import Purpose
from workers.signing.trust import read_roots
from workers.testing import run_handler

PASSPHRASE = "rahasia-sekali-7"  # noqa: S105 -- of keys that live as long as the tests
WIB = ZoneInfo("Asia/Jakarta")


class Office:
    """An office with a local authority of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = SigningConfig(folder=str(folder / "signing"), organisation="Kantor Uji")

    @property
    def roots(self):
        return read_roots(self.config)

    def issue(self, name: str, title: str, *, now: datetime | None = None) -> Path:
        file = self.folder / f"{hashlib.sha256(f'{name}{title}{now}'.encode()).hexdigest()}.p12"
        if not file.exists():
            now = now or datetime.now(UTC)
            file.write_bytes(open_authority(self.config, now).issue(name, title, PASSPHRASE, now))
        return file

    def key(self, name: str = "Siti Rahmawati, S.H.", title: str = "Kepala Kantor", **more):
        return open_key(self.issue(name, title, **more), PASSPHRASE)

    def sign(self, document: bytes, key=None, number: str = "TTD-00001/2025", **more) -> bytes:
        purpose = purpose_for(document, number, **more)
        return PadesSigner(key or self.key(), self.config).sign(document, purpose)


def purpose_for(document: bytes, number: str = "TTD-00001/2025", **more) -> Purpose:
    given = {"official": "Kepala Kantor", "on_behalf": False, "moment": datetime.now(WIB)}
    digest = hashlib.sha256(document).hexdigest()
    return Purpose(number=number, document_hash=digest, **{**given, **more})


@pytest.fixture(scope="session")
def office(tmp_path_factory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def other_office(tmp_path_factory) -> Office:
    return Office(tmp_path_factory.mktemp("other-office"))


@pytest.fixture(scope="session")
def signed(office) -> bytes:
    """A letter with one signature."""
    return office.sign(make_pdf())


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def purpose():
    return purpose_for


@pytest.fixture
def ask(any_state):
    """Ask for a signature and return the variable that says so."""

    def put(content=None, **more):
        reference = any_state.documents.put(
            content or make_pdf(), content_type="application/pdf", file_name="surat.pdf"
        )
        variables = {"document": reference, "official": "Kepala Kantor", "subject": "Surat balasan"}
        return run_handler("signature-request", variables, state=any_state, **more)[
            "signature_request"
        ]

    return put

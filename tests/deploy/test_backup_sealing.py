"""Backups encrypted: nothing of a person is in the file, and only its secret opens it."""

from __future__ import annotations

import json
import random

import pytest
from typer.testing import CliRunner

from deploy.backup import sealing
from deploy.backup.restoring import restore
from deploy.backup.sealing import CHUNK, HEADER_BYTES, TAG, Secrets, sealed, unsealed
from deploy.backup.taking import take
from deploy.cli import app
from deploy.errors import DeployError
from tests.deploy.backup_office import Office, numbers
from workers.registry import load_handlers
from workers.state.documents.key import make_secret, read_keys
from workers.state.state import open_state

PASSPHRASE = "kuda merah di atas bukit"  # noqa: S105 -- a test's own


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """The real count is for those who try passphrases."""
    monkeypatch.setitem(sealing._SCRYPT, "n", 2)  # noqa: SLF001 -- nobody else may


@pytest.fixture
def key():
    return Secrets(keys=read_keys(make_secret()))


@pytest.fixture
def office(tmp_path):
    load_handlers()
    state = open_state(f"sqlite:///{tmp_path / 'source' / 'workers.db'}", tmp_path / "documents")
    office = Office(state)
    office.number()
    office.notify()
    yield office
    state.close()


@pytest.fixture
def target(tmp_path):
    load_handlers()
    state = open_state(f"sqlite:///{tmp_path / 'target' / 'workers.db'}", tmp_path / "new")
    yield state
    state.close()


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "tertib.backup"


def bring_back(state, archive, secrets):
    return restore(state, archive, replace=True, moved=False, secrets=secrets)


def secrets_of(kind, key):
    return key if kind == "key" else Secrets(passphrase=PASSPHRASE)


@pytest.mark.parametrize("kind", ["key", "passphrase"])
def test_what_is_encrypted_comes_back_and_shows_nothing_meanwhile(
    office, target, archive, key, kind
):
    secrets = secrets_of(kind, key)
    taken = take(office.state, archive, secrets)
    content = archive.read_bytes()
    assert content.startswith(sealing.MAGIC)
    assert not content[HEADER_BYTES:].startswith(b"\x1f\x8b")
    assert bring_back(target, archive, secrets).manifest == taken.manifest
    assert numbers(target) == [1]
    assert set(target.documents.objects()) == set(office.state.documents.objects())


def test_a_passphrase_goes_before_the_key(office, archive, key):
    take(office.state, archive, Secrets(key.keys, PASSPHRASE))
    with archive.open("rb") as file, pytest.raises(DeployError, match="a passphrase, and none"):
        unsealed(file, key)


def test_any_key_of_the_file_of_keys_opens_what_it_encrypted(office, target, archive, key):
    take(office.state, archive, key)
    newer = Secrets(keys=(*read_keys(make_secret()), *key.keys), passphrase=PASSPHRASE)
    assert bring_back(target, archive, newer).manifest.rows


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (Secrets(), r"encrypted with a key that is not given \(its id is [0-9a-f]{16}\).*KEY_FILE"),
        (Secrets((), PASSPHRASE), "a key that is not given"),
        (Secrets(keys=read_keys(make_secret())), "a key that is not given"),
    ],
)
def test_without_its_key_a_backup_says_which_it_needs(  # noqa: PLR0917 -- fixtures
    office, target, archive, key, given, told
):
    take(office.state, archive, key)
    with pytest.raises(DeployError, match=told):
        bring_back(target, archive, given)
    assert numbers(target) == []


def test_a_wrong_passphrase_is_told_as_that(office, target, archive):
    take(office.state, archive, Secrets(passphrase=PASSPHRASE))
    with pytest.raises(DeployError, match=r"another passphrase.*PASSPHRASE_FILE"):
        bring_back(target, archive, Secrets(passphrase=PASSPHRASE + " "))
    with pytest.raises(DeployError, match="a passphrase, and none is given"):
        bring_back(target, archive, Secrets())


def test_wherever_it_is_changed_or_cut_off_nothing_is_restored(office, target, archive, key):
    take(office.state, archive, key)
    whole = archive.read_bytes()
    places = random.Random(7).sample(range(HEADER_BYTES, len(whole)), 20)
    changed = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in places]
    salt = whole[: HEADER_BYTES - 1] + b"\0" + whole[HEADER_BYTES:]
    if whole[HEADER_BYTES - 1] == 0:
        salt = whole[: HEADER_BYTES - 1] + b"\1" + whole[HEADER_BYTES:]
    cuts = [whole[:length] for length in (HEADER_BYTES, HEADER_BYTES + 5, len(whole) - 1)]
    for content in (*changed, salt, *cuts, whole + b"x", whole + whole[HEADER_BYTES:]):
        archive.write_bytes(content)
        with pytest.raises(DeployError, match="damaged, or no backup of Tertib"):
            bring_back(target, archive, key)
    assert numbers(target) == []
    assert target.documents.objects() == []


def written(path, content, secrets):
    with path.open("w+b") as file:
        with sealed(file, secrets) as archive:
            for start in range(0, len(content), 1000):
                archive.write(content[start : start + 1000])
        file.flush()
    return path.read_bytes()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_chunks_of_every_size_are_read_from_any_place(tmp_path, key, size):
    content = random.Random(size).randbytes(size)
    path = tmp_path / "x"
    assert len(written(path, content, key)) == HEADER_BYTES + size + TAG * max(1, -(-size // CHUNK))
    with path.open("rb") as file:
        archive = unsealed(file, key)
        assert archive.read() == content
        for place in (0, size // 2, max(0, size - 5), size + 5):
            archive.seek(place)
            assert archive.read(100) == content[place : place + 100]


def test_chunks_in_another_order_or_of_another_backup_do_not_open(tmp_path, key):
    content = random.Random(1).randbytes(3 * CHUNK)
    first, second = (written(tmp_path / name, content, key) for name in "ab")
    chunk = CHUNK + TAG
    parts = [first[HEADER_BYTES + n * chunk :][:chunk] for n in range(3)]
    head = first[:HEADER_BYTES]
    foreign = second[HEADER_BYTES:][:chunk]
    path = tmp_path / "x"
    for order in ((1, 0, 2), (0, 1), (0, 2), (0, 1, 1), (0, 1, 2, 2)):
        path.write_bytes(head + b"".join(parts[n] for n in order))
        assert not opens(path, key), order
    path.write_bytes(head + foreign + parts[1] + parts[2])
    assert not opens(path, key)
    path.write_bytes(first)
    assert opens(path, key)


def opens(path, key):
    with path.open("rb") as file:
        try:
            unsealed(file, key).read()
        except sealing.DamagedError:
            return False
    return True


def tertib(*arguments):
    return CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)


@pytest.mark.parametrize("variable", ["TERTIB_DOCUMENTS_KEY_FILE", "TERTIB_BACKUP_PASSPHRASE_FILE"])
def test_the_commands_encrypt_once_there_is_a_secret(tmp_path, archive, monkeypatch, variable):
    home, secret = tmp_path / "home", tmp_path / "secret"
    secret.write_text(make_secret())
    monkeypatch.setenv("TERTIB_HOME", str(home))
    load_handlers()
    state = open_state(f"sqlite:///{home / 'workers.db'}", home / "documents")
    Office(state).number()
    state.close()
    assert "not encrypted" in tertib("backup", tmp_path / "plain.tar.gz").output
    monkeypatch.setenv(variable, str(secret))
    told = json.loads(tertib("backup", archive, "--json").stdout)
    assert told["encrypted_with"].startswith("key " if "KEY" in variable else "the passphrase")
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path / "other"))
    assert tertib("restore", archive).exit_code == 0
    monkeypatch.delenv(variable)
    with pytest.raises(DeployError, match=variable):
        tertib("restore", archive, "--replace")


def test_what_passes_through_a_temporary_file_is_not_readable_there(tmp_path, monkeypatch):
    path = tmp_path / "part"
    monkeypatch.setattr(sealing.tempfile, "TemporaryFile", lambda **_: path.open("w+b"))
    rows = [b"Rukmini Tjokro %d\n" % number for number in range(9000)]
    with sealing.passed_through(tmp_path) as (part, read_back):
        size = sum(part.write(row) for row in rows)
        assert read_back().read() == b"".join(rows)
    assert size == len(b"".join(rows)) > CHUNK
    assert b"Rukmini" not in path.read_bytes()

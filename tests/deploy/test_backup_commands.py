"""The commands `tertib backup` and `tertib restore`: what they say, and how they end."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.errors import DeployError
from tests.deploy.backup_office import Office
from workers.files import write_whole
from workers.registry import load_handlers
from workers.state.state import open_state


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "tertib.tar.gz"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home whose workers have numbered two letters."""
    home = tmp_path / "home"
    monkeypatch.setenv("TERTIB_HOME", str(home))
    load_handlers()
    state = open_state(f"sqlite:///{home / 'workers.db'}", home / "documents")
    office = Office(state)
    office.number()
    office.number()
    office.notify()
    state.close()
    return home


def tertib(*arguments):
    return CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)


def test_the_commands_say_what_they_did(home, archive, tmp_path, monkeypatch):
    done = tertib("backup", archive, "--json")
    assert done.exit_code == 0
    told = json.loads(done.output)
    assert told["bytes"] == archive.stat().st_size
    assert told["documents"] == 4  # two letters, a record, a message
    assert told["unavailable"] == []

    monkeypatch.setenv("TERTIB_HOME", str(tmp_path / "other"))
    restored = tertib("restore", archive, "--json")
    assert restored.exit_code == 0
    assert json.loads(restored.output)["rows"] == told["rows"]
    assert json.loads(restored.output)["unknown_messages"] == 1
    again = tertib("restore", archive, "--replace")
    assert again.exit_code == 0
    assert f"{told['rows']} rows, 4 documents" in again.output
    assert "tertib outbox --status unknown" in again.output


def test_a_backup_names_the_folders_that_are_to_be_copied_beside_it(home, archive):
    (home / "signing").mkdir()
    assert tertib("backup", archive).output.endswith(
        f"Not in it, copy them yourself: {home / 'signing'}\n"
    )


def test_a_backup_without_all_documents_ends_with_1(home, archive):
    for path in (home / "documents").glob("??/*"):
        path.unlink()
    done = tertib("backup", archive)
    assert done.exit_code == 1
    assert "documents are not in it" in done.output
    assert archive.exists()


def test_a_backup_that_is_there_is_never_written_over(home, archive):
    archive.write_bytes(b"the one of yesterday")
    with pytest.raises(DeployError, match="exists already"):
        tertib("backup", archive)
    assert archive.read_bytes() == b"the one of yesterday"


def test_where_there_is_no_database_nothing_is_made(tmp_path, archive, monkeypatch):
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(DeployError, match="there is no such database"):
        tertib("backup", archive)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(home, tmp_path):
    with pytest.raises(DeployError, match="there is no such folder"):
        tertib("backup", tmp_path / "nowhere" / "tertib.tar.gz")


def test_a_disk_that_is_full_leaves_no_half_backup(home, archive):
    """The system lets the process write no file larger than the database's own."""
    content = os.urandom(200_000)
    name = hashlib.sha256(content).hexdigest()
    write_whole(home / "documents" / name[:2] / name, content)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    command = [sys.executable, "-B", "-m", "deploy", "backup", str(archive)]
    done = subprocess.run(command, preexec_fn=limit, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "No backup was made" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in archive.parent.iterdir()] == ["home"]

"""A file is written as a whole or not at all."""

from __future__ import annotations

import resource
import signal
import stat
import subprocess
import sys

import pytest

from workers.files import write_whole


def test_a_file_is_replaced_and_private_unless_said_otherwise(tmp_path):
    file = tmp_path / "new" / "folder" / "file"
    for content in (b"old", b"new"):
        write_whole(file, content)
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    write_whole(file, b"public", mode=0o644)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    """The disk is full: a limit on the size of files fails a write as that does."""
    file = tmp_path / "file"
    file.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", WRITING, file],
        preexec_fn=_allow_little,
        capture_output=True,
        check=False,
    )
    assert b"OSError: [Errno 27] File too large" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert file.read_bytes() == b"old"


WRITING = """
import sys
from pathlib import Path
from workers.files import write_whole
write_whole(Path(sys.argv[1]), bytes(2**20))
"""


def _allow_little():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


def test_a_folder_in_the_way_stays_as_it_is(tmp_path):
    (tmp_path / "file").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path / "file", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]

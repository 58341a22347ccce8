"""Files are found in a stable order and replaced in one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy import files
from deploy.files import documents_in, write_atomically


def test_a_folder_stands_for_its_visible_files_sorted_and_each_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    found = documents_in([tmp_path, tmp_path / "a.txt"])
    assert [path.name for path in found] == ["a.txt", "b.txt"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.bpmn"
    target.write_bytes(b"old")

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(target, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["x.bpmn"]
    assert target.read_bytes() == b"old"

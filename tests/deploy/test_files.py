"""Files are found in a stable order and replaced in one step."""

from __future__ import annotations

from pathlib import Path

from deploy.files import documents_in, write_atomically


def test_a_folder_stands_for_its_visible_files_sorted_and_each_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    found = documents_in([tmp_path, tmp_path / "a.txt"])
    assert [path.name for path in found] == ["a.txt", "b.txt"]


def test_what_is_written_is_for_everybody_to_read(tmp_path: Path) -> None:
    target = tmp_path / "new" / "x.bpmn"
    for content in (b"old", b"new"):
        write_atomically(target, content)
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o644

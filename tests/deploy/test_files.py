"""Files are found in a stable order and replaced in one step."""

from __future__ import annotations

from pathlib import Path

from deploy.files import documents_in, write_atomically


def test_a_folder_stands_for_the_documents_in_it_and_below_sorted_and_each_once(tmp_path: Path):
    for name in ("b.TXT", "a.txt", "below/c.pdf", "below/deeper/d.docx", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = documents_in([tmp_path, tmp_path / "a.txt"])
    names = [path.relative_to(tmp_path).as_posix() for path in found.files]
    assert names == ["a.txt", "b.TXT", "below/c.pdf", "below/deeper/d.docx"]
    assert not found.skipped


def test_what_is_no_document_in_a_folder_is_skipped_and_said(tmp_path: Path):
    for name in ("~$a.docx", ".hidden.txt", "photo.jpg", "a.docx"):
        (tmp_path / name).touch()
    found = documents_in([tmp_path])
    assert [path.name for path in found.files] == ["a.docx"]
    assert {path.name: reason for path, reason in found.skipped} == {
        "~$a.docx": "sisa dokumen Office yang sedang dibuka",
        ".hidden.txt": "berkas tersembunyi",
        "photo.jpg": "bukan dokumen SOP",
    }


def test_documents_of_old_programs_are_none_that_are_passed_over(tmp_path: Path):
    """The reader says what to save them as; "no SOP" would be wrong."""
    for name in ("a.doc", "b.XLS", "c.rtf", "d.odt", "e.ods"):
        (tmp_path / name).touch()
    found = documents_in([tmp_path])
    assert len(found.files) == 5
    assert not found.skipped


def test_a_file_that_is_named_is_meant_whatever_its_name(tmp_path: Path):
    named = tmp_path / "photo.jpg"
    assert documents_in([named]).files == (named,)


def test_links_that_lead_round_in_circles_are_not_followed(tmp_path: Path):
    (tmp_path / "a.txt").touch()
    (tmp_path / "round").symlink_to(tmp_path)
    assert [path.name for path in documents_in([tmp_path]).files] == ["a.txt"]


def test_a_file_and_links_to_it_are_read_once_under_its_own_name(tmp_path: Path):
    (tmp_path / "b.txt").touch()
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("x")
    for name in ("c.txt", "d.txt"):
        (tmp_path / name).symlink_to(elsewhere)
    found = documents_in([tmp_path, tmp_path / ".." / tmp_path.name / "b.txt"])
    assert [path.name for path in found.files] == ["b.txt", "c.txt"]
    reasons = {path.name: reason for path, reason in found.skipped}
    assert reasons["a.txt"] == reasons["d.txt"] == "tautan ke berkas lain di sini"


def test_a_link_to_itself_is_a_file_that_cannot_be_read(tmp_path: Path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    assert [path.name for path in documents_in([tmp_path]).files] == ["a.txt"]


def test_what_is_written_is_for_everybody_to_read(tmp_path: Path) -> None:
    target = tmp_path / "new" / "x.bpmn"
    for content in (b"old", b"new"):
        write_atomically(target, content)
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o644

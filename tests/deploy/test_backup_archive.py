"""Archives damaged, cut off, foreign, or made to do harm: a message, and nothing written."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import tarfile
import zipfile

import msgspec
import pytest

from deploy.backup import archive as archive_module
from deploy.backup.archive import Writer
from deploy.backup.parts import Digest
from deploy.backup.restoring import restore
from deploy.backup.taking import take
from deploy.errors import DeployError
from tests.deploy.backup_office import Office, numbers
from workers.registry import load_handlers
from workers.state.state import open_state

HEADER = {
    "format": 1,
    "tertib": "0.1.0",
    "schema": None,
    "database": "sqlite",
    "taken_at": "2025-03-04T02:30:00Z",
}
NO_DOCUMENTS = {"count": 0, "bytes": 0, "digest": Digest().hex}


@pytest.fixture
def office(tmp_path):
    load_handlers()
    state = open_state(f"sqlite:///{tmp_path / 'source' / 'workers.db'}", tmp_path / "documents")
    office = Office(state)
    for _ in range(3):
        office.number()
    yield office
    state.close()


@pytest.fixture
def target(tmp_path):
    """A state with one number, which every archive here would replace if it could."""
    load_handlers()
    state = open_state(f"sqlite:///{tmp_path / 'target' / 'workers.db'}", tmp_path / "new")
    Office(state).number()
    yield state
    state.close()


@pytest.fixture
def refused(target, tmp_path):
    """Restore an archive of these bytes; return the message, having seen that nothing changed."""

    def attempt(content):
        path = tmp_path / "given.tar.gz"
        path.write_bytes(content)
        kept = set(target.documents.objects())
        files = {*tmp_path.rglob("*")}
        with pytest.raises(DeployError) as caught:
            restore(target, path, replace=True, moved=False)
        assert numbers(target) == [1]
        assert set(target.documents.objects()) == kept
        assert {*tmp_path.rglob("*")} == files
        return str(caught.value)

    return attempt


@pytest.fixture
def whole(office, tmp_path):
    path = tmp_path / "whole.tar.gz"
    take(office.state, path)
    return path.read_bytes()


def packed(*members):
    """An archive of these members: names with contents, or tar's own records."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for member in members:
            name, content = member if isinstance(member, tuple) else (member, b"")
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def header(**changes):
    return "tertib-backup.json", msgspec.json.encode(HEADER | changes)


def manifest(*tables, **documents):
    note = {"tables": tables, "documents": NO_DOCUMENTS | documents}
    return "manifest.json", msgspec.json.encode(note)


def table(name, *lines):
    """A table's part, and what the manifest says of it."""
    content = b"".join(line + b"\n" for line in lines)
    digest = Digest()
    for line in lines[1:]:
        digest.add(line)
    told = {
        "name": name,
        "rows": digest.count,
        "sha256": hashlib.sha256(content).hexdigest(),
        "digest": digest.hex,
    }
    return (f"tables/{name}.jsonl", content), told


def test_an_archive_of_the_shape_that_these_tests_make_is_restored(target, tmp_path):
    """Or what they find refused might be refused for another reason."""
    part, told = table("counters", b'["name","last"]', b'["a",7]')
    path = tmp_path / "given.tar.gz"
    path.write_bytes(packed(header(), part, manifest(told)))
    assert restore(target, path, replace=True, moved=False).manifest.rows == 1
    assert numbers(target) == []


def test_wherever_a_byte_is_changed_nothing_is_restored(whole, refused):
    for place in random.Random(5).sample(range(len(whole)), 40):
        if 3 < place < 10:
            continue  # gzip's own time and system: they say nothing of the content
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        assert "damaged, or no backup of Tertib" in refused(bytes(changed))


def test_wherever_it_is_cut_off_nothing_is_restored(whole, refused):
    for length in (0, 1, 10, 100, len(whole) // 2, len(whole) - 9, len(whole) - 1):
        assert "damaged, or no backup of Tertib" in refused(whole[:length])


def test_an_archive_without_its_last_parts_is_not_whole(whole, refused, tmp_path):
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        members = [(info.name, tar.extractfile(info).read()) for info in tar]
    for kept in (1, 2, len(members) - 1):
        assert "its end is missing" in refused(packed(*members[:kept]))
    assert "missing or too many" in refused(packed(*members[:3], *members[4:]))
    assert "missing or too many" in refused(packed(*members[:-2], members[-1]))
    assert "follow" in refused(packed(*members, members[-2]))
    assert "twice" in refused(packed(*members[:2], *members[1:]))


def _zip():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("tertib-backup.json", "{}")
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a letter, not a backup",
        b"\0" * 20_000,
        gzip.compress(b"a letter, not a backup", mtime=0),
        gzip.compress(b"", mtime=0),
        _zip(),
        packed(("surat.docx", b"PK")),
        packed(header(), manifest())[:-8] + b"\0" * 8,
    ],
)
def test_what_is_no_backup_is_told(refused, content):
    assert "damaged, or no backup of Tertib" in refused(content)


@pytest.mark.parametrize("changes", [{"format": 2}, {"schema": "9999"}])
def test_a_backup_of_a_newer_version_is_told(refused, changes):
    assert "made by a newer Tertib ('7.0')" in refused(packed(header(tertib="7.0", **changes)))


def _special(name, kind, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.mark.parametrize(
    "member",
    [
        ("../../etc/passwd", b"root"),
        ("/etc/passwd", b"root"),
        ("tables/../../x.jsonl", b"[]"),
        ("documents/../" + "a" * 64, b"x"),
        ("documents/" + "A" * 64, b"x"),
        ("notes.txt", b"x"),
        _special("tables/counters.jsonl", tarfile.SYMTYPE, "/etc/passwd"),
        _special("tables/counters.jsonl", tarfile.LNKTYPE, "/etc/passwd"),
        _special("tables/counters.jsonl", tarfile.FIFOTYPE),
        _special("tables", tarfile.DIRTYPE),
        _special("documents/" + "a" * 64, tarfile.CHRTYPE),
    ],
    ids=lambda member: member[0] if isinstance(member, tuple) else f"type-{member.type!r}",
)
def test_names_and_kinds_of_parts_that_no_backup_has_are_refused(refused, member):
    assert "is no part of a backup" in refused(packed(header(), member, manifest()))


def test_a_document_under_another_name_is_refused(refused):
    member = ("documents/" + "a" * 64, b"not what its name says")
    assert "has changed" in refused(packed(header(), member, manifest()))


def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused(refused, monkeypatch):
    monkeypatch.setattr(archive_module, "ALWAYS_UNPACKED", 1 << 20)
    bomb = ("tables/counters.jsonl", b"\0" * (32 << 20))
    assert "unpacks to far more" in refused(packed(header(), bomb, manifest()))


def test_a_header_that_claims_to_be_a_gigabyte_is_not_read(refused):
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 1 << 30
    content = gzip.compress(packed_plain(header()) + info.tobuf() + b"\0" * 10_000)
    assert "a header in it is too large" in refused(content)


def packed_plain(*members):
    """The tar file alone, without its end."""
    return b"".join(
        _info(name, content).tobuf() + content + b"\0" * (-len(content) % 512)
        for name, content in members
    )


def _info(name, content):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    return info


def test_what_follows_the_end_is_refused(refused):
    plain = gzip.decompress(packed(header(), manifest()))
    assert "something follows its end" in refused(gzip.compress(plain + b"x", mtime=0))
    assert "something follows its end" in refused(gzip.compress(plain + b"\0" * (4 << 20)))


@pytest.mark.parametrize(
    "line",
    [
        b'["a","seven"]',
        b'["a"]',
        b'["a",1,2]',
        b'{"name":"a"}',
        b"no JSON",
        b"[" * 100_000,
        b'["a",null]',
        b'["a",99999999999999999999999]',
    ],
)
def test_rows_that_the_table_does_not_take_change_nothing(refused, line):
    part, told = table("counters", b'["name","last"]', b'["b",1]', line)
    refused(packed(header(), part, manifest(told)))


@pytest.mark.parametrize("columns", [b'["name","colour"]', b'["last"]', b"{}", b""])
def test_columns_that_the_table_does_not_have_change_nothing(refused, columns):
    part, told = table("counters", columns, b'["a",7]')
    refused(packed(header(), part, manifest(told)))


def test_a_manifest_that_counts_or_hashes_other_rows_changes_nothing(refused):
    part, told = table("counters", b'["name","last"]', b'["a",7]')
    for wrong in ({"rows": 2}, {"rows": 0}, {"digest": "0" * 64}, {"sha256": "0" * 64}):
        refused(packed(header(), part, manifest(told | wrong)))


def test_a_part_that_names_the_version_table_changes_nothing(refused):
    part, told = table("alembic_version", b'["version_num"]', b'["9999"]')
    refused(packed(header(), part, manifest(told)))


def test_a_document_too_large_to_be_held_is_refused(refused, monkeypatch):
    monkeypatch.setattr("deploy.backup.checking.LARGEST_DOCUMENT", 10)
    content = b"more than ten bytes"
    member = (f"documents/{hashlib.sha256(content).hexdigest()}", content)
    assert "is too large" in refused(packed(header(), member, manifest()))


def test_a_writer_that_fails_leaves_its_file_to_be_given_up(tmp_path):
    def rows():
        yield b"[1]"
        raise OSError(28, "No space left on device")

    with (
        (tmp_path / "x").open("w+b") as file,
        pytest.raises(OSError, match="No space"),
        Writer(file, scratch=tmp_path) as writer,
    ):
        writer.add_table("counters", ["id"], rows())
    assert [path.name for path in tmp_path.iterdir()] == ["x"]

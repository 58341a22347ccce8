"""What a Word file from anywhere must not bring along."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.workers.letters import hostile
from workers.letters.designs import DESIGNS
from workers.letters.filling import delivered
from workers.letters.package import LARGEST_CONTENT, LARGEST_PART, MOST_PARTS, faults


def kinds(content):
    return {each.kind for each in faults(content)}


@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_tertibs_own_templates_bring_nothing_along(name):
    assert kinds(delivered(name).read_bytes()) == set()


@pytest.mark.parametrize("make", [hostile.with_macros, hostile.macro_enabled])
def test_macros_are_found_under_any_name(make):
    assert kinds(make()) == {"macros"}


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "https://evil.example/pixel.png"),
        ("image", "file:///etc/passwd"),
        ("hyperlink", "file://server/share/x.exe"),
        ("hyperlink", "\\\\server\\share"),
        ("attachedTemplate", "https://evil.example/t.dotm"),
    ],
)
def test_what_would_be_fetched_from_elsewhere_is_found(kind, target):
    assert kinds(hostile.related(kind, target)) == {"external"}


def test_a_template_of_the_template_on_a_server_is_found():
    assert kinds(hostile.with_attached_template()) == {"external"}


@pytest.mark.parametrize("target", ["https://contoh.example/a?b=c", "mailto:kanwil@contoh.example"])
def test_a_link_to_click_on_is_none_of_that(target):
    assert kinds(hostile.related("hyperlink", target)) == set()


@pytest.mark.parametrize("kind", ["oleObject", "package", "control", "aFChunk", "subDocument"])
def test_embedded_objects_and_inserted_files_are_found(kind):
    content = hostile.related(kind, "embeddings/oleObject1.bin", external=False)
    assert kinds(content) == {"embedded"}


def test_an_embedded_object_is_found_by_where_it_lies():
    assert kinds(hostile.changed({}, {"word/embeddings/Sheet1.xlsx": b"PK"})) == {"embedded"}


def test_declarations_that_word_never_writes_are_refused_unexpanded():
    assert kinds(hostile.with_entities()) == {"doctype"}


@pytest.mark.parametrize(
    "content",
    [
        hostile.with_field("DDEAUTO c:\\\\cmd.exe"),
        hostile.with_field(" DDE", "AUTO c:\\\\cmd.exe"),
        hostile.with_field("INCLUDETEXT file:///etc/passwd", simple=True),
        hostile.with_field("includepicture https://evil.example/x"),
        hostile.with_field(""),
        hostile.with_made_field(),
    ],
)
def test_fields_that_fetch_or_run_something_are_found_however_they_are_written(content):
    assert kinds(content) == {"field-code"}


@pytest.mark.parametrize("instruction", ["PAGE", 'DATE \\@ "d MMMM yyyy"', "REF nomor"])
def test_fields_that_show_something_of_the_document_stay(instruction):
    assert kinds(hostile.with_field(instruction)) == set()


def test_a_small_file_that_unpacks_into_a_huge_one_is_not_unpacked():
    bomb = hostile.bomb("word/media/image9.png", LARGEST_CONTENT + (1 << 20))
    assert len(bomb) < 1 << 20
    assert kinds(bomb) == {"too-large"}


def test_nor_is_a_huge_part_of_xml():
    assert kinds(hostile.bomb("word/comments.xml", LARGEST_PART + (1 << 20))) == {"too-large"}


def test_nor_are_very_many_parts():
    parts = {f"word/media/{at}.png": b"" for at in range(MOST_PARTS)}
    assert kinds(hostile.changed({}, parts)) == {"too-large"}


def test_a_size_that_lies_gives_no_more_than_it_tells():
    """The told size bounds what is read, so an archive cannot unpack into more than was checked."""
    bomb = bytearray(hostile.bomb("word/media/image9.xml", 4 << 20))
    directory = bomb.rindex(b"PK\x01\x02")
    told = bomb.index((4 << 20).to_bytes(4, "little"), directory)
    bomb[told : told + 4] = (10).to_bytes(4, "little")
    with zipfile.ZipFile(io.BytesIO(bytes(bomb))) as package, pytest.raises(zipfile.BadZipFile):
        package.read("word/media/image9.xml")
    assert kinds(bytes(bomb)) == {"unreadable"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 100])
def test_what_is_no_word_file_is_unreadable(content):
    assert kinds(content) == {"unreadable"}


def test_a_part_that_is_no_xml_is_unreadable():
    content = hostile.changed({hostile.DOCUMENT: (b"</w:document>", b"")}, {})
    assert kinds(content) == {"unreadable"}

"""Office files are opened safely, whatever is in them."""

import io
import zipfile

import pytest

from converters.errors import DocumentError
from converters.readers import package
from converters.readers.package import Package

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/{type}.main+xml"/></Types>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="{{target}}"/>'
    f'<Relationship Id="rId2" Type="{RELATION}/hyperlink" Target="http://x" '
    'TargetMode="External"/></Relationships>'
)
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"


def packed(parts, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def office(part="word/document.xml", kind=WORD, content="<x/>", **more):
    return packed(
        {
            "[Content_Types].xml": TYPES.format(part=part, type=kind),
            "_rels/.rels": RELATIONS.format(target=part),
            part: content,
            **more,
        }
    )


def opened(content):
    return Package("sop.docx", content)


def refused(run):
    with pytest.raises(DocumentError) as caught:
        run()
    return caught.value.code


@pytest.mark.parametrize(
    ("part", "kind", "expected"),
    [
        ("word/document.xml", WORD, "word"),
        ("word/document2.xml", "vnd.ms-word.document.macroEnabled", "word"),
        ("xl/workbook.xml", "vnd.openxmlformats-officedocument.spreadsheetml.sheet", "workbook"),
        ("xl/workbook.xml", "vnd.ms-excel.sheet.macroEnabled", "workbook"),
        ("xl/workbook.bin", "vnd.ms-excel.sheet.binary.macroEnabled", "xlsb"),
        ("ppt/p.xml", "vnd.openxmlformats-officedocument.presentationml.slideshow", "presentation"),
        ("other.xml", "vnd.oasis", "zip"),
    ],
)
def test_the_main_parts_type_tells_what_a_package_is(part, kind, expected):
    assert opened(office(part, kind)).kind()[0] == expected


def test_other_archives_are_told_from_office_files():
    assert opened(packed({"sop.txt": "x"})).kind()[0] == "zip"
    assert opened(packed({"mimetype": "x", "content.xml": "<x/>"})).kind()[0] == "opendocument"


def test_parts_are_found_by_relation_without_regard_to_case_and_only_inside():
    content = packed(
        {
            "[Content_Types].xml": TYPES.format(part="WORD/Document.xml", type=WORD),
            "_rels/.rels": RELATIONS.format(target="/word/document.xml"),
            "Word/Document.xml": "<x/>",
            "word/_rels/document.xml.rels": RELATIONS.format(target="../../../secret.xml"),
        }
    )
    found = opened(content)
    assert found.kind()[0] == "word"
    assert found.main == "word/document.xml"
    assert {key: one.target for key, one in found.relations(found.main).items()} == {
        "rId1": "secret.xml"
    }


def test_an_archive_of_too_many_parts_or_bytes_is_refused():
    many = packed({f"{number}": "" for number in range(package.ENTRIES + 1)})
    assert refused(lambda: opened(many)) == "package-bomb"


def test_a_part_that_was_packed_like_a_bomb_is_refused():
    bomb = office(content=b"<x>" + b" " * (package.PART - 10) + b"</x>")
    assert len(bomb) < package.PART / 500
    assert refused(lambda: opened(bomb).content("word/document.xml")) == "package-bomb"


def test_a_part_of_more_elements_than_memory_should_hold_is_refused():
    names = b"".join(b"<x%x/>" % (number * 7919) for number in range(100_000))
    found = opened(office(content=b"<x>" + names * 21 + b"</x>"))
    assert refused(lambda: found.xml("word/document.xml")) == "package-bomb"


def test_a_part_whose_stated_size_is_a_lie_is_refused_without_unpacking_the_rest():
    content = office(content=b"<x>" + b" " * 4_000_000 + b"</x>")
    stated = (4_000_007).to_bytes(4, "little")
    assert stated in content
    lie = content.replace(stated, (100).to_bytes(4, "little"))
    assert refused(lambda: opened(lie).content("word/document.xml")) == "package-damaged"


def test_an_archive_with_a_password_or_of_another_packing_is_refused():
    content = bytearray(office())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.rindex(signature)
        content[start + place] |= 1
    assert refused(lambda: opened(bytes(content)).content("word/document.xml")) == "package-damaged"


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>',
        '<!DOCTYPE x SYSTEM "http://localhost/x.dtd"><x/>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x y="&b;">&b;</x>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_that_declares_entities_is_refused(text, encoding):
    found = opened(office(content=text.encode(encoding)))
    assert refused(lambda: found.xml("word/document.xml")) == "package-dtd"


@pytest.mark.parametrize("text", ["", "<x>", "<x>" * 400 + "</x>" * 400, "<x>\x00</x>", "&e;"])
def test_a_part_that_is_no_sensible_xml_is_refused(text):
    found = opened(office(content=text))
    assert refused(lambda: found.xml("word/document.xml")) == "package-part-damaged"


def test_a_missing_part_is_refused_by_name():
    with pytest.raises(DocumentError, match=r"word/styles\.xml"):
        opened(office()).xml("word/styles.xml")
    assert refused(lambda: opened(packed({"[Content_Types].xml": "<x/>"})).kind()) == (
        "package-part-missing"
    )

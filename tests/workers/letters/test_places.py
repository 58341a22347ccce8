"""The places of a letter's number and date: in every template, kept by Word, filled in later."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from docx import Document

from tests.workers.letters.pages import MOMENT, Pages, said
from workers.letters.filling import fill_in
from workers.letters.pdf.rendering import render
from workers.letters.places import DATE, NUMBER, Place, fill
from workers.letters.word import line, pack, page

DAY = date(2025, 3, 4)
DRAWN = "W.6.UM.01.01-0136"
DRAFT = {"number": Place(NUMBER, None), "date": Place(DATE, "...... Maret 2025")}
BODY = "word/document.xml"

LOCK = '<w:lock w:val="sdtLocked"/>'
IN_PIECES = (
    '<w:t>W.6</w:t></w:r><w:proofErr w:type="spellStart"/>'
    '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>-....</w:t></w:r>'
)
TRACKED = '<w:sdtContent><w:ins w:id="9" w:author="a"><w:r/></w:ins><w:r>'
HINT = "Klik di sini untuk memasukkan teks."
# What other programs make of the places: texts of the draft's XML, and what is there then.
EDITS = {
    "typed over in pieces": (
        ('<w:t xml:space="preserve">................</w:t></w:r>', IN_PIECES),
    ),
    "emptied, so that Word shows a hint": (
        (LOCK, f"{LOCK}<w:showingPlcHdr/>"),
        ("................", HINT),
        ("...... Maret 2025", HINT),
    ),
    "saved by LibreOffice 7, which drops tags": (
        (f'<w:tag w:val="tertib:number"/>{LOCK}', ""),
        (f'<w:tag w:val="tertib:date"/>{LOCK}', ""),
    ),
    "corrected with tracked changes": (("<w:sdtContent><w:r>", TRACKED),),
    "dots drawn together": (("...... Maret", "\u2026\u2026 Maret"),),
}


def letter(*lines: str, **values) -> bytes:
    """A letter of a template with these lines."""
    template = page()
    for words in lines or ("Nomor: {{ number }}, {{ date }} ya",):
        line(template, words, bold=True)
    return fill_in(pack(template), "surat-dinas", DRAFT | values, now=MOMENT)


def edited(docx: bytes, *changes: tuple[str, str], part: str = BODY) -> bytes:
    """As another program saves it: texts of a part replaced by others."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(target, "w") as new:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == part:
                for old, other in changes:
                    assert old.encode() in content
                    content = content.replace(old.encode(), other.encode())
            new.writestr(entry, content)
    return target.getvalue()


def numbered(docx: bytes) -> bytes:
    filled = fill(docx, DRAWN, DAY)
    assert filled is not None
    return filled


def words(docx: bytes) -> list[str]:
    return [said(each) for each in Document(io.BytesIO(docx)).paragraphs]


def test_a_template_that_knows_nothing_of_it_gets_the_places_of_number_and_date():
    draft = letter()
    assert words(draft) == ["Nomor: ................, ...... Maret 2025 ya"]
    assert words(numbered(draft)) == [f"Nomor: {DRAWN}, 4 Maret 2025 ya"]


def test_the_number_looks_as_its_place_did():
    pdf = Pages(render(numbered(letter())).pdf)
    assert pdf.fonts == {"LiberationSans-Bold"}
    assert f"Nomor: {DRAWN}, 4 Maret 2025 ya" in pdf.text


def test_all_places_are_filled_the_page_headers_too_and_those_in_capitals():
    template = page()
    template.sections[0].header.paragraphs[0].add_run("Lampiran {{ number }}")
    line(template, "{{ number|upper }}")
    line(template, "{% if number %}Bernomor{% else %}Konsep{% endif %}")
    draft = fill_in(pack(template), "surat-dinas", DRAFT, now=MOMENT)
    whole = Document(io.BytesIO(numbered(draft)))
    assert said(whole.sections[0].header.paragraphs[0]) == f"Lampiran {DRAWN}"
    assert list(map(said, whole.paragraphs)) == [DRAWN, "Konsep"]


def test_signs_of_a_place_stand_nowhere_else_in_the_file():
    template = page()
    template.core_properties.title = "Surat {{ number }}"
    line(template, "{{ number }}\t{{ person }}")
    person = "\ufdd0number\ufdd1Siti\ufdd2"
    draft = fill_in(pack(template), "surat-dinas", DRAFT | {"person": person}, now=MOMENT)
    assert words(numbered(draft)) == [f"{DRAWN}\tnumberSiti"]
    assert Document(io.BytesIO(draft)).core_properties.title == "Surat ................"
    with zipfile.ZipFile(io.BytesIO(draft)) as package:
        assert not any("\ufdd0".encode() in package.read(name) for name in package.namelist())


def test_what_the_draft_had_already_is_written_over_by_the_same():
    known = letter(number=Place(NUMBER, DRAWN), date=Place(DATE, "3 Maret 2025"))
    assert words(known) == words(numbered(known)) == [f"Nomor: {DRAWN}, 3 Maret 2025 ya"]
    assert numbered(numbered(known)) == numbered(known)


def test_a_date_that_the_officer_wrote_stays():
    draft = edited(letter(), ("...... Maret", "5 Maret"))
    assert words(numbered(draft)) == [f"Nomor: {DRAWN}, 5 Maret 2025 ya"]


@pytest.mark.parametrize("changes", EDITS.values(), ids=EDITS)
def test_the_places_survive_an_officers_editing(changes):
    saved = numbered(edited(letter(), *changes))
    assert words(saved) == [f"Nomor: {DRAWN}, 4 Maret 2025 ya"]
    assert Pages(render(saved).pdf).fonts == {"LiberationSans-Bold"}


def test_a_control_around_a_whole_paragraph_keeps_the_paragraph():
    control = re.compile(r"<w:p>(.*?)<w:sdt>(.*?)<w:sdtContent>(.*?)</w:sdtContent></w:sdt></w:p>")
    around = r"<w:sdt>\2<w:sdtContent><w:p>\1\3</w:p></w:sdtContent></w:sdt>"
    draft = letter("{{ number }}")
    with zipfile.ZipFile(io.BytesIO(draft)) as package:
        body = package.read(BODY).decode()
    changed = control.sub(around, body)
    assert changed != body
    saved = numbered(edited(draft, (body, changed)))
    assert DRAWN in Pages(render(saved).pdf).text


def test_nothing_else_of_the_file_changes():
    draft = letter()
    with (
        zipfile.ZipFile(io.BytesIO(draft)) as old,
        zipfile.ZipFile(io.BytesIO(numbered(draft))) as new,
    ):
        assert old.namelist() == new.namelist()
        assert [n for n in old.namelist() if old.read(n) != new.read(n)] == [BODY]


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7", b"", pack(page()), b"PK\x03\x04torn", letter("{{ date }}")],
    ids=["pdf", "empty", "word", "torn", "dated-only"],
)
def test_a_file_without_the_place_of_a_number_is_told_apart(content):
    assert fill(content, DRAWN, DAY) is None


def test_a_letter_that_unpacks_into_too_much_is_left_alone():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(BODY, b"<sdt>" + b" " * (9 << 20))
    assert fill(target.getvalue(), DRAWN, DAY) is None

"""`tertib letters`: the office's own templates, copied, edited and checked."""

from __future__ import annotations

import io
from pathlib import Path
from typing import get_args

import pytest
from docx import Document
from pypdf import PdfReader
from typer.testing import CliRunner

from deploy.cli import app
from deploy.commands import letters
from workers.letters.faults import Kind
from workers.letters.fields import FIELDS


def tertib(*arguments):
    return CliRunner().invoke(app, ["letters", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    """The folder of the office's own templates."""
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "250")
    return tmp_path / "letters"


def edit(file: Path, old: str, new: str) -> None:
    """Replace words of a template, as somebody does in Word."""
    document = Document(io.BytesIO(file.read_bytes()))
    run = next(r for p in document.paragraphs for r in p.runs if old in r.text)
    run.text = run.text.replace(old, new)
    document.save(file)


def test_all_templates_are_listed_with_whose_is_used(own):
    tertib("copy", "surat-izin")
    shown = tertib().output
    assert all(name in shown for name in FIELDS)
    assert shown.count("dari Tertib") == len(FIELDS) - 1
    assert str(own / "surat-izin.docx") in shown


def test_a_copy_is_tertibs_template_and_is_found_good(own):
    assert tertib("copy", "surat-izin").exit_code == 0
    delivered = Path(letters.__file__).parents[2] / "workers/letters/surat-izin.docx"
    assert (own / "surat-izin.docx").read_bytes() == delivered.read_bytes()
    checked = tertib("check")
    assert checked.exit_code == 0
    assert "surat-izin.docx: baik." in checked.output


def test_all_are_copied_and_what_is_there_is_left_as_it_is(own):
    own.mkdir()
    (own / "laporan.docx").write_bytes(b"ours")
    answer = tertib("copy", "all")
    assert answer.exit_code == 1
    assert "laporan.docx sudah ada" in answer.output
    assert (own / "laporan.docx").read_bytes() == b"ours"
    assert {file.stem for file in own.iterdir()} == set(FIELDS)


def test_a_slip_of_the_keys_is_told_with_its_place(own):
    tertib("copy", "surat-dinas")
    edit(own / "surat-dinas.docx", "{{ recipient }}", "{{ recipent }}")
    answer = tertib("check")
    assert answer.exit_code == 1
    assert "{{ recipent }} tidak dikenal" in answer.output
    assert "isi" in answer.output
    assert "«Yth. {{ recipent }}»" in answer.output


def test_a_torn_placeholder_is_told_with_its_place(own):
    tertib("copy", "surat-dinas")
    edit(own / "surat-dinas.docx", "{{ recipient }}", "{{ recipient }")
    answer = tertib("check")
    assert answer.exit_code == 1
    assert "tidak lengkap atau terputus" in answer.output
    assert "Yth. {{ recipient }" in answer.output


def test_a_file_anywhere_can_be_checked_before_it_is_put_in_place(tmp_path):
    tertib("copy", "laporan")
    (tmp_path / "letters" / "laporan.docx").rename(tmp_path / "laporan.docx")
    assert tertib("check", tmp_path / "laporan.docx").exit_code == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("surat-dinas.docm", "berkas .docm tidak dipakai"),
        ("surat-cinta.docx", "tidak ada templat bernama surat-cinta"),
    ],
)
def test_a_file_that_no_letter_would_use_is_told(own, name, told):
    tertib("copy", "surat-dinas")
    (own / "surat-dinas.docx").rename(own / name)
    answer = tertib("check")
    assert answer.exit_code == 1
    assert told in answer.output


def test_what_word_keeps_beside_an_open_template_is_none(own):
    tertib("copy", "surat-dinas")
    (own / "~$rat-dinas.docx").write_bytes(b"\x0aOfficer")
    assert tertib("check").exit_code == 0


def test_without_templates_of_its_own_the_office_is_told_how_to_get_one():
    answer = tertib("check")
    assert answer.exit_code == 0
    assert "tertib letters copy" in answer.output


def test_a_pdf_shows_how_a_template_looks_when_it_is_filled_in(own, tmp_path):
    tertib("copy", "sertifikat")
    assert tertib("check", "--pdf", tmp_path / "contoh").exit_code == 0
    text = PdfReader(tmp_path / "contoh" / "sertifikat.pdf").pages[0].extract_text()
    assert "Pemohon Contoh" in text


def test_the_placeholders_of_a_template_are_shown_with_what_they_stand_for():
    shown = tertib("fields", "lembar-disposisi").output
    for name, field in FIELDS["lembar-disposisi"].items():
        assert f"{{{{ {name} }}}}" in shown
        assert field.meaning in shown


def test_a_name_that_is_nearly_right_is_answered_by_the_right_one():
    answer = tertib("fields", "surat-dinass")
    assert answer.exit_code == 2
    assert "surat-dinas" in answer.output


def test_each_fault_that_can_be_found_has_words():
    assert set(letters.FAULTS) == set(get_args(Kind))


def test_what_a_file_says_cannot_move_the_terminals_cursor():
    told = letters._plain("a\x1b[2Jb\u202e" + "c" * 500)  # noqa: SLF001
    assert told.startswith("a[2Jb")
    assert len(told) == 200

"""A template on trial, in a process of its own; and what an office's template may cost a letter."""

from __future__ import annotations

import pytest

from tests.workers.letters import hostile
from tests.workers.letters.pages import MOMENT, Pages
from workers.handler import IncidentError
from workers.letters.filling import fill
from workers.letters.trial import trial


def kinds(content, name="surat-dinas"):
    return [each.kind for each in trial(content, name).faults]


def test_a_good_template_is_filled_in_and_set():
    report = trial(hostile.good(), "surat-dinas")
    assert report.faults == ()
    assert report.left_out == ()
    assert "Dekan Fakultas Hukum Universitas Contoh" in Pages(report.pdf).text


def test_a_fault_is_told_with_the_part_and_the_words_around_it():
    (fault,) = trial(hostile.template("Yth. {{ recipent }} di tempat"), "surat-dinas").faults
    assert (fault.kind, fault.what, fault.part) == ("unknown-field", "recipent", "isi")
    assert fault.near == "Yth. {{ recipent }} di tempat"


def test_a_fault_in_the_header_is_told_as_being_there():
    document = hostile.page()
    document.sections[0].header.paragraphs[0].add_run("{{ nomor }}")
    hostile.line(document, "Isi")
    (fault,) = trial(hostile.pack(document), "surat-dinas").faults
    assert (fault.what, fault.part) == ("nomor", "kepala halaman")


def test_a_placeholder_of_another_template_is_unknown():
    assert kinds(hostile.template("{{ recipient }}"), "kartu-arsip") == ["unknown-field"]
    assert kinds(hostile.template("{{ recipient }}"), "surat-dinas") == []


def test_a_name_that_no_letter_asks_for_is_told():
    assert kinds(hostile.good(), "surat-cinta") == ["no-such-name"]


def test_a_spreadsheet_by_the_name_of_a_template_is_unreadable():
    other = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    word = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    content = hostile.changed({hostile.TYPES: (word, other)}, {})
    assert kinds(content) == ["unreadable"]


def test_what_takes_for_ever_is_ended(monkeypatch):
    """Tags without end, which docxtpl's patterns search through again and again."""
    monkeypatch.setattr("workers.letters.trial.LIMIT_S", 3)
    assert kinds(hostile.template("{% " * 400_000)) == ["hangs"]


HOSTILE = {
    "loop": lambda: hostile.template("{% for x in range(10**9) %}x{% endfor %}"),
    "power": lambda: hostile.template("{{ 9 ** 9 ** 9 }}"),
    "repeated": lambda: hostile.template("{{ 'x' * 10000000000 }}"),
    "recursion": lambda: hostile.template("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
    "attribute": lambda: hostile.template("{{ number.__class__ }}"),
    "include": lambda: hostile.template("{% include '/etc/passwd' %}"),
    "macros": hostile.with_macros,
    "external": hostile.with_attached_template,
    "entities": hostile.with_entities,
    "field": lambda: hostile.with_field("DDEAUTO c:\\\\cmd.exe"),
    "bomb": lambda: hostile.bomb("word/media/image9.png", 65 << 20),
    "torn": lambda: hostile.template("{{ number"),
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_a_hostile_template_is_an_incident_that_says_how_to_find_it(attack, tmp_path, monkeypatch):
    monkeypatch.setenv("TERTIB_LETTERS_TEMPLATES", str(tmp_path))
    (tmp_path / "surat-dinas.docx").write_bytes(HOSTILE[attack]())
    with pytest.raises(IncidentError, match="tertib letters check"):
        fill("surat-dinas", {}, now=MOMENT)


def test_an_unknown_placeholder_costs_no_letter(tmp_path, monkeypatch):
    monkeypatch.setenv("TERTIB_LETTERS_TEMPLATES", str(tmp_path))
    (tmp_path / "surat-dinas.docx").write_bytes(hostile.template("Yth. {{ recipent }}"))
    assert fill("surat-dinas", {}, now=MOMENT)


def test_a_template_is_tried_once_as_long_as_it_stays_as_it_is(monkeypatch):
    content = hostile.template("Coba sekali: {{ number }}")
    first = trial(content, "surat-dinas")
    monkeypatch.setattr("workers.letters.trial.LIMIT_S", 0.0)  # no other trial would end
    assert trial(content, "surat-dinas") is first

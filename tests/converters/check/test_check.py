"""The check as a whole: files that are no diagrams, places, hostile XML."""

from __future__ import annotations

import pytest

from converters.check import Severity
from converters.check.forms import load


def test_a_finding_says_line_element_and_what_to_do(diagram):
    diagram.remove("//*[@id='Row_1']//zeebe:formDefinition")
    (finding,) = diagram.findings()
    assert finding.severity is Severity.ERROR
    assert finding.element == "Row_1"
    assert finding.line
    assert finding.message == 'Langkah "Menyusun surat" tidak mempunyai formulir. Hubungkan satu.'


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"<a><b></a>", "tanpa XML".encode("utf-16")])
def test_what_is_no_xml_is_one_error(check_bytes, content):
    (finding,) = check_bytes(content)
    assert (finding.rule, finding.severity) == ("well-formed", Severity.ERROR)
    assert finding.message.startswith("Bukan XML yang benar")


def test_xml_that_is_no_bpmn_is_one_error(check_bytes):
    (finding,) = check_bytes(b"<html/>")
    assert finding.message == "Bukan berkas BPMN 2.0: unsur akarnya 'html', bukan 'definitions'."


def test_entities_are_neither_fetched_nor_expanded(check_bytes, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("rahasia", encoding="utf-8")
    content = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
        '<process id="p" isExecutable="true"><userTask id="t" name="a"><documentation>&x;'
        "</documentation></userTask></process></definitions>"
    )
    assert not any("rahasia" in finding.message for finding in check_bytes(content.encode()))


def test_forms_are_found_by_their_id(tmp_path):
    (tmp_path / "a.form").write_text('{"id": "satu", "components": []}', encoding="utf-8")
    (tmp_path / "b.form").write_text("bukan JSON", encoding="utf-8")
    assert list(load(tmp_path)) == ["satu"]


def test_keys_in_groups_are_asked_too(tmp_path):
    group = '{"id": "satu", "components": [{"type": "group", "components": [{"key": "k"}]}]}'
    (tmp_path / "a.form").write_text(group, encoding="utf-8")
    assert load(tmp_path)["satu"].keys == {"k"}

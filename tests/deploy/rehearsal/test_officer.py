"""The simulated officer fills in what a form asks for, and nothing it does not show."""

from __future__ import annotations

import pytest

from deploy.rehearsal.officer import fill_in

REQUIRED = {"required": True}
YES_NO = [{"label": "Ya", "value": "ya"}, {"label": "Tidak", "value": "tidak"}]
DECISION = {"type": "radio", "key": "decision_5", "values": YES_NO}
NOTE = {
    "type": "textarea",
    "key": "note_5",
    "label": "Catatan",
    "validate": REQUIRED,
    "conditional": {"hide": '=decision_5 != "tidak"'},
}


def form(*components: dict[str, object]) -> dict[str, object]:
    return {"components": list(components)}


def test_each_box_of_a_checklist_is_ticked() -> None:
    checklist = {"type": "checklist", "key": "c", "values": [{"value": "a"}, {"value": "b"}]}
    assert fill_in(form(checklist), lambda _: "ya", {}) == {"c": ["a", "b"]}


def test_the_note_is_written_only_when_the_answer_is_tidak() -> None:
    assert fill_in(form(DECISION, NOTE), lambda _: "ya", {}) == {"decision_5": "ya"}
    refused = fill_in(form(DECISION, NOTE), lambda _: "tidak", {})
    assert refused == {"decision_5": "tidak", "note_5": "Contoh: Catatan"}


def test_an_output_is_handed_over_only_when_the_answer_is_ya() -> None:
    output = {
        "type": "textfield",
        "key": "output_5_1",
        "label": "Surat",
        "validate": REQUIRED,
        "conditional": {"hide": '=decision_5 = "tidak"'},
    }
    agreed = fill_in(form(DECISION, output), lambda _: "ya", {})
    assert agreed == {"decision_5": "ya", "output_5_1": "Contoh: Surat"}
    assert fill_in(form(DECISION, output), lambda _: "tidak", {}) == {"decision_5": "tidak"}


PRINTED = {
    "type": "radio",
    "key": "decision_5",
    "values": [{"value": "lengkap"}, {"value": "belum lengkap"}, {"value": "palsu"}],
}
EITHER = '=decision_5 = "belum lengkap" or decision_5 = "palsu"'
NEITHER = '=decision_5 != "belum lengkap" and decision_5 != "palsu"'


@pytest.mark.parametrize(
    ("told", "answer"),
    [("ya", "lengkap"), ("tidak", "belum lengkap"), ("palsu", "palsu")],
)
def test_printed_answers_are_given_by_their_place_or_as_they_are(told, answer) -> None:
    output = {"type": "textfield", "key": "o", "validate": REQUIRED, "label": "O"}
    output["conditional"] = {"hide": EITHER}
    note = NOTE | {"conditional": {"hide": NEITHER}}
    filled = fill_in(form(PRINTED, output, note), lambda _: told, {})
    assert filled["decision_5"] == answer
    assert ("o" in filled) == (answer == "lengkap")
    assert ("note_5" in filled) == (answer != "lengkap")


def test_fields_inside_groups_are_filled_in_and_read_only_ones_left_alone() -> None:
    inner = {"type": "textfield", "key": "t", "label": "Nomor", "validate": REQUIRED}
    shown = {"type": "textarea", "key": "review_note", "readonly": True}
    group = {"type": "group", "components": [inner, shown]}
    assert fill_in(form(group), lambda _: "ya", {}) == {"t": "Contoh: Nomor"}


def test_a_text_keeps_to_the_lengths_the_field_allows() -> None:
    rules = REQUIRED | {"maxLength": 5}
    field = {"type": "textfield", "key": "t", "label": "Nomor", "validate": rules}
    assert len(fill_in(form(field), lambda _: "ya", {})["t"]) == 5


def test_an_unknown_kind_of_field_is_named() -> None:
    with pytest.raises(ValueError, match="'filepicker'"):
        fill_in(form({"type": "filepicker", "key": "f"}), lambda _: "ya", {})


def test_a_text_the_form_does_not_insist_on_is_left_out_unless_the_officer_knows_it() -> None:
    field = form({"type": "textfield", "key": "scan_file", "label": "Berkas"})
    assert fill_in(field, lambda _: "ya", {}) == {}
    assert fill_in(field, lambda _: "ya", {"scan_file": lambda: "a.png"}) == {"scan_file": "a.png"}

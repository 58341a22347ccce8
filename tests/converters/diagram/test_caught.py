"""What becomes of a job's error: a border event and who deals with it."""

from __future__ import annotations

import pytest

from converters.templates import load
from tests.converters.diagram.conftest import ROOT


def ways_from(drawing, *sources):
    """Where the flows out of some nodes lead: (source, answer, target)."""
    flows = drawing.find("//bpmn:sequenceFlow")
    ends = ((f.get("sourceRef"), f.get("name"), f.get("targetRef")) for f in flows)
    return {way for way in ends if way[0] in sources}


def test_a_file_that_is_refused_leads_back_to_who_scanned_it_and_says_why(draw, step):
    drawing = draw(step(1), step(2, jobs=("letter-draft", "document-scan")), step(3))
    (event,) = drawing.find("//bpmn:boundaryEvent")
    assert event.get("attachedToRef") == "Job_2_document-scan"
    assert event.find("{*}errorEventDefinition").get("errorRef") is None  # whichever error
    told = "//bpmn:boundaryEvent//zeebe:output[@source='=scan_problem']/@target"
    assert drawing.find(told) == ["problem_2"]
    assert ways_from(drawing, event.get("id"), "Join_2_lanjut", "Job_2_letter-draft") == {
        (event.get("id"), None, "Join_2_lanjut"),
        ("Job_2_letter-draft", None, "Join_2_lanjut"),
        ("Join_2_lanjut", None, "Row_2"),
    }
    forgotten = "//bpmn:userTask[@id='Row_2']//zeebe:output[@target='problem_2']/@source"
    assert drawing.find(forgotten) == ["=null"]


def test_where_another_job_comes_between_the_error_has_a_task_of_its_own(draw, step):
    drawing = draw(step(1, jobs=("register", "document-scan")), step(2))
    assert ways_from(drawing, "Caught_1_document-scan", "Row_1_galat", "Gateway_1_galat") == {
        ("Caught_1_document-scan", None, "Row_1_galat"),
        ("Row_1_galat", None, "Gateway_1_galat"),
        ("Gateway_1_galat", "Ulangi", "Join_1_lanjut"),
        ("Gateway_1_galat", "Lanjutkan tanpa langkah ini", "Join_2"),
    }
    assert ways_from(drawing, "Join_1_lanjut", "Job_1_document-scan") == {
        ("Join_1_lanjut", None, "Job_1_document-scan"),
        ("Job_1_document-scan", None, "Join_2"),
    }


def test_who_cannot_be_written_to_is_told_by_somebody_before_the_case_goes_on(draw, step):
    drawing = draw(step(1, decision=("1", "2"), jobs=("notify-whatsapp",)), step(2))
    assert ways_from(drawing, "Caught_1_notify-whatsapp", "Row_1_galat") == {
        ("Caught_1_notify-whatsapp", None, "Row_1_galat"),
        ("Row_1_galat", None, "Join_2"),
    }
    names = drawing.find("//bpmn:userTask[@id='Row_1_galat']/@name")
    assert names == ["Beri tahu dengan cara lain"]


def test_after_an_error_no_older_result_passes_for_the_jobs(draw, step):
    drawing = draw(step(1, jobs=("biometric-check",)))
    outputs = drawing.find("//bpmn:boundaryEvent//zeebe:output")
    mapped = [(output.get("target"), output.get("source")) for output in outputs]
    assert mapped[0] == ("problem_1_galat", "=biometric_summary")
    assert {("biometric_summary", "=null"), ("biometric_decision", "=null")} < set(mapped)


def test_what_is_given_anew_is_asked_where_somebody_sees_to_the_error_and_nowhere_else(draw, step):
    forms = draw(step(1, jobs=("biometric-check",))).forms
    asking = {name for name, form in forms.items() if "retaken_image" in str(form)}
    assert asking == {"uji-1_galat.form"}


def test_an_error_of_a_row_outside_the_main_line_stays_there(draw, step):
    drawing = draw(step(1), step(2, cycle="P1M", jobs=("notify-email",)))
    assert ways_from(drawing, "Row_2_galat") == {("Row_2_galat", None, "End_2_galat")}
    assert len(drawing.find("//bpmn:startEvent")) == 2


def test_a_template_that_says_half_of_what_becomes_of_an_error_is_named(tmp_path):
    template = (ROOT / "bpmn/templates/document-scan.json").read_text(encoding="utf-8")
    (tmp_path / "pindai.json").write_text(template.replace('\\"problem\\"', '\\"masalah\\"'))
    with pytest.raises(ValueError, match=r"pindai\.json: .*tertib:caught"):
        load(tmp_path)

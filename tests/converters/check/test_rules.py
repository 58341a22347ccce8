"""Each rule finds what it is for, and nothing in a sound diagram."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from converters.check.config import SEVERITIES
from converters.diagram.elements import qualified
from tests.converters.check.conftest import Spoilable

ROOT = Path(__file__).parents[3]


def test_a_converted_diagram_has_no_fault(diagram):
    assert diagram.findings() == ()


@pytest.mark.parametrize("folder", ["converters/check/rules/*.py", "docs/rules/*.md"])
def test_every_rule_has_a_severity_a_module_and_a_page(folder):
    names = {path.stem.replace("_", "-") for path in ROOT.glob(folder)}
    assert names - {"--init--", "README", "well-formed"} == set(SEVERITIES)


def test_asked_in_form_finds_a_condition_on_an_answer_nobody_gives(diagram):
    diagram.one("//*[@id='Flow_Gateway_2_End_2']/bpmn:conditionExpression").text = "=decision_9"
    assert diagram.found() == [("asked-in-form", "Flow_Gateway_2_End_2")]


def test_candidate_groups_finds_a_task_that_nobody_may_claim(diagram):
    diagram.remove("//*[@id='Row_1']//zeebe:assignmentDefinition")
    assert diagram.found() == [("candidate-groups", "Row_1")]


def test_child_order_finds_what_the_xsd_does_not_allow(diagram):
    task = diagram.one("//bpmn:userTask[@id='Row_1']")
    task.append(task.find(qualified("bpmn:documentation")))
    assert diagram.found() == [("child-order", "Row_1")]


def test_connected_finds_a_task_that_nothing_leads_to(diagram):
    task = diagram.one("//bpmn:userTask[@id='Row_1']")
    flow = diagram.one("//bpmn:sequenceFlow[@targetRef='Row_1']")
    flow.set("targetRef", "Row_2")
    assert ("connected", task.get("id")) in diagram.found()


def test_connected_finds_a_dead_end_and_a_missing_start(diagram):
    diagram.remove("//*[@id='Start' or @sourceRef='Start' or @targetRef='End_2']")
    found = diagram.found()
    assert ("connected", "uji") in found
    assert ("connected", "End_2") in found


def test_drawn_finds_what_the_picture_does_not_show(diagram):
    diagram.remove("//bpmndi:BPMNShape[@bpmnElement='Row_1']")
    assert diagram.found() == [("drawn", "Row_1")]


def test_executable_finds_another_engines_file(diagram):
    diagram.root.set(qualified("modeler:executionPlatform"), "Camunda Platform")
    diagram.one("//bpmn:process").set("isExecutable", "false")
    assert diagram.found() == [("executable", "Definitions_uji"), ("executable", "uji")]


def test_gateway_conditions_finds_a_flow_without_condition_or_name(diagram):
    flow = diagram.one("//*[@id='Flow_Gateway_2_End_2']")
    flow.remove(flow[0])
    del flow.attrib["name"]
    assert diagram.found() == [("gateway-conditions", "Flow_Gateway_2_End_2")] * 2


def test_a_default_flow_needs_no_condition(diagram):
    diagram.one("//bpmn:exclusiveGateway[@id='Gateway_2']").set("default", "Flow_Gateway_2_End_2")
    flow = diagram.one("//*[@id='Flow_Gateway_2_End_2']")
    flow.remove(flow[0])
    assert diagram.found() == []


def test_job_type_finds_a_job_that_no_worker_does(diagram):
    diagram.one("//zeebe:taskDefinition").set("type", "terbang")
    (finding,) = diagram.findings()
    assert (finding.rule, finding.element) == ("job-type", "Job_1_letter-draft")
    assert "'terbang'" in finding.message
    assert "letter-draft" in finding.message


def test_lanes_finds_a_node_in_no_lane_and_a_lane_of_nobody(diagram):
    diagram.remove("//bpmn:flowNodeRef[text()='Row_1']")
    del diagram.one("//bpmn:lane[@name='Kasi']").attrib["name"]
    assert sorted(diagram.found()) == [("lanes", "Lane_2"), ("lanes", "Row_1")]


def test_named_finds_what_has_no_name_and_what_does_not_fit_its_box(diagram):
    del diagram.one("//bpmn:exclusiveGateway[@id='Gateway_2']").attrib["name"]
    diagram.one("//bpmn:userTask[@id='Row_1']").set("name", "Menyusun surat " * 20)
    assert sorted(diagram.found()) == [("named", "Gateway_2"), ("named", "Row_1")]


def test_overlap_finds_shapes_on_each_other(diagram):
    bounds = "//bpmndi:BPMNShape[@bpmnElement='{}']/dc:Bounds"
    place = diagram.one(bounds.format("Row_1"))
    diagram.one(bounds.format("Row_2")).attrib.update(place.attrib)
    assert diagram.found() == [("overlap", "Row_2")]


def test_references_finds_flows_to_nowhere_and_ids_used_twice(diagram):
    diagram.one("//*[@id='Flow_Row_2_Gateway_2']").set("targetRef", "Nowhere")
    diagram.one("//*[@id='End_2']").set("id", "Row_2")
    found = diagram.found()
    assert ("references", "Flow_Row_2_Gateway_2") in found
    assert found.count(("references", "Row_2")) >= 2


def test_row_link_finds_a_task_that_forgot_its_row(diagram):
    diagram.remove("//*[@id='Row_1']//zeebe:property")
    assert diagram.found() == [("row-link", "Row_1")]


def test_template_version_finds_a_task_made_with_an_older_template(diagram):
    diagram.one("//bpmn:serviceTask").set(qualified("zeebe:modelerTemplateVersion"), "0")
    assert diagram.found() == [("template-version", "Job_1_letter-draft")]


def test_user_task_form_finds_a_missing_form_and_the_old_kind_of_task(diagram):
    diagram.forms.pop("uji-1")
    diagram.remove("//*[@id='Row_2']//zeebe:userTask")
    assert diagram.found() == [("user-task-form", "Row_1"), ("user-task-form", "Row_2")]


def test_a_diagram_that_waits_for_a_signature_has_no_fault(waiting):
    assert waiting.findings() == ()


@pytest.mark.parametrize("what", ["//bpmn:message/bpmn:extensionElements", "//bpmn:message/@name"])
def test_message_event_finds_what_does_not_say_for_which_message_it_waits(waiting, what):
    if what.endswith("@name"):
        del waiting.one("//bpmn:message").attrib["name"]
    else:
        waiting.remove(what)
    assert waiting.found() == [("message-event", "Wait_1")]


@pytest.mark.parametrize(("down", "found"), [(3, []), (40, ["on-border"]), (-30, ["on-border"])])
def test_on_border_finds_an_event_beside_its_task_or_inside(waiting, down, found):
    shape = waiting.one("//bpmndi:BPMNShape[@bpmnElement='Caught_1_signature-result']/dc:Bounds")
    shape.set("y", str(int(shape.get("y")) + down))
    assert [rule for rule, _ in waiting.found()] == found


def test_template_version_finds_an_event_of_an_older_template(waiting):
    event = waiting.one("//bpmn:intermediateCatchEvent")
    event.set(qualified("zeebe:modelerTemplateVersion"), "0")
    assert waiting.found() == [("template-version", "Wait_1")]


def test_diagrams_whose_jobs_have_errors_and_fields_have_no_fault(scanning, waiting):
    assert (*scanning.findings(), *waiting.findings()) == ()


CAUGHT = "//bpmn:boundaryEvent/bpmn:errorEventDefinition"


def test_error_caught_finds_a_job_whose_error_would_be_an_incident(scanning, waiting):
    scanning.remove(CAUGHT)
    waiting.remove(CAUGHT)
    (finding,) = scanning.findings()
    assert (finding.rule, finding.element) == ("error-caught", "Job_1_document-scan")
    assert "langkah petugas sebelumnya" in finding.message
    (finding,) = waiting.findings()
    assert '"Tindak lanjuti tanda tangan yang tidak diberikan"' in finding.message


def test_an_event_subprocess_catches_the_errors_of_the_jobs_around_it(scanning):
    definition = scanning.one(CAUGHT)
    scope = etree.SubElement(
        scanning.one("//bpmn:process"), qualified("bpmn:subProcess"), triggeredByEvent="true"
    )
    etree.SubElement(scope, qualified("bpmn:startEvent"), id="Caught").append(definition)
    assert not {"error-caught", "well-formed"} & {rule for rule, _ in scanning.found()}


def test_an_error_thrown_in_a_subprocess_catches_none(scanning):
    definition = scanning.one(CAUGHT)
    scope = etree.SubElement(scanning.one("//bpmn:process"), qualified("bpmn:subProcess"))
    etree.SubElement(scope, qualified("bpmn:endEvent"), id="Thrown").append(definition)
    assert "error-caught" in {rule for rule, _ in scanning.found()}


def test_job_fields_finds_what_a_job_needs_and_nobody_is_asked(scanning):
    scanning.forms["uji-1"] = scanning.forms["uji-2"]
    assert ("job-fields", "Job_1_document-scan") in scanning.found()


def test_job_fields_leaves_it_to_the_author_to_ask_what_is_optional():
    archiving = Spoilable("archive")
    archiving.forms["uji-1"] = archiving.forms["uji-2"]
    assert archiving.findings() == ()

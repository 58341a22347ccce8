"""The process: who does what, in which order, and what the engine is told of it."""

from __future__ import annotations

import pytest
from lxml import etree

from converters.model import Branch, Part

ROW = "bpmn:extensionElements/zeebe:properties/zeebe:property[@name='sop:row']/@value"


def test_a_pool_named_by_the_title_holds_a_lane_per_performer_in_their_order(draw, step):
    drawing = draw(step(1, role="B"), step(2, role="A"), roles=("A", "B", "C"))
    assert drawing.find("//bpmn:participant/@name") == ["Pelayanan Uji"]
    assert drawing.find("//bpmn:lane/@name") == ["A", "B", "C"]
    assert drawing.find("//bpmn:lane[@name='B']/bpmn:flowNodeRef/text()") == ["Start", "Row_1"]


def test_the_process_is_executable_on_camunda_8_6(draw, step):
    drawing = draw(step(1))
    assert drawing.find("//bpmn:process/@isExecutable") == ["true"]
    assert drawing.find("/bpmn:definitions/@modeler:executionPlatform") == ["Camunda Cloud"]
    assert drawing.find("/bpmn:definitions/@modeler:executionPlatformVersion") == ["8.6.0"]


def test_rows_follow_one_another_from_a_start_event_to_a_named_end(draw, step):
    drawing = draw(step(1), step(3), step("4."))
    assert drawing.path() == ["Start", "Row_1", "Row_3", "Row_4", "End_4"]
    assert drawing.find("//bpmn:startEvent/@name") == ["Mulai"]
    assert drawing.find("//bpmn:endEvent/@name") == ["Selesai"]


def test_jobs_stand_before_or_after_the_persons_task_as_their_template_says(draw, step):
    jobs = ("notify-whatsapp", "letter-draft")
    drawing = draw(step(1, jobs=jobs))
    expected = ["Start", "Job_1_letter-draft", "Row_1", "Job_1_notify-whatsapp", "End_1"]
    assert drawing.path() == expected


def test_a_row_that_programs_do_alone_has_no_user_task(draw, step):
    drawing = draw(step(1, jobs=("queue-number",), manual=False, inputs=("KTP",)))
    assert drawing.path() == ["Start", "Job_1_queue-number", "End_1"]
    assert drawing.find("//bpmn:serviceTask/bpmn:dataInputAssociation")


def test_a_row_nobody_and_no_program_claims_is_a_persons(draw, step):
    assert draw(step(1, manual=False)).path() == ["Start", "Row_1", "End_1"]


def test_a_decision_is_a_gateway_with_named_feel_conditions(draw, step):
    drawing = draw(step(1), step(2, decision=("1", "3")), step(3))
    flows = {
        flow.get("name"): (flow.get("targetRef"), flow.findtext("{*}conditionExpression"))
        for flow in drawing.find("//bpmn:sequenceFlow[@sourceRef='Gateway_2']")
    }
    assert flows == {
        "Ya": ("Row_3", '=decision_2 = "ya"'),
        "Tidak": ("Join_1", '=decision_2 = "tidak"'),
    }
    assert drawing.find("//bpmn:exclusiveGateway[@id='Gateway_2']/@name") == ["Lengkap?"]


def test_jobs_after_a_decision_happen_only_after_ya(draw, step):
    drawing = draw(step(1, decision=("1", None), jobs=("archive",)))
    archived = drawing.find("//bpmn:sequenceFlow[@targetRef='Job_1_archive']/@name")
    assert archived == ["Ya"]
    assert drawing.path()[-2:] == ["Job_1_archive", "End_1"]


def test_ways_back_meet_the_main_line_in_a_gateway_before_the_row(draw, step):
    drawing = draw(step(1), step(2, decision=("1", "3")), step(3, decision=("1", None)))
    joins = drawing.find("//bpmn:exclusiveGateway[@id='Join_1']/bpmn:incoming")
    assert len(joins) == 3
    assert drawing.path()[:3] == ["Start", "Join_1", "Row_1"]
    assert not drawing.find("//*[@id='Join_2' or @id='Join_3']")


def test_a_decision_may_send_its_own_row_back(draw, step):
    drawing = draw(step(1), step(2, decision=("2", None)))
    assert drawing.find("//bpmn:sequenceFlow[@name='Tidak']/@targetRef") == ["Join_2"]


def test_a_decision_may_skip_rows_and_another_may_end_the_process_early(draw, step):
    drawing = draw(
        step(1, decision=("2", "3")), step(2, decision=("1", None)), step(3), roles=("Kasi",)
    )
    onward = drawing.find("//bpmn:sequenceFlow[@sourceRef='Gateway_1'][@name='Ya']/@targetRef")
    assert onward == ["Row_3"]
    ended = drawing.find("//bpmn:sequenceFlow[@sourceRef='Gateway_2'][@name='Ya']/@targetRef")
    assert ended == ["End_2"]


def test_a_row_outside_the_main_line_starts_by_its_own_timer_and_holds_nobody_up(draw, step):
    drawing = draw(step(1), step(2, cycle="P1M"), step(3))
    assert drawing.path() == ["Start", "Row_1", "Row_3", "End_3"]
    timer = "//bpmn:startEvent[@id='Start_2']"
    assert drawing.find(f"{timer}/bpmn:timerEventDefinition/bpmn:timeCycle/text()") == ["R/P1M"]
    assert drawing.find(f"{timer}/@name") == ["Setiap bulan"]
    assert drawing.find("//bpmn:sequenceFlow[@sourceRef='Row_2']/@targetRef") == ["End_2"]


def test_every_task_gateway_and_timer_says_its_row(draw, step):
    drawing = draw(
        step("1", jobs=("letter-draft",)),
        step("2.", decision=("1", None)),
        step("7", cycle="P1M"),
    )
    path = "//bpmn:userTask | //bpmn:serviceTask | //bpmn:exclusiveGateway[@name]"
    numbers = {e.get("id"): e.xpath(ROW, namespaces=drawing.root.nsmap) for e in drawing.find(path)}
    assert numbers == {
        "Job_1_letter-draft": ["1"],
        "Row_1": ["1"],
        "Row_2": ["2."],
        "Gateway_2": ["2."],
        "Row_7": ["7"],
    }


def test_row_numbers_that_repeat_or_hold_signs_give_ids_of_their_own(draw, step):
    drawing = draw(step("1.a"), step("2"), step("2"), step("*"))
    assert drawing.path() == ["Start", "Row_1_a", "Row_2", "Row_2_2", "Row_x", "End_x"]


def test_documentation_holds_the_whole_row(draw, step):
    row = step(
        4,
        "Menyusun konsep surat yang panjang sekali",
        inputs=("Disposisi", "Berkas"),
        outputs=("Konsep surat",),
        note="segera",
        days=2,
        with_roles=("JFU",),
    )
    (text,) = draw(row).find("//bpmn:userTask/bpmn:documentation/text()")
    assert text.splitlines() == [
        "Baris 4: Menyusun konsep surat yang panjang sekali",
        "Pelaksana: Kasi, JFU",
        "Kelengkapan: Disposisi; Berkas",
        "Output: Konsep surat",
        "Waktu: 2 hari",
        "Keterangan: segera",
    ]


def test_the_processes_documentation_holds_the_cover(draw, step):
    (text,) = draw(step(1)).find("//bpmn:process/bpmn:documentation/text()")
    assert "Nomor SOP: W.1-OT.02.02-65" in text
    assert "1. UU Nomor 25 Tahun 2009" in text


def test_a_user_task_is_native_with_form_groups_and_due_date(draw, step):
    drawing = draw(step(1, role="Kasubbag TU & RT", with_roles=("JFU/JFT",), days=2))
    assert len(drawing.find("//bpmn:userTask//zeebe:userTask")) == 1
    (form,) = drawing.find("//bpmn:userTask//zeebe:formDefinition")
    assert dict(form.attrib) == {"formId": "uji-1", "bindingType": "deployment"}
    assert drawing.find("//zeebe:assignmentDefinition/@candidateGroups") == [
        "kasubbag-tu-rt,jfu-jft"
    ]
    assert drawing.find("//zeebe:taskSchedule/@dueDate")


def test_the_note_of_a_tidak_is_carried_and_cleared_by_a_ya(draw, step):
    drawing = draw(step(1, decision=("1", None), outputs=("Surat",)))
    outputs = {o.get("target"): o.get("source") for o in drawing.find("//zeebe:output")}
    assert outputs["review_note"] == '=if decision_1 = "tidak" then note_1 else null'
    # With any output mapping, unmapped variables would stay in the task.
    assert outputs["output_1_1"] == "=output_1_1"
    assert outputs["decision_1"] == "=decision_1"


def test_documents_of_one_name_are_one_object_with_a_reference_at_each_task(draw, step):
    drawing = draw(step(1, outputs=("Disposisi",)), step(2, inputs=("disposisi", "Berkas")))
    assert drawing.find("//bpmn:dataObject/@name") == ["Disposisi", "Berkas"]
    references = drawing.find("//bpmn:dataObjectReference")
    assert [(r.get("id"), r.get("dataObjectRef")) for r in references] == [
        ("Output_1_1", "Document_1"),
        ("Input_2_1", "Document_1"),
        ("Input_2_2", "Document_2"),
    ]
    reads = "//bpmn:userTask[@id='Row_2']/bpmn:dataInputAssociation/bpmn:sourceRef/text()"
    assert drawing.find(reads) == ["Input_2_1", "Input_2_2"]


def test_parts_of_a_row_of_which_an_answer_chooses_one_each_do_all_of_it(draw, step):
    ways = (Branch(to="2", answer="A"), Branch(to="2", part=2, answer="B"))
    on = (Branch(to="3"),)
    drawing = draw(
        step(1, parts=(Part(role="Kasi", question="A atau B?", branches=ways),)),
        step(
            2,
            inputs=("Berkas",),
            outputs=("Surat",),
            jobs=("register",),
            parts=(Part(role="Kasi", branches=on), Part(role="Kabid", branches=on)),
        ),
        step(3),
        roles=("Kasi", "Kabid"),
    )
    assert [task.get("id") for task in drawing.find("//bpmn:serviceTask")] == [
        "Job_2_register",
        "Job_2p2_register",
    ]
    references = drawing.find("//bpmn:dataObjectReference/@id")
    assert sorted(references) == ["Input_2_1", "Input_2p2_1", "Output_2_1", "Output_2p2_1"]


def test_parts_of_a_row_that_follow_each_other_share_its_documents(draw, step):
    to_second, on = (Branch(to="2", part=2),), (Branch(to="3"),)
    drawing = draw(
        step(1),
        step(
            2,
            inputs=("Berkas",),
            outputs=("Surat",),
            parts=(Part(role="Kasi", branches=to_second), Part(role="Kabid", branches=on)),
        ),
        step(3),
        roles=("Kasi", "Kabid"),
    )
    assert drawing.find("//bpmn:dataObjectReference/@id") == ["Input_2_1", "Output_2p2_1"]


def test_a_service_task_is_what_modeler_makes_of_its_element_template(draw, step):
    drawing = draw(step(5, 'Menyusun "laporan"', role="Kabid", jobs=("notify-whatsapp",)))
    (task,) = drawing.find("//bpmn:serviceTask")
    assert task.get(f"{{{task.nsmap['zeebe']}}}modelerTemplate") == "tertib.notify-whatsapp"
    assert task.get(f"{{{task.nsmap['zeebe']}}}modelerTemplateVersion")
    (definition,) = drawing.find("//zeebe:taskDefinition")
    assert dict(definition.attrib) == {"type": "notify-whatsapp", "retries": "3"}
    inputs = {i.get("target"): i.get("source") for i in drawing.find("//zeebe:input")}
    assert inputs["row"] == '="5"'
    assert inputs["activity"] == r'="Menyusun \"laporan\""'
    assert inputs["role"] == '="Kabid"'
    assert inputs["applicant"] == "=applicant"
    assert "next_role" not in inputs  # the last row has none
    assert drawing.find("//bpmn:serviceTask//zeebe:property[@name='tertib:order']/@value") == [
        "after"
    ]


def test_a_formula_in_a_cell_stays_text(draw, step):
    drawing = draw(step(1, '=cmd|"/c calc"', jobs=("notify-whatsapp",)))
    (source,) = drawing.find("//zeebe:input[@target='activity']/@source")
    assert source == r'="=cmd|\"/c calc\""'


ASKS = {"jobs": ("signature-request", "archive")}


def test_a_row_that_asks_for_a_signature_waits_for_it_behind_its_persons_task(draw, step):
    drawing = draw(step(1, **ASKS), step(2))
    assert drawing.path() == [
        *("Start", "Join_1", "Job_1_signature-request", "Row_1"),
        *("Wait_1", "Job_1_signature-result", "Job_1_archive", "Row_2", "End_2"),
    ]
    (message,) = drawing.find("//bpmn:message")
    assert message.get("name") == "tertib-signature-decided"
    key = drawing.find("//bpmn:message//zeebe:subscription/@correlationKey")
    assert key == ["=signature_request.number"]
    waits = "//bpmn:intermediateCatchEvent/bpmn:messageEventDefinition/@messageRef"
    assert drawing.find(waits) == [message.get("id")]


def test_what_is_handed_over_and_archived_is_the_signed_letter(draw, step):
    drawing = draw(step(1, jobs=("sigap-publish", "signature-request", "archive")))
    assert drawing.path()[-7:] == [
        *("Row_1", "Wait_1", "Job_1_signature-result", "Job_1_archive"),
        *("Job_1_sigap-publish", "Row_1_sigap-publish", "End_1"),
    ]
    outputs = drawing.find("//*[@id='Job_1_signature-result']//zeebe:output")
    sources = {output.get("target"): output.get("source") for output in outputs}
    assert sources["letter"] == "=if signed_document = null then letter else signed_document"
    for job in ("archive", "sigap-publish"):
        inputs = drawing.find(f"//*[@id='Job_1_{job}']//zeebe:input[@target='document']/@source")
        assert inputs == ["=letter"]


def test_a_signature_is_a_persons_though_programs_do_the_rest_of_the_row(draw, step):
    drawing = draw(step(1, manual=False, **ASKS))
    assert "Row_1" in drawing.path()


def test_what_was_not_signed_is_submitted_again_or_ends_the_process(draw, step):
    drawing = draw(step(1, role="Kasi", **ASKS), step(2))
    (event,) = drawing.find("//bpmn:boundaryEvent")
    assert event.get("attachedToRef") == "Job_1_signature-result"
    assert event.find("{*}errorEventDefinition").get("errorRef") is None  # whichever error
    ways = {
        (flow.get("sourceRef"), flow.get("name"), flow.get("targetRef"))
        for flow in drawing.find(
            "//bpmn:sequenceFlow[@sourceRef='Caught_1_signature-result' or @name]"
        )
    }
    assert ways == {
        ("Caught_1_signature-result", None, "Row_1_ttd"),
        ("Gateway_1_ttd", "Ajukan lagi", "Join_1"),
        ("Gateway_1_ttd", "Akhiri", "End_1_ttd"),
    }
    assert drawing.find("//*[@id='End_1_ttd']/bpmn:terminateEventDefinition")
    groups = "//*[@id='Row_1_ttd']//zeebe:assignmentDefinition/@candidateGroups"
    assert drawing.find(groups) == ["kasi"]


def test_what_was_not_signed_leads_where_the_rows_own_tidak_leads_and_says_why(draw, step):
    drawing = draw(step(1), step(2, decision=("1", None), **ASKS))
    targets = (
        "//bpmn:sequenceFlow[@sourceRef='Caught_2_signature-result' or @name='Tidak']/@targetRef"
    )
    assert drawing.find(targets) == ["Join_1", "Join_1"]
    assert not drawing.find("//*[@id='Row_2_ttd']")
    outputs = drawing.find("//bpmn:boundaryEvent//zeebe:output")
    assert "signature_reason" in {o.get("target"): o.get("source") for o in outputs}["review_note"]


def test_rows_that_wait_for_the_same_message_share_it(draw, step):
    drawing = draw(step(1, **ASKS), step(2, **ASKS))
    assert len(drawing.find("//bpmn:message")) == 1
    assert len(set(drawing.find("//bpmn:messageEventDefinition/@messageRef"))) == 1


def test_the_result_of_a_request_stands_where_the_process_waited_for_it(draw, step):
    drawing = draw(step(1, jobs=("signature-result", "signature-request")))
    assert len(drawing.find("//*[@id='Job_1_signature-result']")) == 1
    assert drawing.path()[-3:] == ["Wait_1", "Job_1_signature-result", "End_1"]


def test_characters_that_xml_cannot_hold_are_dropped(draw, step):
    drawing = draw(step(1, "Meme\x00riksa\x0b \ufffeberkas"))
    assert drawing.find("//bpmn:userTask/@name") == ["Memeriksa berkas"]


def test_an_unknown_job_type_is_named_with_its_row(draw, step):
    with pytest.raises(LookupError, match=r"row 3: no element template .*'fly'"):
        draw(step(3, jobs=("fly",)))


def test_the_same_sop_gives_the_same_bytes(sop, step):
    from converters.diagram import write

    def once():
        return write(sop(step(1, inputs=("b", "a")), step(2, decision=("1", None))), {})

    assert once() == once()
    assert etree.fromstring(once().bpmn).tag.endswith("definitions")

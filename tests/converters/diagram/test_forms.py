"""Forms, opened in the form-js of Camunda 8.6's Tasklist."""

from __future__ import annotations

import json

DECIDING = {"inputs": ("Berkas", "KTP"), "outputs": ("Surat",), "decision": ("1", None)}


def test_every_row_of_a_person_has_a_form_of_its_own(draw, step):
    drawing = draw(step(1), step("2."), step(3, jobs=("archive",), manual=False))
    assert list(drawing.forms) == ["uji-1.form", "uji-2.form"]
    form_ids = [form["id"] for form in drawing.forms.values()]
    assert form_ids == drawing.find("//zeebe:formDefinition/@formId")


def test_an_officer_reads_what_to_do_and_which_row_it_is(draw, step, fill):
    row = step(4, "Menyusun *konsep* <b>", note="segera", days=2, with_roles=("JFU",))
    (form,) = draw(row).forms.values()
    (text,) = fill(form)["told"]
    assert text.splitlines() == [
        "Menyusun *konsep* <b>",
        "Pelayanan Uji, baris 4",
        "Bersama: JFU",
        "Waktu: 2 hari",
        "Keterangan: segera",
    ]


def test_kelengkapan_is_a_checklist_and_each_output_must_be_handed_over(draw, step, fill):
    (form,) = draw(step(1, inputs=("Berkas", "KTP"), outputs=("Surat", "Daftar"))).forms.values()
    opened = fill(form, checklist_1=["KTP"], output_1_1="B-12")
    assert opened["asked"] == [
        "Kelengkapan yang sudah ada",
        "Berkas",
        "KTP",
        "Output: Surat*",
        "Output: Daftar*",
    ]
    assert opened["submitted"]["checklist_1"] == ["KTP"]
    assert len(opened["errors"]) == 1  # the second output is not there


def test_ya_needs_the_output_and_no_note(draw, step, fill):
    (form,) = draw(step(1, **DECIDING)).forms.values()
    assert fill(form, decision_1="ya")["errors"]
    done = fill(form, decision_1="ya", output_1_1="B-12")
    assert done["errors"] == {}
    assert done["submitted"] == {"checklist_1": [], "decision_1": "ya", "output_1_1": "B-12"}


def test_tidak_needs_a_note_and_no_output(draw, step, fill):
    (form,) = draw(step(1, **DECIDING)).forms.values()
    assert fill(form, decision_1="tidak")["errors"]
    done = fill(form, decision_1="tidak", note_1="KTP belum ada")
    assert done["errors"] == {}
    assert done["submitted"] == {
        "checklist_1": [],
        "decision_1": "tidak",
        "note_1": "KTP belum ada",
    }


def test_tidak_needs_nothing_of_what_the_rows_jobs_ask_for(draw, step, fill):
    (form,) = draw(step(1, decision=("1", None), jobs=("guest-book",))).forms.values()
    assert fill(form, decision_1="tidak", note_1="KTP belum ada")["errors"] == {}
    assert fill(form, decision_1="ya")["errors"]


def test_what_a_deciding_row_hands_over_has_a_form_of_its_own_after_the_ya(draw, step, fill):
    drawing = draw(step(1, decision=("1", None), jobs=("sisumaker-forward",)))
    review, handover = drawing.forms.values()
    assert fill(review, decision_1="ya")["errors"] == {}
    assert "sisumaker_receipt" in fill(handover)["variables"]
    assert fill(handover)["errors"]
    assert drawing.path()[-4:] == [
        "Gateway_1",
        "Job_1_sisumaker-forward",
        "Row_1_sisumaker-forward",
        "End_1",
    ]


def test_a_decision_must_be_answered(draw, step, fill):
    (form,) = draw(step(1, decision=("1", None))).forms.values()
    assert fill(form)["errors"]


def test_the_reviewers_note_is_shown_where_a_row_can_come_back_and_only_then(draw, step, fill):
    first, second = draw(step(1), step(2, decision=("1", None))).forms.values()
    assert fill(first, review_note="KTP belum ada")["told"][1].strip() == (
        "Dikembalikan dengan catatan: KTP belum ada"
    )
    assert len(fill(first, review_note=None)["told"]) == 1
    assert "review_note" in fill(first)["variables"]  # Tasklist fetches what it names
    assert len(fill(second, review_note="KTP belum ada")["told"]) == 1


def test_what_a_rows_job_asks_for_is_in_the_officers_form(draw, step, fill):
    (form,) = draw(step(1, jobs=("archive",))).forms.values()
    assert "archive_place" in fill(form)["variables"]


def test_who_signs_reads_what_waits_and_where_to_sign_it(draw, step, fill):
    form, _ = draw(step(1, jobs=("signature-request",))).forms.values()
    assert "signature_summary" in fill(form)["variables"]
    assert "tertib sign" in json.dumps(form)


def test_who_follows_up_what_was_not_signed_reads_which_request_and_why(draw, step, fill):
    _, form = draw(step(1, jobs=("signature-request",))).forms.values()
    refused = fill(form, problem_1_ttd="permintaan TTD-00001/2026: Nomor surat keliru")
    assert "Tidak ditandatangani: permintaan TTD-00001/2026: Nomor" in refused["told"][1]
    assert "problem_1_ttd" in refused["variables"]
    assert refused["errors"]
    assert fill(form, decision_1_ttd="ajukan lagi")["errors"] == {}


def test_who_scanned_reads_why_the_file_was_refused(draw, step, fill):
    (form,) = draw(step(1, jobs=("document-scan",))).forms.values()
    refused = fill(form, problem_1="Semua halaman kosong.")
    assert refused["told"][1] == "Berkas ditolak: Semua halaman kosong.\n"
    assert not any("Berkas ditolak" in told for told in fill(form)["told"])


def test_who_repeats_a_job_corrects_what_it_asked_for(draw, step, fill):
    form = draw(step(1, jobs=("register", "document-scan"))).forms["uji-1_galat.form"]
    opened = fill(form, problem_1_galat="Semua halaman kosong.")
    assert {"scan_file", "decision_1_galat", "problem_1_galat"} <= set(opened["variables"])
    assert fill(form, decision_1_galat="ulangi")["errors"] == {}


def test_a_formula_in_a_cell_stays_text_in_the_form(draw, step, fill):
    row = step(1, "=1+1 {{review_note}}", inputs=("=2+2",), outputs=("={{x}}",))
    (form,) = draw(row).forms.values()
    opened = fill(form, review_note="bocor", x="bocor")
    shown = json.dumps([opened["told"], opened["asked"]])
    assert "=1+1" in shown
    assert "=2+2" in shown
    assert "bocor" not in shown


def test_all_forms_of_the_samples_open_without_a_complaint(samples, fill):
    forms = [form for drawing in samples.values() for form in drawing.forms.values()]
    assert len({form["id"] for form in forms}) == len(forms) > 100
    for form in forms:
        opened = fill(form)
        assert opened["complaints"] == [], form["id"]
        assert opened["told"], form["id"]

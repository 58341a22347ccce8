"""The documents that the run leaves behind, and the officials who sign them."""

from __future__ import annotations

import io
import stat
from types import SimpleNamespace

import pytest
from rich.console import Console
from typer.testing import CliRunner

from deploy.cli import app
from deploy.rehearsal import showcase
from deploy.rehearsal.officials import ANYBODY, Officials
from tests.workers.signing.papers import make_pdf
from workers.testing import make_job, run_handler, temporary_state

INSTANCE, OTHER = 2251799813685300, 2251799813685301
SUBJECT = "Surat permohonan izin tinggal"
NUMBER = "TTD-00001/2025"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """The folder of a local authority, which takes its time to be made."""
    return tmp_path_factory.mktemp("authority")


@pytest.fixture
def state(tmp_path, monkeypatch, authority):
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    monkeypatch.setenv("TERTIB_SIGNING_FOLDER", str(authority))
    with temporary_state(tmp_path) as state:
        yield state


def done(state, job_type, element, variables, instance=INSTANCE):
    """A job of an instance, done as a worker does it."""
    job = make_job(job_type, element_id=element, process_instance_key=instance)
    return run_handler(job_type, variables, state=state, job=job)


def letter(state, official="Kepala Kantor Imigrasi", instance=INSTANCE):
    """A letter is drafted and waits for its signature."""
    outputs = done(state, "letter-draft", "Job_7_letter-draft", {"subject": SUBJECT}, instance)
    variables = {"document": outputs["letter"], "official": official, "subject": SUBJECT}
    asked = done(state, "signature-request", "Job_7_signature-request", variables, instance)
    return outputs | asked


@pytest.fixture
def sign(state, tmp_path):
    def all_of(*instances: int) -> None:
        folder = tmp_path / "keys"
        folder.mkdir(exist_ok=True)
        Officials(state, map(str, instances), folder).sign()

    return all_of


def laid(state, tmp_path, instance=INSTANCE):
    return showcase.lay_out(state, instance, tmp_path / "naskah" / "sop")


def test_each_document_is_there_under_a_name_that_a_person_reads(state, tmp_path):
    letter(state)
    done(state, "disposition", "Job_3_disposition", {"next_role": "Kabag"})
    laid(state, tmp_path)
    files = {each.name for each in (tmp_path / "naskah" / "sop").iterdir()}
    assert files == {
        "07-surat-permohonan-izin-tinggal.docx",
        "07-surat-permohonan-izin-tinggal.pdf",
        "03-lembar-disposisi.pdf",
    }


def test_a_signed_letter_lies_beside_its_draft_and_verifies(state, tmp_path, sign):
    request = {"signature_request": letter(state)["signature_request"]}
    sign(INSTANCE)
    done(state, "signature-result", "Job_7_signature-result", request)
    (paper,) = laid(state, tmp_path)
    file = tmp_path / "naskah" / "sop" / "07-surat-permohonan-izin-tinggal-ditandatangani.pdf"
    assert paper.best == file.name
    checked = CliRunner().invoke(app, ["verify", str(file)])
    assert checked.exit_code == 0, checked.output
    assert "Pejabat Contoh Dua" in checked.output
    assert "Kepala Kantor Imigrasi" in checked.output


def test_what_two_officials_signed_is_one_document_with_both_signatures(state, tmp_path, sign):
    letter(state, official="Kabid Lalintalkim")
    sign(INSTANCE)
    asked = {"signature_request": {"number": NUMBER, "official": "", "status": "signed"}}
    told = done(state, "signature-result", "Job_7_signature-result", asked)
    variables = {"document": told["signed_document"], "official": "Kepala Kantor Imigrasi"}
    done(state, "signature-request", "Job_9_signature-request", variables)
    sign(INSTANCE)
    (paper,) = laid(state, tmp_path)
    assert paper.signed[1] == "Kabid Lalintalkim, Kepala Kantor Imigrasi"
    file = tmp_path / "naskah" / "sop" / paper.best
    checked = CliRunner().invoke(app, ["verify", str(file)])
    assert checked.exit_code == 0, checked.output
    assert all(title in checked.output for title in paper.signed[1].split(", "))


def test_the_list_says_what_is_signed_by_whom_and_that_it_is_well(state, tmp_path, sign):
    letter(state)
    sign(INSTANCE)
    done(state, "letter-draft", "Job_9_letter-draft", {"subject": "Nota dinas"})
    shown = Console(width=140, file=io.StringIO())
    shown.print(showcase.listing([("sop", laid(state, tmp_path))], tmp_path / "naskah"))
    text = " ".join(shown.file.getvalue().split())
    assert "ditandatangani Kepala Kantor Imigrasi, sah" in text
    assert "konsep" in text
    assert "09-nota-dinas.pdf" in text


def test_a_letter_changed_after_it_was_signed_is_told(state, tmp_path, sign):
    letter(state)
    sign(INSTANCE)
    papers = laid(state, tmp_path)
    file = tmp_path / "naskah" / "sop" / papers[0].best
    content = file.read_bytes()
    file.write_bytes(content + b"\n%changed\n" + content[-200:])
    shown = Console(width=140, file=io.StringIO())
    shown.print(showcase.listing([("sop", papers)], tmp_path / "naskah"))
    assert "tidak sah" in " ".join(shown.file.getvalue().split())


def test_officials_sign_for_the_runs_own_instances_and_for_nobody_else(state, tmp_path, sign):
    letter(state)
    letter(state, instance=OTHER)
    sign(INSTANCE)
    assert laid(state, tmp_path)[0].signed is not None
    assert laid(state, tmp_path, OTHER)[0].signed is None


def test_an_official_whom_no_list_names_has_a_name_that_nobody_has(state, tmp_path, sign):
    letter(state, official="Kasubbag Umum")
    sign(INSTANCE)
    (paper,) = laid(state, tmp_path)
    file = tmp_path / "naskah" / "sop" / paper.best
    assert ANYBODY in CliRunner().invoke(app, ["verify", str(file)]).output


def test_what_is_on_paper_is_signed_on_paper(state, tmp_path):
    variables = {"official": "Kepala Kantor"}
    asked = done(state, "signature-request", "Job_2_signature-request", variables)
    Officials(state, [str(INSTANCE)], tmp_path).sign()
    request = {"signature_request": asked["signature_request"]}
    told = done(state, "signature-result", "Job_2_signature-result", request)
    assert told["signature_request"]["status"] == "signed"
    assert told["signed_document"] is None
    assert laid(state, tmp_path) == []


def test_of_a_letter_drafted_again_the_last_is_shown(state, tmp_path):
    letter(state)
    variables = {"subject": SUBJECT, "letter_number": "W.6-0001"}
    last = done(state, "letter-draft", "Job_7_letter-draft", variables)
    (paper,) = laid(state, tmp_path)
    assert dict(paper.forms)[".docx"] == last["letter"]["documentId"]


def test_documents_deep_in_a_variable_are_found(state, tmp_path):
    done(state, "sigap-publish", "Job_7_sigap-publish", {"subject": SUBJECT})
    (paper,) = laid(state, tmp_path)
    assert paper.best.startswith("07-serah-")


def test_a_folder_is_laid_anew_and_for_oneself_alone(state, tmp_path):
    folder = tmp_path / "naskah" / "sop"
    folder.mkdir(parents=True)
    (folder / "old.pdf").write_bytes(make_pdf())
    letter(state)
    laid(state, tmp_path)
    assert not (folder / "old.pdf").exists()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}


def instance(sop_id, round_name):
    return SimpleNamespace(sop=SimpleNamespace(id=sop_id), round=round_name)


def test_of_the_samples_the_three_that_show_most_are_shown():
    instances = [instance(each, "Ya") for each in (*showcase.SOPS, "lain")]
    found = showcase.shown([*instances, instance(showcase.SOPS[0], "Tidak")], "Ya")
    assert [each.sop.id for each in found] == list(showcase.SOPS)


def test_of_somebodys_own_documents_all_are_shown():
    assert len(showcase.shown([instance("lain", "Ya"), instance("lagi", "Ya")], "Ya")) == 2

"""biometric-check on made-up fingerprints, with the real matcher."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from workers import processings
from workers.biometrics import fingerprints, gallery
from workers.handler import BpmnError
from workers.jobs import biometric_check
from workers.people import Applicant, FingerprintScans
from workers.registry import load_handlers
from workers.runtime.answers import Complete
from workers.runtime.execution import attempt
from workers.samples import store_fingerprints
from workers.state.documents import DocumentReference
from workers.testing import NOW, make_job, run_handler

SYNTHESISER = Path(__file__).with_name("synthesise_fingerprints.py")
NAME = "Nama Rahasia"


@pytest.fixture(scope="module")
def prints(tmp_path_factory):
    """Prints of three fingers, two impressions each, by (finger, impression)."""
    folder = tmp_path_factory.mktemp("fingers")
    subprocess.run([sys.executable, SYNTHESISER, folder, "--seed", "7"], check=True)
    return {
        (finger, count): (folder / f"finger-{finger}-{count}.png").read_bytes()
        for finger in range(3)
        for count in range(2)
    }


@pytest.fixture
def state(any_state):
    return any_state


def put(state, content, content_type="image/png") -> DocumentReference:
    return state.documents.put(content, content_type=content_type, file_name="berkas")


def applicant(state, name=NAME, **scans) -> DocumentReference:
    record = Applicant(name=name, fingerprint=FingerprintScans(**scans) if scans else None)
    return put(state, msgspec.json.encode(record), "application/json")


def check(state, **variables):
    return run_handler("biometric-check", variables, state=state)


def test_two_prints_of_one_finger_match(state, prints):
    person = applicant(state, captured=put(state, prints[0, 0]), enrolled=put(state, prints[0, 1]))
    result = check(state, applicant=person)
    assert result["biometric_decision"] == "match"
    assert result["biometric_mode"] == "verification"
    assert result["biometric_score"] > result["biometric_threshold"] == 40


def test_prints_of_two_fingers_do_not_match(state, prints):
    result = check(state, captured=put(state, prints[0, 0]), enrolled=put(state, prints[1, 0]))
    assert result["biometric_decision"] == "no-match"
    assert result["biometric_score"] < result["biometric_threshold"]


def test_the_sample_prints_of_the_first_run_match(state):
    scans = store_fingerprints(state.documents)
    result = check(state, captured=scans.captured, enrolled=scans.enrolled)
    assert result["biometric_decision"] == "match"


def test_a_likeness_between_the_limits_is_left_to_the_officer(state, prints):
    captured, enrolled = put(state, prints[0, 0]), put(state, prints[0, 1])
    score = check(state, captured=captured, enrolled=enrolled)["biometric_score"]
    rate = 10 ** -((score + 5) / 10)  # a limit five points above what the prints reach
    result = check(state, captured=captured, enrolled=enrolled, false_match_rate=rate)
    assert result["biometric_decision"] == "inconclusive"
    assert result["biometric_reason"] == "compared"


def test_a_standard_template_stands_for_its_image(state, prints):
    iso = put(state, fingerprints.read(prints[0, 1]).iso, "application/octet-stream")
    result = check(state, captured=put(state, prints[0, 0]), enrolled=iso)
    assert result["biometric_decision"] == "match"


def test_without_a_captured_print_the_officer_decides():
    result = run_handler("biometric-check", {})
    assert result["biometric_decision"] == "inconclusive"
    assert result["biometric_reason"] == "not-captured"
    assert result["biometric_score"] is None


def test_an_applicant_without_prints_is_not_captured(state):
    result = check(state, applicant=applicant(state))
    assert result["biometric_reason"] == "not-captured"


@pytest.mark.parametrize("content", [b"", b"no image", b"FMR\0 20\0" + bytes(40)])
def test_an_unreadable_captured_print_is_an_error_the_diagram_can_catch(state, content):
    with pytest.raises(BpmnError) as raised:
        check(state, captured=put(state, content))
    assert raised.value.code == "FINGERPRINT_UNUSABLE"


def test_a_print_with_too_few_minutiae_is_an_error_the_diagram_can_catch(state, prints):
    poor = thinned(fingerprints.read(prints[0, 0]).iso, fingerprints.FEWEST_MINUTIAE - 1)
    with pytest.raises(BpmnError, match="11 minutiae; 12") as raised:
        check(state, captured=put(state, poor))
    assert raised.value.code == "FINGERPRINT_UNUSABLE"


def test_an_unreadable_enrolled_print_leaves_the_officer_to_decide(state, prints):
    result = check(state, captured=put(state, prints[0, 0]), enrolled=put(state, b"no image"))
    assert result["biometric_decision"] == "inconclusive"
    assert result["biometric_reason"] == "enrolled-unusable"


def test_a_finger_enrolled_before_is_found_among_many(state, prints):
    for finger in range(3):
        person = applicant(state, f"Orang {finger}", captured=put(state, prints[finger, 0]))
        check(state, applicant=person, enrol=True)
    known = applicant(state, "Orang 1", captured=put(state, prints[1, 0]))
    result = check(state, captured=put(state, prints[1, 1]))
    assert result["biometric_decision"] == "match"
    assert result["biometric_mode"] == "identification"
    assert result["biometric_candidate"]["documentId"] == known.document_id


def test_a_stranger_is_not_found_and_enrolled_only_when_asked(state, prints):
    known = applicant(state, "Orang 0", captured=put(state, prints[0, 0]))
    assert check(state, applicant=known, enrol=True)["biometric_reason"] == "nothing-enrolled"
    stranger = applicant(state, "Orang 1", captured=put(state, prints[1, 0]))
    for _ in range(2):
        result = check(state, applicant=stranger)
        assert result["biometric_decision"] == "no-match"
        assert result["biometric_candidate"] is None
    check(state, applicant=stranger, enrol=True)
    assert check(state, applicant=stranger)["biometric_decision"] == "match"


def test_a_template_is_read_once_however_often_it_is_searched(state, prints, monkeypatch):
    reads = []
    load = fingerprints.load
    monkeypatch.setattr(gallery, "_latest", gallery.Gallery())  # as in a new process
    monkeypatch.setattr(
        gallery, "load", lambda isos: load(reads.append(iso) or iso for iso in isos)
    )
    for finger in range(2):
        person = applicant(state, f"Orang {finger}", captured=put(state, prints[finger, 0]))
        check(state, applicant=person, enrol=True)
    for _ in range(2):
        result = check(state, captured=put(state, prints[0, 1]))
        assert result["biometric_decision"] == "match"
    assert len(reads) == len(set(reads)) == 2


def test_a_search_holds_up_nobody_who_writes(state, prints):
    person = applicant(state, captured=put(state, prints[0, 0]))
    check(state, applicant=person, enrol=True)
    variables = msgspec.json.encode({"captured": put(state, prints[0, 1])})
    handler = load_handlers()["biometric-check"]
    with state.database.transaction() as writer:
        assert writer.connection
        done = attempt(handler, make_job(handler.type), variables, state, NOW)
    assert isinstance(done.answer, Complete)
    assert done.entry is not None  # it wrote nothing


def test_who_was_enrolled_while_another_searched_is_not_enrolled_twice(state, prints, monkeypatch):
    person = applicant(state, captured=put(state, prints[0, 0]))
    check(state, applicant=person, enrol=True)
    # The first comes a moment too early.
    looks = iter([lambda *_: gallery.Gallery(), gallery.gallery])

    def look(db, documents):
        return next(looks)(db, documents)

    monkeypatch.setattr(biometric_check, "gallery", look)
    again = applicant(state, "Orang yang sama", captured=put(state, prints[0, 1]))
    assert check(state, applicant=again, enrol=True)["biometric_decision"] == "match"
    with state.database.reading() as db:
        assert len(gallery.gallery(db, state.documents)) == 1


def test_the_limit_rises_with_the_number_enrolled(state, prints):
    for finger in range(2):
        person = applicant(state, f"Orang {finger}", captured=put(state, prints[finger, 0]))
        check(state, applicant=person, enrol=True)
    assert check(state, captured=put(state, prints[2, 0]))["biometric_threshold"] == 43


def test_no_personal_data_leaves_the_store(state, prints):
    person = applicant(state, captured=put(state, prints[0, 0]), enrolled=put(state, b"no image"))
    assert NAME not in json.dumps(check(state, applicant=person))


def thinned(template: bytes, count: int) -> bytes:
    """The first ``count`` minutiae of an ISO/IEC 19794-2 template."""
    cut = template[:27] + bytes([count]) + template[28 : 28 + 6 * count] + bytes(2)
    return cut[:8] + len(cut).to_bytes(4) + cut[12:]


def test_an_image_taken_again_goes_before_the_one_that_was_unusable(state, prints):
    blurred = put(state, b"no image")
    person = applicant(state, captured=blurred, enrolled=put(state, prints[0, 1]))
    again = put(state, prints[0, 0]).document_id
    for number in (again, again[:12]):
        outputs = check(state, applicant=person, retaken=number)
        assert outputs["biometric_decision"] == "match"
    with state.database.reading() as db:
        theirs = db.execute(select(processings.PERSON_DOCUMENTS.c.document_id)).scalars().all()
    assert again in theirs  # erased with the others


@pytest.mark.parametrize("number", ["0" * 64, "0" * 12, "jari kanan"])
def test_the_officer_hears_of_a_number_that_no_document_has(state, prints, number):
    person = applicant(state, captured=put(state, prints[0, 0]))
    with pytest.raises(BpmnError) as caught:
        check(state, applicant=person, retaken=number)
    assert caught.value.code == "FINGERPRINT_UNUSABLE"
    assert "Periksa nomornya" in caught.value.variables["biometric_summary"]

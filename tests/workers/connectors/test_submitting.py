"""A step is submitted to a system that has an adapter: once, whatever happens on the way."""

from __future__ import annotations

import json
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import trustme
from structlog.testing import capture_logs

from tests.workers.connectors.adapter import Fault, refusal
from workers import forwarding
from workers.handler import IncidentError, RetryableError
from workers.testing import NOW, make_job, run_handler, stored_document

SINGLE = {
    "ahu": "ahu-legalisation",
    "eoffice": "eoffice-forward",
    "sigap": "sigap-publish",
    "simkim": "simkim-record",
    "simpeg": "simpeg-entry",
    "sisumaker": "sisumaker-forward",
}
MONEV = ["smart-dja", "emonev", "tarja", "eperformance"]
PERSONAL = {"ahu", "eoffice", "sigap", "simkim", "sisumaker"}
CUT = Fault(method="POST")
TAKEN_BUT_CUT = Fault(method="POST", take=True)


@pytest.fixture
def publish(state, applicant, letter):
    """Do one step that goes to SIGAP; each call is another try of the same job."""
    job = make_job("sigap-publish")
    variables = {"subject": "Surat balasan", "applicant": applicant, "document": letter}

    def run(**others):
        return run_handler("sigap-publish", {**variables, **others}, state=state, job=job)

    return run


@pytest.mark.parametrize(("code", "job_type"), SINGLE.items())
def test_a_system_with_an_adapter_is_sent_the_step_and_its_receipt_comes_back(  # noqa: PLR0917
    code, job_type, adapter, state, applicant, letter, person, register
):
    system = adapter(code)
    outputs = run_handler(
        job_type,
        {"subject": "Surat balasan", "applicant": applicant, "document": letter,
         "letter_number": "W.6.UM.01.01-0001", "office": {"name": "Kanwil Uji", "code": "W.6"}},
        state=state,
    )  # fmt: skip
    [taken] = system.taken.values()
    assert taken.document == b"%PDF-1.7 isi"
    assert taken.submission["letter_number"] == "W.6.UM.01.01-0001"
    assert taken.submission["date"] == "2025-03-04"
    assert taken.submission["office"]["code"] == "W.6"
    assert taken.submission.get("person") == (person if code in PERSONAL else None)
    assert outputs["receipt"] == taken.receipt
    assert outputs["handoff"]["status"] == "sent"
    assert taken.receipt in outputs["summary"]
    [row] = register()
    assert (row.status, row.receipt, row.closed_at) == ("sent", taken.receipt, NOW)
    assert row.number == outputs["handoff"]["number"]


def test_what_was_sent_is_kept_in_the_document_store(adapter, publish, state):
    [system, outputs] = [adapter("sigap"), publish()]
    [taken] = system.taken.values()
    assert json.loads(stored_document(state, outputs["handoff"]["package"])) == taken.submission


def test_a_systems_own_facts_go_along(adapter, state):
    system = adapter("simkim")
    known = {"queue_number": "A-007", "register_number": "0012/2025"}
    run_handler("simkim-record", known, state=state)
    [taken] = system.taken.values()
    assert taken.submission["details"] == known


def test_of_a_word_document_the_system_gets_the_pdf(adapter, state):
    system = adapter("sisumaker")
    letter = run_handler("letter-draft", {"subject": "Surat balasan"}, state=state)["letter"]
    run_handler("sisumaker-forward", {"document": letter}, state=state)
    [taken] = system.taken.values()
    assert taken.document.startswith(b"%PDF-")
    assert taken.submission["document"]["file_name"] == "surat-balasan.pdf"
    assert taken.submission["document"]["size"] == len(taken.document)


def test_a_step_of_which_nothing_is_known_is_submitted_too(adapter, state):
    system = adapter("sigap")
    assert run_handler("sigap-publish", {}, state=state)["receipt"]
    [taken] = system.taken.values()
    assert set(taken.submission) == {"subject", "date", "person"}


def test_an_answer_that_was_cut_off_is_asked_for_and_nothing_is_sent_again(adapter, publish):
    system = adapter("sigap")
    system.faults = [TAKEN_BUT_CUT]
    assert publish()["receipt"] == "sigap/0001"
    assert system.asked == ["GET", "POST", "GET"]


def test_an_answer_that_does_not_come_in_time_is_asked_for(adapter, publish):
    system = adapter("sigap", timeout=0.5)
    system.faults = [Fault(method="POST", take=True, hold=True)]
    assert publish()["receipt"] == "sigap/0001"
    assert system.asked == ["GET", "POST", "GET"]


def test_a_fault_of_the_adapter_leaves_the_outcome_unknown_until_it_is_asked(adapter, publish):
    system = adapter("sigap")
    system.faults = [
        Fault(method="POST", status=500, take=True, by_contract=False),
        Fault(method="GET", status=404),
        Fault(method="GET", status=502, by_contract=False),
    ]
    with pytest.raises(RetryableError, match=r"took submission \S+ is not known \(HTTP 500\)"):
        publish()
    assert publish()["receipt"] == "sigap/0001"
    assert system.asked == ["GET", "POST", "GET", "GET"]


def test_what_was_cut_off_before_the_system_had_it_is_sent_by_the_same_key(adapter, publish):
    system = adapter("sigap")
    system.faults = [CUT]
    with pytest.raises(RetryableError, match="The next try asks before it sends"):
        publish()
    assert system.taken == {}
    assert publish()["receipt"] == "sigap/0001"
    assert system.asked == ["GET", "POST", "GET", "GET", "POST"]


def test_a_worker_that_dies_before_it_has_the_receipt_on_record_asks_for_it(
    adapter, publish, monkeypatch, register
):
    system = adapter("sigap")

    def die(*_):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(forwarding, "enter_sent", die)
        with pytest.raises(SystemExit):
            publish()
    assert register() == []
    assert publish()["receipt"] == "sigap/0001"
    assert len(system.taken) == 1
    assert system.asked.count("POST") == 1


def test_a_job_that_the_engine_makes_anew_is_the_same_submission(adapter, state, applicant, letter):
    system = adapter("sigap")
    job = make_job("sigap-publish")
    again = make_job("sigap-publish", process_instance_key=job.process_instance_key)
    variables = {"applicant": applicant, "document": letter}
    receipts = {
        run_handler("sigap-publish", variables, state=state, job=each)["receipt"]
        for each in (job, again)
    }
    assert receipts == {"sigap/0001"}
    assert len(system.taken) == 1


def test_a_corrected_document_and_another_instance_are_submissions_of_their_own(
    adapter, state, letter
):
    system = adapter("sigap")
    job = make_job("sigap-publish")
    again = make_job("sigap-publish", process_instance_key=job.process_instance_key)
    other = state.documents.put(b"lain", content_type="application/pdf", file_name="surat.pdf")
    for each, document in ((job, letter), (again, other), (make_job("sigap-publish"), letter)):
        run_handler("sigap-publish", {"document": document}, state=state, job=each)
    assert len(system.taken) == 3


def test_what_a_system_refuses_is_handed_over_with_the_reason_alone(adapter, publish):
    system = adapter("sigap")
    system.faults = [refusal("DOCUMENT_UNREADABLE", "Berkas Rukmini Tjokro, 3171234567890123")]
    outputs = publish()
    assert (outputs["handoff"]["status"], outputs["receipt"]) == ("open", None)
    assert "Ditolak SIGAP: DOCUMENT_UNREADABLE\n1. Masuk ke SIGAP" in outputs["summary"]
    assert "Rukmini" not in str(outputs)


@pytest.mark.parametrize("body", [b'{"reason": "NIK_3171234567890123"}', b"<html>", b"{}"])
def test_a_reason_that_could_hold_a_number_of_a_person_is_not_passed_on(adapter, publish, body):
    system = adapter("sigap")
    system.faults = [Fault(method="POST", status=422, body=body, by_contract=False)]
    outputs = publish()
    assert "Ditolak SIGAP: UNSPECIFIED" in outputs["summary"]
    assert "3171" not in str(outputs)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_system_is_tried_again_when_it_says(adapter, publish, status):
    system = adapter("sigap")
    system.faults = [Fault(method="POST", status=status, headers={"Retry-After": "120"})]
    with pytest.raises(RetryableError) as caught:
        publish()
    assert caught.value.after == timedelta(minutes=2)
    assert system.asked == ["GET", "POST"]
    assert publish()["receipt"]


def test_a_busy_system_may_name_the_moment_but_is_not_waited_for_longer_than_an_hour(
    adapter, publish
):
    later = format_datetime(datetime.now(UTC) + timedelta(minutes=30), usegmt=True)
    waits = []
    system = adapter("sigap")
    for header in (later, "99999", "Thu, 01 Jan 1970 00:00:00 GMT", "soon"):
        system.faults = [Fault(method="GET", status=503, headers={"Retry-After": header})]
        with pytest.raises(RetryableError) as caught:
            publish()
        waits.append(caught.value.after)
    assert timedelta(minutes=20) < waits[0] <= timedelta(minutes=30)
    assert waits[1:] == [timedelta(hours=1), timedelta(), None]


def test_a_receipt_that_takes_its_time_is_asked_for_by_the_next_try(adapter, publish):
    system = adapter("sigap")
    system.faults = [Fault(method="POST", status=202, body=b'{"status": "pending"}', take=True)]
    with pytest.raises(RetryableError, match="gave no receipt yet") as caught:
        publish()
    assert not caught.value.spends_retry
    assert publish()["receipt"] == "sigap/0001"
    assert system.asked == ["GET", "POST", "GET"]


def test_a_submission_that_is_refused_after_a_while_is_refused(adapter, publish):
    system = adapter("sigap")
    system.faults = [
        Fault(method="POST", status=202, body=b'{"status": "pending"}'),
        Fault(method="GET", status=404),
        refusal("DUPLICATE_LETTER", "", method="GET"),
    ]
    with pytest.raises(RetryableError):
        publish()
    assert "Ditolak SIGAP: DUPLICATE_LETTER" in publish()["summary"]
    assert system.asked == ["GET", "POST", "GET"]


def test_a_submission_under_way_is_waited_for(adapter, publish):
    system = adapter("sigap")
    system.faults = [Fault(method="POST", status=409)]
    with pytest.raises(RetryableError, match="gave no receipt yet"):
        publish()


def test_a_token_that_is_not_accepted_names_the_setting_and_not_the_token(
    adapter, publish, monkeypatch
):
    adapter("sigap")
    monkeypatch.setenv("TERTIB_CONNECTOR_SIGAP_TOKEN", "an-old-secret")
    with pytest.raises(IncidentError, match=r"401.*TERTIB_CONNECTOR_SIGAP_TOKEN_FILE") as caught:
        publish()
    assert "an-old-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (201, b"<html>Rukmini"),
        (201, b'{"status": "accepted"}'),
        (201, b'{"status": "accepted", "receipt": " "}'),
        (400, b"Rukmini"),
        (404, b""),
    ],
)
def test_an_answer_against_the_contract_is_an_incident_that_quotes_nothing(
    adapter, publish, status, body
):
    system = adapter("sigap")
    system.faults = [Fault(method="POST", status=status, body=body, by_contract=False)]
    with pytest.raises(IncidentError, match=rf"{status}.*sigap\.openapi\.json") as caught:
        publish()
    assert "Rukmini" not in str(caught.value)


def test_the_data_go_to_no_other_address_than_the_configured_one(adapter, publish):
    [system, other] = [adapter("sigap"), adapter("simkim")]
    elsewhere = {"Location": f"{other.url}/submissions"}
    system.faults = [Fault(method="POST", status=307, headers=elsewhere, by_contract=False)]
    with pytest.raises(IncidentError, match="307"):
        publish()
    assert other.asked == []


def test_an_adapter_that_is_away_is_tried_again_and_nothing_is_said_to_be_unknown(adapter, publish):
    adapter("sigap").close()
    with pytest.raises(RetryableError, match=r"SIGAP does not answer \(ConnectionError\)"):
        publish()


def test_of_several_systems_those_with_an_adapter_are_sent_and_the_officer_does_the_others(
    adapter, state, register
):
    [smart, tarja] = [adapter("smart-dja"), adapter("tarja")]
    outputs = run_handler("monev-upload", {"subject": "Capaian triwulan"}, state=state)
    [taken] = smart.taken.values()
    assert taken.submission["details"] == {"fiscal_year": 2025, "quarter": 1}
    assert len(tarja.taken) == 1
    assert outputs["receipt"] is None
    assert outputs["handoff"]["status"] == "open"
    lines = outputs["summary"].splitlines()
    assert "Sudah dikirim: SMART DJA smart-dja/0001" in lines
    assert [line[:12] for line in lines[-2:]] == ["1. E-Monev B", "2. e-Perform"]
    assert [row.status for row in register()] == ["open"]


def test_several_systems_that_all_have_an_adapter_give_a_receipt_each(adapter, state, applicant):
    systems = [adapter(code) for code in MONEV]
    outputs = run_handler("monev-upload", {"applicant": applicant}, state=state)
    assert outputs["receipt"] == (
        "SMART DJA smart-dja/0001; E-Monev Bappenas emonev/0001; "
        "TARJA tarja/0001; e-Performance eperformance/0001"
    )
    assert all("person" not in taken.submission for s in systems for taken in s.taken.values())


def test_when_one_of_several_systems_fails_the_others_are_not_sent_to_again(adapter, state):
    systems = {code: adapter(code) for code in MONEV}
    systems["emonev"].faults = [CUT]
    job = make_job("monev-upload")
    with pytest.raises(RetryableError):
        run_handler("monev-upload", {}, state=state, job=job)
    run_handler("monev-upload", {}, state=state, job=job)
    assert [len(system.taken) for system in systems.values()] == [1, 1, 1, 1]
    assert systems["smart-dja"].asked == ["GET", "POST", "GET"]


def test_when_one_of_several_systems_refuses_the_officer_has_that_one_alone(adapter, state):
    systems = {code: adapter(code) for code in MONEV}
    systems["tarja"].faults = [refusal("PERIOD_CLOSED", "")]
    outputs = run_handler("monev-upload", {}, state=state)
    assert outputs["handoff"]["status"] == "open"
    assert "Sudah dikirim: SMART DJA smart-dja/0001" in outputs["summary"]
    assert "Ditolak TARJA: PERIOD_CLOSED" in outputs["summary"]
    assert "SMART DJA" not in outputs["summary"].split("Ditolak")[1]


def test_nothing_personal_is_in_a_variable_a_table_or_a_log(adapter, publish, person, tmp_path):
    system = adapter("sigap")
    system.faults = [TAKEN_BUT_CUT]
    with capture_logs() as logs:
        outputs = publish()
    seen = json.dumps([outputs, logs]).encode()
    seen += b"".join(path.read_bytes() for path in tmp_path.glob("workers.db*"))
    assert b"submission_unknown" in seen
    assert [key for key, value in person.items() if value.encode() in seen] == []
    [taken] = system.taken.values()
    assert taken.submission["person"]["nik"] == person["nik"]


def test_an_adapter_is_believed_by_a_certificate_that_the_office_trusts(
    adapter, publish, monkeypatch, tmp_path
):
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    system = adapter("sigap", tls)
    with pytest.raises(RetryableError, match="SSLError"):
        publish()
    assert system.asked == []
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    assert publish()["receipt"] == "sigap/0001"

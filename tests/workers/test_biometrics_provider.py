"""biometric-check with a matcher elsewhere: a server of our own that keeps to the contract."""

from __future__ import annotations

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from workers.biometrics import provider
from workers.handler import BpmnError, IncidentError, RetryableError
from workers.people import Applicant, FaceImages, FingerprintScans
from workers.testing import run_handler, stored_document, temporary_state

CONTRACT = json.loads(
    Path(provider.__file__).with_name("provider.openapi.json").read_text(encoding="utf-8")
)
TOKEN = "kata-sandi-rahasia"  # noqa: S105 -- to be searched for
CAPTURED, ENROLLED = b"image of today", b"image on file"
MATCH = {"score": 61.5, "threshold": 40, "decision": "match"}


class Matcher(ThreadingHTTPServer):
    """Gives the answers it was told, the last of them for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.asked = [(200, MATCH, {})], []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def next(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        body = json.loads(self.rfile.read(length))
        self.server.asked.append((self.path, body, self.headers["Authorization"]))
        status, answer, headers = self.server.next()
        if status is None:  # nothing for as long as it takes
            time.sleep(answer)
            return
        content = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Length": len(content), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def matcher(monkeypatch):
    server = Matcher()
    monkeypatch.setenv("TERTIB_BIOMETRICS_URL", f"http://127.0.0.1:{server.server_port}/v1/")
    monkeypatch.setenv("TERTIB_BIOMETRICS_TOKEN", TOKEN)
    monkeypatch.setattr(provider, "FIRST_WAIT_S", 0.01)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def state(tmp_path):
    with temporary_state(tmp_path) as opened:
        yield opened


def check(state, kind="fingerprint", *, without=(), **variables):
    """Check an applicant of whom there is an image of today and, unless it is 1:N, one on file."""
    images = {
        name: state.documents.put(content, content_type="image/png", file_name="gambar")
        for name, content in (("captured", CAPTURED), ("enrolled", ENROLLED))
        if name not in without
    }
    scans = {"fingerprint": FingerprintScans, "face": FaceImages}[kind](**images)
    content = msgspec.json.encode(Applicant(**{kind: scans}))
    record = state.documents.put(content, content_type="application/json", file_name="pemohon")
    return run_handler("biometric-check", {"applicant": record, **variables}, state=state)


def search(state, kind="fingerprint"):
    return check(state, kind, without=("enrolled",))


def test_two_images_are_compared_at_the_rate_asked_for(state, matcher):
    result = check(state, false_match_rate=0.001)
    [(path, body, authorization)] = matcher.asked
    assert path == "/v1/fingerprint/verifications"
    assert authorization == f"Bearer {TOKEN}"
    assert {name: base64.b64decode(body.pop(name)) for name in ("probe", "reference")} == {
        "probe": CAPTURED,
        "reference": ENROLLED,
    }
    assert body == {"false_match_rate": 0.001, "dpi": 500}
    assert (result["biometric_decision"], result["biometric_mode"]) == ("match", "verification")
    assert (result["biometric_score"], result["biometric_threshold"]) == (61.5, 40)


def test_faces_go_by_the_same_contract(state, matcher):
    result = check(state, "face")
    [(path, body, _)] = matcher.asked
    assert path == "/v1/face/verifications"
    assert "dpi" not in body
    assert "wajah" in result["biometric_summary"]


def test_who_was_found_is_in_a_document_not_in_a_variable(state, matcher):
    matcher.answers = [(200, MATCH | {"candidate": "SIMKIM-7788"}, {})]
    result = search(state)
    assert matcher.asked[0][0] == "/v1/fingerprint/identifications"
    assert "reference" not in matcher.asked[0][1]
    assert "SIMKIM-7788" not in json.dumps(result)
    kept = json.loads(stored_document(state, result["biometric_candidate"]))
    assert kept == {"biometric_candidate": "SIMKIM-7788"}


def test_somebody_the_matcher_is_not_sure_of_is_not_named(state, matcher):
    matcher.answers = [(200, MATCH | {"decision": "inconclusive", "candidate": "7788"}, {})]
    result = search(state)
    assert result["biometric_decision"] == "inconclusive"
    assert result["biometric_candidate"] is None


def test_where_nobody_is_enrolled_the_officer_is_told(state, matcher):
    matcher.answers = [(204, None, {})]
    assert search(state)["biometric_reason"] == "nothing-enrolled"


@pytest.mark.parametrize("kind", ["fingerprint", "face"])
def test_a_captured_image_of_no_use_is_an_error_the_diagram_can_catch(state, matcher, kind):
    matcher.answers = [(422, {"image": "probe"}, {})]
    with pytest.raises(BpmnError) as raised:
        check(state, kind)
    assert raised.value.code == f"{kind.upper()}_UNUSABLE"


def test_an_image_on_file_of_no_use_leaves_the_officer_to_decide(state, matcher):
    matcher.answers = [(422, {"image": "reference"}, {})]
    assert check(state)["biometric_reason"] == "enrolled-unusable"


def test_a_matcher_that_is_busy_is_asked_again(state, matcher):
    matcher.answers = [(503, None, {}), (500, None, {}), (200, MATCH, {})]
    assert check(state)["biometric_decision"] == "match"
    assert len(matcher.asked) == 3


def test_a_matcher_that_says_when_is_asked_then(state, matcher, monkeypatch):
    waits = []
    monkeypatch.setattr(provider.time, "sleep", waits.append)
    matcher.answers = [(429, None, {"Retry-After": 7}), (503, None, {"Retry-After": 3600})]
    with pytest.raises(RetryableError, match="HTTP 503"):
        check(state)
    assert waits == [7, provider.LONGEST_WAIT_S]


def test_a_matcher_that_does_not_answer_gives_the_job_back(state, matcher, monkeypatch):
    monkeypatch.setenv("TERTIB_BIOMETRICS_TIMEOUT", "0.2")
    monkeypatch.setenv("TERTIB_BIOMETRICS_ATTEMPTS", "2")
    matcher.answers = [(None, 1, {})]
    with pytest.raises(RetryableError, match="ReadTimeout"):
        check(state)
    assert len(matcher.asked) == 2


def test_a_matcher_that_is_gone_gives_the_job_back(state, matcher, monkeypatch):
    monkeypatch.setenv("TERTIB_BIOMETRICS_URL", "http://127.0.0.1:9")
    with pytest.raises(RetryableError, match="ConnectionError"):
        check(state)


@pytest.mark.parametrize("status", [302, 401, 403, 404])
def test_a_refusal_names_the_settings_and_shows_no_secret(state, matcher, status):
    matcher.answers = [(status, None, {"Location": "http://127.0.0.1:9/"})]
    with pytest.raises(IncidentError, match=rf"HTTP {status}.*TERTIB_BIOMETRICS_URL") as raised:
        check(state)
    assert TOKEN not in str(raised.value)
    assert len(matcher.asked) == 1


@pytest.mark.parametrize(
    "answer", [{}, MATCH | {"decision": "yes"}, MATCH | {"score": "high"}, [MATCH], "rahasia"]
)
def test_an_answer_outside_the_contract_is_no_result(state, matcher, answer):
    matcher.answers = [(200, answer, {})]
    with pytest.raises(IncidentError, match=r"provider\.openapi\.json") as raised:
        check(state)
    assert "rahasia" not in str(raised.value)


def test_images_are_not_sent_unencrypted(state, monkeypatch):
    monkeypatch.setenv("TERTIB_BIOMETRICS_URL", "http://simkim.example/v1")
    with pytest.raises(IncidentError, match="https://"):
        check(state)


def test_without_a_matcher_faces_are_left_to_the_officer(state):
    result = check(state, "face")
    assert result["biometric_decision"] == "inconclusive"
    assert result["biometric_reason"] == "no-face-matcher"
    assert "Cocokkan sendiri" in result["biometric_summary"]


@pytest.mark.parametrize("struct", [provider.Comparison, provider.Answer, provider.Unusable])
def test_the_declared_contract_is_what_is_sent_and_understood(struct):
    declared = CONTRACT["components"]["schemas"][struct.__name__]
    fields = msgspec.structs.fields(struct)
    assert set(declared["properties"]) == {field.encode_name for field in fields}
    assert set(declared["required"]) == {field.encode_name for field in fields if field.required}

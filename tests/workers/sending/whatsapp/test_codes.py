"""What Meta's errors mean for the message, for the next one, and for how long."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from workers.sending.whatsapp.cloud import CloudApi
from workers.sending.whatsapp.config import WhatsappConfig
from workers.sending.whatsapp.posting import Answer

API = CloudApi(WhatsappConfig(provider="cloud", phone_number_id="1", token="x"))  # noqa: S106


def judge(code, *, status=400, subcode=None, headers=None):
    error = {"code": code, "message": "to +6281234567890", "error_data": {"details": "..."}}
    error |= {"error_subcode": subcode} if subcode else {}
    content = msgspec.json.encode({"error": error})
    return API.judge(Answer(status=status, content=content, headers=headers or {}))


@pytest.mark.parametrize(("code", "minutes"), [(4, 15), (80007, 15), (130429, 1 / 6), (131048, 60)])
def test_too_much_at_once_stops_all_for_a_while(code, minutes):
    verdict = judge(code)
    assert verdict.outcome.status == "ready"
    assert verdict.away
    assert verdict.outcome.wait == timedelta(minutes=minutes)


def test_how_long_meta_tells_counts():
    assert judge(80007, headers={"retry-after": "90"}).outcome.wait == timedelta(seconds=90)
    usage = '{"1": [{"type": "messaging", "estimated_time_to_regain_access": 7}]}'
    told = judge(80007, headers={"x-business-use-case-usage": usage})
    assert told.outcome.wait == timedelta(minutes=7)
    for unreadable in ("soon", '{"1": 7}'):
        headers = {"x-business-use-case-usage": unreadable, "retry-after": unreadable}
        assert judge(80007, headers=headers).outcome.wait == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("code", "status"), [(0, 401), (10, 403), (190, 401), (200, 403), (368, 403), (132001, 404)]
)
def test_what_concerns_the_office_fails_no_message(code, status):
    verdict = judge(code, status=status)
    assert (verdict.outcome.status, verdict.outcome.reason) == ("ready", str(code))
    assert verdict.away


def test_a_wrong_phone_number_id_concerns_the_office_and_a_wrong_parameter_the_message():
    assert judge(100, subcode=33).away
    assert judge(100).outcome.status == "failed"


@pytest.mark.parametrize("code", [131026, 131047, 131049, 131051, 130472, 131021])
def test_what_cannot_be_delivered_fails(code):
    verdict = judge(code)
    assert (verdict.outcome.status, verdict.outcome.reason) == ("failed", str(code))
    assert not verdict.away


@pytest.mark.parametrize(("code", "away"), [(2, True), (131016, True), (131000, False)])
def test_what_meta_says_it_did_not_send_is_sent_again(code, away):
    verdict = judge(code, status=500)
    assert verdict.outcome.status == "ready"
    assert verdict.away is away


@pytest.mark.parametrize(("code", "status"), [(1, 500), (999999, 503)])
def test_a_fault_after_which_nobody_knows_is_unknown(code, status):
    assert judge(code, status=status).outcome.status == "unknown"


@pytest.mark.parametrize("content", [b"", b"{}", b'{"messages": []}', b"<html>"])
def test_an_acceptance_that_names_no_message_is_unknown(content):
    answer = Answer(status=200, content=content, headers={})
    assert API.judge(answer).outcome.status == "unknown"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(302, "ready"), (403, "ready"), (429, "ready"), (413, "failed"), (502, "unknown")],
)
def test_an_answer_of_somebody_in_between_is_judged_by_its_status(status, outcome):
    answer = Answer(status=status, content=b"<html>", headers={})
    verdict = API.judge(answer)
    assert (verdict.outcome.status, verdict.outcome.reason) == (outcome, f"http-{status}")

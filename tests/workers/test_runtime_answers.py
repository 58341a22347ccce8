import sqlite3
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy.exc import OperationalError

from workers.handler import BpmnError, IncidentError, RetryableError
from workers.runtime.answers import Fail, Throw
from workers.runtime.backoff import retry_wait
from workers.runtime.faults import LONGEST_MESSAGE, answer_to
from workers.state.documents import DocumentsAwayError
from workers.testing import make_job

JOB = make_job("letter-draft", retries=3)


def raised(error):
    with pytest.raises(type(error)) as caught:
        _raise(error)
    return caught.value


def _raise(error):
    raise error


def test_a_business_error_is_thrown_with_its_variables():
    answer = answer_to(BpmnError("NO_STOCK", "Nothing left.", {"left": 0}), JOB)
    assert answer == Throw("NO_STOCK", "Nothing left.", b'{"left":0}')


def test_a_passing_fault_costs_one_try_and_waits():
    answer = answer_to(RetryableError("The mail server is busy."), JOB)
    assert isinstance(answer, Fail)
    assert answer.retries == 2
    assert timedelta(seconds=8) <= answer.wait <= timedelta(seconds=16)


def test_the_fewer_tries_are_left_the_longer_the_wait():
    last = answer_to(RetryableError("busy"), msgspec.structs.replace(JOB, retries=2))
    assert last.wait >= timedelta(seconds=16)


def test_a_handler_may_say_how_long_to_wait():
    answer = answer_to(RetryableError("busy", after=timedelta(minutes=5)), JOB)
    assert answer.wait == timedelta(minutes=5)


def test_a_fault_before_anything_was_tried_costs_no_try():
    error = RetryableError("not now", after=timedelta(seconds=40), spends_retry=False)
    answer = answer_to(error, msgspec.structs.replace(JOB, retries=1))
    assert (answer.retries, answer.wait) == (1, timedelta(seconds=40))


def test_the_last_try_that_fails_is_an_incident():
    answer = answer_to(RetryableError("busy"), msgspec.structs.replace(JOB, retries=1))
    assert answer.retries == 0


def test_what_a_person_must_mend_is_an_incident_with_its_own_message():
    answer = answer_to(IncidentError("TERTIB_SMTP_HOST is not set."), JOB)
    assert answer == Fail("TERTIB_SMTP_HOST is not set.")


@pytest.mark.parametrize(
    "error", [ValueError("Siti Aminah"), SystemExit("Siti Aminah"), KeyError("Siti Aminah")]
)
def test_a_bug_is_an_incident_that_tells_its_kind_and_place_and_nothing_else(error):
    answer = answer_to(raised(error), JOB)
    assert answer.retries == 0
    assert type(error).__name__ in answer.message
    assert "test_runtime_answers.py" in answer.message
    assert "Siti" not in str(answer)


def test_the_place_of_a_bug_is_the_innermost_line_of_ours():
    with pytest.raises(TypeError) as caught:
        retry_wait("two")
    assert answer_to(caught.value, JOB).place.startswith("workers/runtime/backoff.py:")


def test_the_log_gets_the_lines_that_led_to_a_bug_outermost_first():
    """The place alone did not say who had called it, and how."""
    with pytest.raises(TypeError) as caught:
        retry_wait("two")
    [here, there] = answer_to(caught.value, JOB).trace
    assert here.startswith("tests/workers/test_runtime_answers.py:")
    assert there.startswith("workers/runtime/backoff.py:")


def test_our_own_storage_away_costs_no_try():
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL
    for error in (OperationalError("insert", {}, cause), OSError(28, "No space left on device")):
        answer = answer_to(error, JOB)
        assert answer.retries == 3
        assert answer.wait > timedelta()


def test_documents_that_are_away_cost_no_try_and_cast_no_doubt_on_the_database():
    answer = answer_to(DocumentsAwayError("s3://office cannot be used just now (SlowDown)."), JOB)
    assert (answer.retries, answer.storage) == (3, False)
    assert answer.wait > timedelta()
    assert "s3://office" in answer.message


@pytest.mark.parametrize(
    "error",
    [
        BpmnError("NO_STOCK", "3171 2345 6789 0123 has nothing left."),
        RetryableError("0812-3456-7890 is busy."),
        IncidentError("C7654321 is not in the list."),
        DocumentsAwayError("rukmini@example.org has no access."),
    ],
)
def test_numbers_that_name_a_person_are_masked_in_what_the_engine_is_told(error):
    message = answer_to(error, JOB).message
    assert message.startswith(("[nik]", "[phone]", "[passport]", "[email]"))


def test_a_documents_id_stays_readable_in_what_the_engine_is_told():
    message = f"document {'3171234567890123' * 4} is not in the store"
    assert answer_to(IncidentError(message), JOB).message == message


class MuteError(IncidentError):
    def __str__(self):
        raise ValueError


@pytest.mark.parametrize(
    "error",
    [
        BpmnError("NO_STOCK", "Nothing left.", {"left": object()}),
        BpmnError("NO_STOCK", "Nothing left.", {"left": "x" * 4_000_000}),
        BpmnError("NO_STOCK", "Nothing left.", ["left"]),
        BpmnError(5, "Nothing left."),
        BpmnError("NO_STOCK", None),
        RetryableError(ValueError("Siti Aminah")),
        RetryableError("busy", after=5),
        MuteError(),
    ],
)
def test_what_no_engine_takes_is_an_incident_that_says_where_it_was_raised(error):
    """It left the answer unmade, the job unanswered, and its thread dead."""
    answer = answer_to(raised(error), JOB)
    assert (type(answer), answer.retries) == (Fail, 0)
    assert f"{type(error).__name__} at tests/workers/test_runtime_answers.py:" in answer.message
    assert "Siti" not in answer.message


def test_a_wait_that_is_over_already_is_none():
    assert answer_to(RetryableError("busy", after=timedelta(days=-1)), JOB).wait == timedelta()


def test_a_message_has_a_length_that_people_read_and_the_gateway_takes():
    for error in (IncidentError("x" * 5_000_000), BpmnError("NO_STOCK", "x" * 5_000_000)):
        assert LONGEST_MESSAGE <= len(answer_to(error, JOB).message) < LONGEST_MESSAGE + 10


def test_a_message_with_what_is_no_character_can_be_sent():
    """Names of files may hold such, and messages name files."""
    assert answer_to(IncidentError("surat-\udcff.pdf"), JOB).message == "surat-?.pdf"


def test_an_incident_without_a_word_is_called_by_its_kind():
    assert answer_to(IncidentError(), JOB).message == "IncidentError"

import threading
from typing import Any, Literal

import msgspec
import pytest
from sqlalchemy import Column, Integer, Table, func, insert, select

from workers.handler import BpmnError, Context, IncidentError, make_handler
from workers.runtime.execution import InputsError, OutputsError, attempt
from workers.state.database import METADATA
from workers.state.documents import DocumentReference
from workers.testing import NOW, make_job, run_handler, stored_document, temporary_state

DRAWN = Table("test_execution_drawn", METADATA, Column("number", Integer, primary_key=True))


class Draw(msgspec.Struct):
    subject: str
    copies: int = 1
    kind: Literal["biasa", "rahasia"] = "biasa"
    letter: DocumentReference | None = None


class Drawn(msgspec.Struct):
    number: int
    note: str | None = None
    kept: str | msgspec.UnsetType = msgspec.UNSET


def draw(inputs: Draw, context: Context) -> Drawn:
    result = context.db.execute(insert(DRAWN).values())
    return Drawn(number=result.inserted_primary_key[0])


def draw_and_refuse(inputs: Draw, context: Context) -> Drawn:
    draw(inputs, context)
    raise BpmnError("REFUSED", "The subject is not allowed.")


HANDLER = make_handler("test-draw", draw)


@pytest.fixture
def state(tmp_path):
    with temporary_state(tmp_path) as state:
        yield state


def drawn(state):
    with state.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(DRAWN)).scalar_one()


def test_a_job_delivered_again_returns_the_recorded_result(state):
    job = make_job("test-draw")
    first = run_handler(HANDLER, {"subject": "Undangan"}, state=state, job=job)
    assert run_handler(HANDLER, {"subject": "Undangan"}, state=state, job=job) == first
    assert drawn(state) == 1


def test_the_order_of_the_variables_makes_no_other_job(state):
    job = make_job("test-draw")
    run_handler(HANDLER, {"subject": "Undangan", "copies": 2}, state=state, job=job)
    run_handler(HANDLER, {"copies": 2, "subject": "Undangan"}, state=state, job=job)
    assert drawn(state) == 1


def test_a_job_delivered_twice_at_once_takes_effect_once(state):
    """Both find nothing in the ledger, then both run: the slower one's effect is undone."""
    together = threading.Barrier(2, timeout=10)

    def draw_together(inputs: Draw, context: Context) -> Drawn:
        together.wait()
        return draw(inputs, context)

    handler = make_handler("test-draw", draw_together)
    job, results = make_job("test-draw"), []

    def deliver():
        results.append(run_handler(handler, {"subject": "Undangan"}, state=state, job=job))

    threads = [threading.Thread(target=deliver) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results[0] == results[1]
    assert drawn(state) == 1


def test_what_a_failing_handler_wrote_is_undone_and_it_runs_again(state):
    job, handler = make_job("test-draw"), make_handler("test-draw", draw_and_refuse)
    for _ in range(2):
        with pytest.raises(BpmnError):
            run_handler(handler, {"subject": "Undangan"}, state=state, job=job)
    assert drawn(state) == 0


def test_none_becomes_null_and_unset_is_left_alone(state):
    assert run_handler(HANDLER, {"subject": "x"}, state=state) == {"number": 1, "note": None}


def test_only_the_declared_inputs_are_fetched():
    assert HANDLER.variables == ("subject", "copies", "kind", "letter")


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({}, "variable subject is missing"),
        ({"subject": None}, "variable subject must be str, not null"),
        ({"subject": 3201010101010001}, "variable subject must be str, not int"),
        ({"subject": "x", "kind": "Siti Aminah"}, "variable kind has a value that its type"),
        ({"subject": "x", "letter": {"storeId": "s"}}, "variable letter.documentId is missing"),
    ],
)
def test_an_input_that_does_not_fit_is_named_without_its_value(variables, message):
    with pytest.raises(InputsError, match=message) as caught:
        run_handler(HANDLER, variables)
    assert "3201010101010001" not in str(caught.value)
    assert "Siti" not in str(caught.value)


def test_a_handler_that_returns_something_else_is_a_fault(state):
    def wrong(inputs: Draw, context: Context) -> Drawn:
        return inputs  # type: ignore[return-value]

    with pytest.raises(OutputsError, match="returned a Draw; it must return a Drawn"):
        run_handler(make_handler("test-draw", wrong), {"subject": "x"}, state=state)


class Anything(msgspec.Struct):
    value: Any


@pytest.mark.parametrize(
    ("value", "reason"),
    [(object(), "objects of type object"), ("\udcff", "UnicodeEncodeError"), (open, "builtin")],
)
def test_outputs_that_json_has_no_word_for_are_an_incident_that_says_so(value, reason):
    def boast(inputs: Draw, context: Context) -> Anything:
        return Anything(value)

    with pytest.raises(OutputsError, match=f"cannot be written as JSON .*{reason}"):
        run_handler(make_handler("test-draw", boast), {"subject": "x"})


@pytest.mark.parametrize("variables", ["", "{", '{"subject": "\\ud800"}', '{"x":' + "[" * 100_000])
def test_variables_that_are_no_json_are_an_incident_that_says_so(state, variables):
    done = attempt(HANDLER, make_job("test-draw"), variables, state, NOW)
    assert done.answer.message.startswith("The variables cannot be read (")


def test_a_handler_without_structs_is_refused_when_it_is_declared():
    def loose(inputs: dict, context: Context) -> dict:
        return inputs

    with pytest.raises(TypeError, match="expected def f"):
        make_handler("test-draw", loose)


def test_outputs_too_large_for_the_engine_are_an_incident_and_undone(state):
    def boast(inputs: Draw, context: Context) -> Drawn:
        draw(inputs, context)
        return Drawn(number=1, note="x" * 4_000_000)

    with pytest.raises(IncidentError, match="4000"):
        run_handler(make_handler("test-draw", boast), {"subject": "x"}, state=state)
    assert drawn(state) == 0


def test_a_document_put_by_a_handler_can_be_read_back(state):
    def write(inputs: Draw, context: Context) -> Written:
        content = inputs.subject.encode()
        return Written(
            letter=context.documents.put(content, content_type="text/plain", file_name="s.txt")
        )

    outputs = run_handler(make_handler("test-write", write), {"subject": "Nota"}, state=state)
    assert stored_document(state, outputs["letter"]) == b"Nota"


class Written(msgspec.Struct):
    letter: DocumentReference

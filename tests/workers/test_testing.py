"""The kit that runs one handler without a broker."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import Column, Integer, Table, func, insert, select

from workers.handler import BpmnError, Context, make_handler
from workers.runtime.execution import InputsError
from workers.state.database import METADATA
from workers.testing import NOW, make_job, run_handler, stored_document, temporary_state

MARKS = Table("kit_marks", METADATA, Column("id", Integer, primary_key=True))


class Given(msgspec.Struct):
    amount: int


class Done(msgspec.Struct):
    double: int


def double(inputs: Given, context: Context) -> Done:
    context.db.execute(insert(MARKS))
    if inputs.amount < 0:
        raise BpmnError("AMOUNT_INVALID", "No such amount.")
    return Done(double=2 * inputs.amount)


DOUBLE = make_handler("kit-double", double)


def marks(state):
    with state.database.reading() as db:
        return db.execute(select(func.count()).select_from(MARKS)).scalar_one()


def test_the_outputs_are_those_the_job_would_be_completed_with():
    assert run_handler(DOUBLE, {"amount": 21}) == {"double": 42}


def test_the_same_job_delivered_again_is_answered_from_the_ledger():
    job = make_job("kit-double")
    with temporary_state() as state:
        answers = [run_handler(DOUBLE, {"amount": 1}, state=state, job=job) for _ in range(3)]
        assert answers == [{"double": 2}] * 3
        assert marks(state) == 1


def test_what_the_handler_raises_comes_out_and_what_it_wrote_is_rolled_back():
    with temporary_state() as state:
        with pytest.raises(BpmnError, match="AMOUNT_INVALID"):
            run_handler(DOUBLE, {"amount": -1}, state=state)
        assert marks(state) == 0


def test_a_variable_that_does_not_fit_is_named():
    with pytest.raises(InputsError, match="variable amount must be int"):
        run_handler(DOUBLE, {"amount": "a lot"})


def test_a_job_type_that_nobody_imported_is_named():
    with pytest.raises(LookupError, match="'kit-unknown'"):
        run_handler("kit-unknown", {})


def test_a_registered_type_runs_by_its_name_at_the_moment_the_test_wants():
    drawn = run_handler("letter-number", {"pattern": "{number}/{year}"}, now=NOW.replace(year=2031))
    assert drawn["letter_number"] == "1/2031"


def test_documents_are_read_by_the_reference_an_output_holds():
    with temporary_state() as state:
        outputs = run_handler("letter-draft", {"subject": "Undangan"}, state=state)
        assert stored_document(state, outputs["letter"]).startswith(b"PK")

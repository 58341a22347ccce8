"""What the officers of a rehearsal answer."""

from __future__ import annotations

import pytest

from converters.model import Approval, Sop, Source
from deploy.rehearsal.instance import ALL_YES, NO_FIRST, Instance


@pytest.fixture
def instance():
    empty = dict.fromkeys(("legal_basis", "qualifications", "related", "equipment"), ())
    blank = dict.fromkeys(
        ("number", "unit", "created", "revised", "effective", "warning", "recording")
    )
    source = Source(file="uji.pdf", page=1)
    sop = Sop(
        id="uji", title="Uji", approved_by=Approval(), roles=("Staf",), steps=(), doubts=(),
        source=source, **empty, **blank,
    )  # fmt: skip
    return lambda round_name: Instance("1", sop, round_name, {})


def test_each_decision_is_refused_once_and_then_agreed_to(instance) -> None:
    officer = instance(NO_FIRST)
    told = [
        officer.decide("decision_1"),
        officer.decide("decision_2"),
        officer.decide("decision_1"),
    ]
    assert told == ["tidak", "tidak", "ya"]


def test_a_decision_that_comes_back_by_its_first_answer_gets_the_other_in_time(instance) -> None:
    officer = instance(ALL_YES)
    assert [officer.decide("decision_1") for _ in range(4)] == ["ya", "ya", "ya", "tidak"]

"""Due dates as FEEL. That the engine computes them right is in test_on_the_engine.py."""

from __future__ import annotations

from converters.diagram.due_date import due_date
from converters.model import Duration


def time(longest: str, *, working: bool = False) -> Duration:
    return Duration(text="", min=longest, max=longest, working=working)


def test_office_time_is_counted_from_now():
    assert due_date(time("PT30M")) == '=now() + duration("PT30M")'


def test_working_days_leave_saturday_and_sunday_out():
    expression = due_date(time("P3D", working=True))
    assert "1..5" in expression
    assert '["Saturday", "Sunday"]' in expression
    assert expression.endswith("[3]")


def test_weeks_are_days_for_feel_knows_no_weeks():
    assert due_date(time("P2W")) == '=now() + duration("P14D")'


def test_a_range_is_due_at_its_end():
    span = Duration(text="1-2 hari", min="P1D", max="P2D", working=True)
    assert due_date(span).endswith("[2]")

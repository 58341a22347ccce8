"""`tertib survey`: the satisfaction index as an officer asks for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.errors import DeployError
from workers.letters.pdf.archival import is_pdf_a
from workers.testing import run_handler, temporary_state


@pytest.fixture
def answered(tmp_path, monkeypatch):
    """Answer as so many respondents, all with one value."""
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    with temporary_state(tmp_path) as state:

        def answer(value: int, times: int = 1, office: str = "W.6", year: int = 2025) -> None:
            variables = {f"u{number}": value for number in range(1, 10)}
            variables |= {"office": {"code": office}, "process_title": "IZIN MAGANG"}
            for _ in range(times):
                now = datetime(year, 3, 4, 2, 30, tzinfo=UTC)
                run_handler("satisfaction-survey", variables, state=state, now=now)

        yield answer


def tertib(*arguments: str):
    return CliRunner().invoke(app, ["survey", *arguments], catch_exceptions=False)


def of_2025(*arguments: str):
    return tertib("--from", "2025-01-01", "--to", "2025-12-31", *arguments)


def test_index_and_elements_of_the_days_asked_for_are_shown(answered):
    answered(4)
    answered(3)
    answered(1, year=2024)
    answer = of_2025()
    assert answer.exit_code == 0
    assert "87.50" in answer.output
    assert "B (Baik)" in answer.output
    assert "Sarana dan prasarana" in answer.output
    (line,) = json.loads(of_2025("--json", "--by-service").output)
    assert (line["service"], line["respondents"]) == ("Izin Magang", 2)


def test_offices_can_be_asked_for_alone_and_by_quarter(answered):
    answered(4)
    answered(2, office="W.15")
    lines = json.loads(of_2025("--json", "--office", "W.15", "--each", "quarter").output)
    assert [(line["office"], line["period"], line["index"]) for line in lines] == [
        ("W.15", "2025-Q1", 50.0)
    ]


def test_it_is_said_whether_enough_have_answered(answered):
    answered(3, times=10)
    assert "enough (10 are asked for)" in of_2025("--served", "10").output
    assert "70 too few" in of_2025("--served", "100").output


def test_the_sheet_is_written_for_one_index_and_refused_for_several(answered, tmp_path):
    answered(4)
    assert of_2025("--pdf", str(tmp_path / "ikm.pdf")).exit_code == 0
    assert is_pdf_a((tmp_path / "ikm.pdf").read_bytes())
    answered(2, office="W.15")
    with pytest.raises(DeployError, match="there are 2"):
        of_2025("--pdf", str(tmp_path / "other.pdf"))
    assert not (tmp_path / "other.pdf").exists()


@pytest.mark.usefixtures("answered")
def test_days_without_answers_and_days_that_end_before_they_begin_are_told():
    assert "Nobody has answered" in of_2025().output
    assert tertib("--from", "2025-02-01", "--to", "2025-01-01").exit_code == 2
    assert tertib("--from", "kemarin").exit_code == 2

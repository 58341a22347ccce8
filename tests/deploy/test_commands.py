"""What commands tell people, where no engine is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.errors import DeployError

SAMPLES = Path(__file__).parents[2] / "converters" / "samples"


def test_convert_says_how_many_files_it_wrote_and_where(tmp_path: Path) -> None:
    sample = min(SAMPLES.glob("*.txt"))
    answer = CliRunner().invoke(app, ["convert", str(sample), "--out", str(tmp_path)])
    files = [*tmp_path.glob("processes/*.bpmn"), *tmp_path.glob("forms/*.form")]
    assert f"{len(files)} berkas di {tmp_path}/processes" in answer.output


def test_start_gives_the_variables_of_several_files(tmp_path: Path, monkeypatch: Any) -> None:
    given: list[Any] = []
    monkeypatch.setattr("deploy.client.broker.Broker.start", lambda *what: given.append(what[1:]))
    (tmp_path / "office.json").write_text('{"office": {"code": "W.6"}}')
    arguments = ["start", "p", "-v", str(tmp_path / "office.json"), "-v", "-"]
    CliRunner().invoke(app, arguments, input='{"applicant": null}', catch_exceptions=False)
    assert given == [("p", {"office": {"code": "W.6"}, "applicant": None})]


@pytest.mark.parametrize("text", ['{"a":', "[1]"])
def test_start_shows_how_variables_are_written(tmp_path: Path, text: str) -> None:
    variables = tmp_path / "variables.json"
    variables.write_text(text)
    arguments = ["start", "p", "--variables", str(variables)]
    with pytest.raises(DeployError, match=r'as \{"name": "value"\}\.$'):
        CliRunner().invoke(app, arguments, catch_exceptions=False)

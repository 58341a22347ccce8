"""A diagram is deployed with exactly the forms it links to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deploy.errors import DeployError
from deploy.resources import bundles_in, diagrams_in

DIAGRAM = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><process id="p"><userTask id="t">
  <extensionElements><zeebe:formDefinition formId="p-5"/></extensionElements>
  </userTask></process></definitions>"""


@pytest.fixture
def diagram(tmp_path: Path) -> Path:
    path = tmp_path / "processes" / "p.bpmn"
    path.parent.mkdir()
    path.write_text(DIAGRAM)
    return path


def test_forms_are_found_in_the_folder_beside_the_diagrams_folder(diagram: Path) -> None:
    form = diagram.parents[1] / "forms" / "p-5.form"
    form.parent.mkdir()
    form.write_text("{}")
    (form.parent / "another.form").write_text("{}")
    (bundle,) = bundles_in([diagram.parent])
    assert set(bundle.files) == {"p.bpmn", "p-5.form"}


def test_a_missing_form_is_named_with_what_to_do(diagram: Path) -> None:
    with pytest.raises(DeployError, match=r"'p-5' is missing.*\.\./forms"):
        bundles_in([diagram])


def test_a_diagram_that_is_no_xml_is_named_with_its_line(diagram: Path) -> None:
    diagram.write_text("<definitions>\n<oops")
    with pytest.raises(DeployError, match=r"p\.bpmn:2: not well-formed"):
        bundles_in([diagram])


def test_a_folder_without_diagrams_says_where_they_come_from(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="tertib convert"):
        bundles_in([tmp_path])


def test_a_folder_that_cannot_be_looked_into_stops_it(diagram: Path, monkeypatch) -> None:
    (diagram.parent / "below").mkdir()
    look = os.scandir

    def scandir(path):
        if Path(path).name == "below":
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(PermissionError, match="below"):
        diagrams_in([diagram.parent])

"""What diagrams and workers agree on, and that the reference tells it."""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
from pathlib import Path

import msgspec
import pytest

from workers import reference
from workers.handoff_listing import receipt_variable
from workers.registry import load_handlers
from workers.step import StepInputs

ROOT = Path(__file__).parents[2]
TEMPLATES = {path.stem: path for path in (ROOT / "bpmn" / "templates").glob("*.json")}
HANDLERS = load_handlers()
JOB_TYPES = sorted(HANDLERS)
FORM_FIELDS = {"textfield", "textarea", "radio", "number", "select", "checkbox"}


def module_of(job_type):
    return sys.modules[HANDLERS[job_type].function.__module__]


def template(job_type):
    return json.loads(TEMPLATES[job_type].read_text(encoding="utf-8"))


def bound(job_type, kind):
    return [p for p in template(job_type)["properties"] if p["binding"]["type"] == kind]


def form(job_type):
    values = [p["value"] for p in bound(job_type, "zeebe:property") if p["id"] == "form"]
    return json.loads(values[0]) if values else []


@pytest.mark.parametrize("job_type", JOB_TYPES)
def test_a_template_asks_the_engine_for_its_own_job_type(job_type):
    definitions = {
        p["binding"]["property"]: p["value"] for p in bound(job_type, "zeebe:taskDefinition")
    }
    assert definitions["type"] == job_type
    assert int(definitions["retries"]) > 0


@pytest.mark.parametrize("job_type", JOB_TYPES)
def test_a_template_fills_every_input_of_the_handler_and_no_other(job_type):
    handler = HANDLERS[job_type]
    declared = {p["binding"]["name"] for p in bound(job_type, "zeebe:input")}
    of_the_row = {field.encode_name for field in msgspec.structs.fields(StepInputs)}
    assert declared <= set(handler.variables)
    assert set(handler.variables) - of_the_row <= declared


@pytest.mark.parametrize("job_type", JOB_TYPES)
def test_a_template_maps_every_output_of_the_handler(job_type):
    outputs = {field.encode_name for field in msgspec.structs.fields(HANDLERS[job_type].outputs)}
    sources = [p["binding"]["source"] for p in bound(job_type, "zeebe:output")]
    assert outputs <= {source.lstrip("=").split(".")[0] for source in sources}
    assert all(outputs & set(re.findall(r"\w+", source)) for source in sources)


@pytest.mark.parametrize("job_type", JOB_TYPES)
def test_a_template_says_where_in_a_mixed_row_the_job_stands(job_type):
    (order,) = [p["value"] for p in bound(job_type, "zeebe:property") if p["id"] == "order"]
    assert order in {"before", "after", "handoff"}


@pytest.mark.parametrize("job_type", JOB_TYPES)
def test_what_the_officer_is_asked_reaches_the_process(job_type):
    """A field is read by an input, shown from an output, or emptied for the next time."""
    read = {p.get("value", "").lstrip("=") for p in bound(job_type, "zeebe:input")}
    set_by_job = {p.get("value") for p in bound(job_type, "zeebe:output")}
    order = next(p["value"] for p in bound(job_type, "zeebe:property") if p["id"] == "order")
    for field in form(job_type):
        assert field["type"] in FORM_FIELDS
        if field.get("readonly"):
            assert field["key"] in set_by_job
        elif order == "after":
            assert field["key"] in read


@pytest.mark.parametrize("job_type", JOB_TYPES)
def test_the_errors_a_module_raises_are_the_ones_it_documents(job_type):
    module = module_of(job_type)
    raised = {
        call.args[0].value
        for call in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "BpmnError"
        and isinstance(call.args[0], ast.Constant)
    }
    assert raised <= set(getattr(module, "ERRORS", {}))


@pytest.mark.parametrize("job_type", JOB_TYPES)
def test_a_template_says_who_sees_to_the_errors_if_there_are_any(job_type):
    caught = [p for p in bound(job_type, "zeebe:property") if p["id"] == "caught"]
    assert bool(caught) == bool(getattr(module_of(job_type), "ERRORS", {}))


def test_the_committed_reference_is_what_the_code_says_today():
    committed = {
        path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs/jobs").glob("*.md")
    }
    assert committed == reference.pages(ROOT / "bpmn" / "templates"), "run: make docs"


@pytest.mark.parametrize("job_type", [t for t in JOB_TYPES if hasattr(module_of(t), "SYSTEM")])
def test_the_receipt_of_a_hand_off_has_the_name_that_tertib_handoffs_looks_for(job_type):
    mapped = {p["binding"]["source"]: p["value"] for p in bound(job_type, "zeebe:output")}
    assert mapped["=receipt"] == receipt_variable(module_of(job_type).SYSTEM.code)

"""A simulated officer: fills in a form the way the form asks and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Component = Mapping[str, Any]
    Decide = Callable[[str], str]

# The conditions that the converter writes: decision_5 = "tidak" or decision_5 = "belum lengkap"
COMPARISON = re.compile(r'(\w+) (=|!=) "([^"]*)"')
JOINED = re.compile(rf"={COMPARISON.pattern}(?:( or | and ){COMPARISON.pattern})*")
YES = "ya"
NO = "tidak"


def fill_in(
    form: Mapping[str, Any], decide: Decide, known: Mapping[str, Callable[[], str]]
) -> dict[str, Any]:
    """The variables an officer hands over by completing ``form``.

    A text that the form does not insist on is left empty, unless the officer knows it.

    Args:
        form: form-js JSON.
        decide: the answer to the decision of the given form key. Of a form with other answers than
            these, "ya" is the first and "tidak" the next.
        known: how to come by what to write in fields of these keys.
    """
    answers: dict[str, Any] = {}
    for field in _inputs(form):
        key = field["key"]
        if _is_hidden(field, answers):
            continue
        if key in known:
            answers[key] = known[key]()
        elif _is_due(field):
            answers[key] = _answer(field, decide)
    return answers


def _is_due(component: Component) -> bool:
    is_text = component["type"] in {"textfield", "textarea"}
    return not is_text or bool(component.get("validate", {}).get("required"))


def _is_hidden(component: Component, answers: Mapping[str, Any]) -> bool:
    """Whether the form hides a field, given what was answered above it."""
    condition = component.get("conditional", {}).get("hide")
    if not condition:
        return False
    joined = JOINED.fullmatch(condition)
    if not joined:
        msg = f"form field {component['key']!r} has a condition no officer here can weigh"
        raise ValueError(msg)
    compared = (
        (answers.get(key) == value) == (operator == "=")
        for key, operator, value in COMPARISON.findall(condition)
    )
    return all(compared) if joined[4] == " and " else any(compared)


def _inputs(form: Mapping[str, Any]) -> Iterator[Component]:
    for component in form.get("components", ()):
        yield from _inputs(component)
        if "key" in component and not component.get("readonly") and not component.get("disabled"):
            yield component


def _answer(component: Component, decide: Decide) -> Any:
    """One field's value; a kind of field this officer does not know stops the run."""
    match component["type"]:
        case "radio" | "select":
            return _choice(component, decide)
        case "checklist" | "taglist":
            return [value["value"] for value in component["values"]]
        case "checkbox":
            return True
        case "number":
            return component.get("validate", {}).get("min", 1)
        case "textfield" | "textarea":
            return _text(component)
        case "datetime":
            return _moment(component)
        case kind:
            msg = (
                f"form field {component['key']!r} is a {kind!r}, which no officer here can fill in"
            )
            raise ValueError(msg)


def _choice(component: Component, decide: Decide) -> Any:
    values = [value["value"] for value in component["values"]]
    if component["key"].startswith("decision_"):
        answer = decide(component["key"])
        return answer if answer in values else values[0 if answer == YES else 1]
    return values[-1]


def _text(component: Component) -> str:
    """Something readable that the field's own rules accept."""
    validate = component.get("validate", {})
    text = f"Contoh: {component.get('label') or component['key']}"
    shortest, longest = validate.get("minLength", 0), validate.get("maxLength")
    return text.ljust(shortest, ".")[:longest]


def _moment(component: Component) -> str:
    return "2026-01-05" if component.get("subtype") == "date" else "2026-01-05T09:00:00+07:00"

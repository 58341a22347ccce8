"""Lint of a BPMN file: is it a process that Zeebe runs and that people can read?

``tertib check`` prints what this finds. One rule is one module of :mod:`converters.check.rules`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from converters.check.config import SEVERITIES
from converters.check.document import Document, NotWellFormedError, line_of
from converters.check.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from converters.check.finding import Fault
    from converters.check.forms import Form
    from converters.templates import Template

__all__ = ["Finding", "Severity", "check"]


def check(
    bpmn: bytes, *, templates: Mapping[str, Template], forms: Mapping[str, Form]
) -> tuple[Finding, ...]:
    """What is wrong with a diagram, in the order of its lines.

    Args:
        bpmn: the file's content.
        templates: element templates by job type.
        forms: the forms that will be deployed beside it, by id (``forms.load``).
    """
    try:
        document = Document(bpmn, templates=templates, forms=forms)
    except NotWellFormedError as error:
        return (
            Finding(
                rule="well-formed",
                severity=Severity.ERROR,
                element=None,
                line=error.line,
                message=str(error),
            ),
        )
    findings = [finding for rule in SEVERITIES for finding in _findings(rule, document)]
    return tuple(sorted(findings, key=lambda f: (f.line or 0, f.rule, f.message)))


def _findings(rule: str, document: Document) -> Iterator[Finding]:
    module = import_module(f"converters.check.rules.{rule.replace('-', '_')}")
    faults: Iterator[Fault] = module.find(document)
    for element, message in faults:
        yield Finding(
            rule=rule,
            severity=SEVERITIES[rule],
            element=document.nearest_id(element),
            line=line_of(element),
            message=message,
        )

"""A diagram to spoil, one fault at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from lxml import etree

from converters.check import Finding, check
from converters.check.forms import Form
from converters.diagram import write
from converters.diagram.elements import NAMESPACES
from converters.model import Decision, Sop, Step
from converters.templates import load
from tests.converters.sops import sop_of

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATES = load(Path(__file__).parents[3] / "bpmn" / "templates")


class Spoilable:
    """A sound diagram (two rows, a job, a decision) that a test damages and then checks."""

    def __init__(self, job: str = "letter-draft") -> None:
        diagram = write(_sop(job), TEMPLATES)
        self.root: Any = etree.fromstring(diagram.bpmn)
        forms = [msgspec.json.decode(content, type=Form) for _, content in diagram.forms]
        self.forms = {form.id: form for form in forms}

    def one(self, path: str) -> Any:
        """The one element of an XPath."""
        (element,) = self.root.xpath(path, namespaces=NAMESPACES)
        return element

    def remove(self, path: str) -> None:
        """Take out all elements of an XPath."""
        for element in self.root.xpath(path, namespaces=NAMESPACES):
            element.getparent().remove(element)

    def findings(self) -> tuple[Finding, ...]:
        """What the check says now."""
        content = etree.tostring(self.root, pretty_print=True)
        return check(content, templates=TEMPLATES, forms=self.forms)

    def found(self) -> list[tuple[str, str | None]]:
        """Rule and element of each finding."""
        return [(finding.rule, finding.element) for finding in self.findings()]


def _sop(job: str) -> Sop:
    decision = Decision(question="Lengkap?", returns_to="1", yes_to=None)
    steps = (
        Step(number="1", activity="Menyusun surat", role="JFU", jobs=(job,)),
        Step(number="2", activity="Memeriksa surat", role="Kasi", decision=decision),
    )
    return sop_of(*steps)


@pytest.fixture
def diagram() -> Spoilable:
    return Spoilable()


@pytest.fixture
def waiting() -> Spoilable:
    """One whose first row waits for a signature."""
    return Spoilable("signature-request")


@pytest.fixture
def scanning() -> Spoilable:
    """One whose first row has a file scanned in, which may be refused."""
    return Spoilable("document-scan")


@pytest.fixture
def check_bytes() -> Callable[[bytes], tuple[Finding, ...]]:
    """Check a file's bytes, with nothing beside it."""
    return lambda content: check(content, templates=TEMPLATES, forms={})

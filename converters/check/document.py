"""A BPMN file opened for reading, by a parser that fetches and expands nothing."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from lxml import etree

from converters.diagram.elements import NAMESPACES, parse, qualified
from converters.diagram.geometry import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from converters.check.forms import Form
    from converters.templates import Template

TASKS: tuple[str, ...] = (
    "task",
    "userTask",
    "serviceTask",
    "scriptTask",
    "sendTask",
    "receiveTask",
    "manualTask",
)
TASKS += ("businessRuleTask", "callActivity", "subProcess")
EVENTS: tuple[str, ...] = ("startEvent", "endEvent", "boundaryEvent")
EVENTS += ("intermediateCatchEvent", "intermediateThrowEvent")
GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway")


class NotWellFormedError(Exception):
    """The file is no BPMN document. ``line`` is where reading stopped."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.line = line


class Document:
    """A diagram and what lies beside it: element templates and forms."""

    def __init__(
        self, bpmn: bytes, *, templates: Mapping[str, Template], forms: Mapping[str, Form]
    ) -> None:
        self.root = _parse(bpmn)
        self.templates = templates
        self.forms = forms

    def all(self, *names: str) -> Iterator[_Element]:
        """All elements of these names (``bpmn:userTask``), in the file's order."""
        return self.root.iter(*map(qualified, names))

    @cached_property
    def by_id(self) -> dict[str, _Element]:
        """Elements by id."""
        return {str(e.get("id")): e for e in self.root.iter(etree.Element) if e.get("id")}

    @cached_property
    def flow_nodes(self) -> tuple[_Element, ...]:
        """Tasks, events and gateways."""
        return tuple(self.all(*(f"bpmn:{name}" for name in (*TASKS, *EVENTS, *GATEWAYS))))

    @cached_property
    def flows(self) -> tuple[_Element, ...]:
        """Sequence flows."""
        return tuple(self.all("bpmn:sequenceFlow"))

    def outgoing(self, node: _Element) -> list[_Element]:
        """The sequence flows out of a node."""
        return [flow for flow in self.flows if flow.get("sourceRef") == node.get("id")]

    def incoming(self, node: _Element) -> list[_Element]:
        """The sequence flows into a node."""
        return [flow for flow in self.flows if flow.get("targetRef") == node.get("id")]

    def jobs(self) -> Iterator[tuple[_Element, Template]]:
        """Service tasks of known job types, with the newest element template of each."""
        for task in self.all("bpmn:serviceTask", "bpmn:sendTask"):
            definition = extension(task, "zeebe:taskDefinition")
            job_type = definition.get("type", "") if definition is not None else ""
            if template := self.templates.get(job_type):
                yield task, template

    @cached_property
    def asked(self) -> frozenset[str]:
        """The variables that the forms of its tasks and start events ask for or show."""
        used = [
            extension(node, "zeebe:formDefinition")
            for node in self.all("bpmn:userTask", "bpmn:startEvent")
        ]
        forms = [self.forms.get(form.get("formId", "")) for form in used if form is not None]
        return frozenset(key for form in forms if form for key in form.keys)

    @cached_property
    def bounds(self) -> dict[str, Bounds]:
        """Where shapes are drawn, by the id of what they show."""
        places = {}
        for shape in self.all("bpmndi:BPMNShape"):
            box = shape.find(qualified("dc:Bounds"))
            if box is not None:
                sides = (int(float(box.get(s, "0"))) for s in ("x", "y", "width", "height"))
                places[shape.get("bpmnElement", "")] = Bounds(*sides)
        return places

    @staticmethod
    def nearest_id(element: _Element) -> str | None:
        """The id of an element or of the nearest one around it."""
        around = (element, *element.iterancestors())
        return next((e.get("id") for e in around if e.get("id")), None)


def line_of(element: _Element) -> int | None:
    """The 1-based line that an element begins on."""
    return cast("int | None", element.sourceline)  # the stubs say "..."


def local(element: _Element) -> str:
    """An element's name without its namespace."""
    return etree.QName(element).localname


def extension(element: _Element, name: str) -> _Element | None:
    """The first extension element of a name (``zeebe:formDefinition``) of a node."""
    return element.find(f"{qualified('bpmn:extensionElements')}//{qualified(name)}")


def title(element: _Element) -> str:
    """How a message names an element: its name, else its id."""
    return " ".join((element.get("name") or element.get("id") or local(element)).split())


def _parse(bpmn: bytes) -> _Element:
    try:
        root = parse(bpmn)
    except etree.XMLSyntaxError as error:
        message = f"Bukan XML yang benar: {error.msg}. Buka dan simpan lagi dengan Camunda Modeler."
        raise NotWellFormedError(message, error.lineno) from error
    if root.tag != f"{{{NAMESPACES['bpmn']}}}definitions":
        message = f"Bukan berkas BPMN 2.0: unsur akarnya {local(root)!r}, bukan 'definitions'."
        raise NotWellFormedError(message, line_of(root))
    return root

"""What is deployed together: a diagram and the forms its user tasks link to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import msgspec
from lxml import etree

from converters.diagram.elements import NAMESPACES, parse, qualified
from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """One diagram with its forms, by file name."""

    diagram: Path
    files: dict[str, bytes]
    forms: dict[str, bytes]  # the form of each user task, by the task's element id
    timed: tuple[str, ...]  # elements that timer start events lead to


def bundles_in(paths: Iterable[Path]) -> tuple[Bundle, ...]:
    """The diagrams meant, each with its forms."""
    return tuple(_bundle(diagram) for diagram in diagrams_in(paths))


def diagrams_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The diagrams meant: a folder stands for all .bpmn files below it, sorted.

    Raises:
        DeployError: there are none.
        OSError: a folder cannot be looked into.
    """
    diagrams = dict.fromkeys(found for path in paths for found in _diagrams(path))
    if not diagrams:
        raise DeployError(
            "There is no .bpmn file there.",
            "Name a diagram or a folder of them; `tertib convert` makes them from SOP documents.",
        )
    return tuple(diagrams)


def form_folders(diagram: Path) -> tuple[Path, ...]:
    """Where a diagram's forms may lie: beside it, or in ``forms`` beside it or its folder."""
    return (diagram.parent, diagram.parent / "forms", diagram.parent.parent / "forms")


def _diagrams(path: Path) -> list[Path]:
    if not path.exists():
        raise DeployError(f"{path} does not exist.", "Check the name.")
    return sorted(_below(path)) if path.is_dir() else [path]


def _below(folder: Path) -> Iterator[Path]:
    """Its diagrams. A folder that cannot be looked into stops it: half a process is no process."""

    def stop(error: OSError) -> NoReturn:
        raise error

    for place, _, names in os.walk(folder, onerror=stop):
        yield from (Path(place, name) for name in names if name.endswith(".bpmn"))


def _bundle(diagram: Path) -> Bundle:
    content = diagram.read_bytes()
    root = _parse(diagram, content)
    files = {diagram.name: content}
    forms: dict[str, bytes] = {}
    for element, form_id in _linked_forms(root).items():
        form = _find_form(diagram, form_id)
        files[form.name] = forms[element] = form.read_bytes()
    return Bundle(diagram=diagram, files=files, forms=forms, timed=_timed(root))


def _parse(diagram: Path, content: bytes) -> etree._Element:
    try:
        return parse(content)
    except etree.XMLSyntaxError as error:
        raise DeployError(
            f"{diagram}:{error.lineno}: not well-formed XML ({error.msg}).",
            "Open and save it in Camunda Modeler, or convert it again.",
        ) from None


def _linked_forms(root: etree._Element) -> dict[str, str]:
    """Form ids by the element (user task, start event) that links to them."""
    linked: dict[str, str] = {}
    for form in root.iter(qualified("zeebe:formDefinition")):
        element = next((e.get("id") for e in form.iterancestors() if e.get("id")), None)
        if element and (form_id := form.get("formId")):
            linked[element] = form_id
    return linked


def _timed(root: etree._Element) -> tuple[str, ...]:
    timers = root.iterfind(".//bpmn:startEvent[bpmn:timerEventDefinition]", NAMESPACES)
    starts = {timer.get("id") for timer in timers}
    flows = root.iter(qualified("bpmn:sequenceFlow"))
    return tuple(flow.get("targetRef", "") for flow in flows if flow.get("sourceRef") in starts)


def _find_form(diagram: Path, form_id: str) -> Path:
    for folder in form_folders(diagram):
        candidate = folder / f"{form_id}.form"
        if candidate.exists():
            return candidate
    raise DeployError(
        f"{diagram}: its form {form_id!r} is missing.",
        f"Put {form_id}.form beside the diagram or into ../forms, or convert the document again.",
    )

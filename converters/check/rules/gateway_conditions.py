"""Each way out of a decision is named and has a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import title
from converters.check.finding import Fault
from converters.diagram.elements import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.check.document import Document


def find(document: Document) -> Iterator[Fault]:
    """Flows out of a parting exclusive gateway that lack a name or a FEEL condition."""
    for gateway in document.all("bpmn:exclusiveGateway"):
        flows = document.outgoing(gateway)
        if len(flows) > 1:
            for flow in flows:
                yield from _faults(flow, gateway)


def _faults(flow: _Element, gateway: _Element) -> Iterator[Fault]:
    condition = flow.findtext(qualified("bpmn:conditionExpression"), "").strip()
    if not condition.startswith("=") and gateway.get("default") != flow.get("id"):
        yield Fault(
            flow,
            f'Alur "{title(flow)}" dari keputusan "{title(gateway)}" tidak mempunyai syarat FEEL '
            '(misalnya =decision_5 = "ya") dan bukan alur bawaan. Isi Condition expression.',
        )
    if not flow.get("name"):
        yield Fault(
            flow,
            f'Alur {flow.get("id")} dari keputusan "{title(gateway)}" belum bernama. '
            "Beri nama, misalnya Ya atau Tidak.",
        )

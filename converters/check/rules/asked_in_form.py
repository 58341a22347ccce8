"""A decision's condition uses an answer that some form of the diagram asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.check.document import title
from converters.check.finding import Fault
from converters.diagram.elements import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.check.document import Document

_DECISION = re.compile(r"\bdecision_\w+")


def find(document: Document) -> Iterator[Fault]:
    """Conditions on a ``decision_...`` that nobody is asked."""
    for flow in document.flows:
        condition = flow.find(qualified("bpmn:conditionExpression"))
        for name in _DECISION.findall(condition.text or "") if condition is not None else ():
            if name not in document.asked:
                yield Fault(
                    flow,
                    f'Alur "{title(flow)}" menunggu jawaban {name}, tetapi tidak ada formulir '
                    "diagram ini yang menanyakannya. Tambahkan pertanyaannya pada formulir "
                    "langkah sebelum keputusan.",
                )

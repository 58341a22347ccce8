"""SOPs written in Python, for tests that need no table to begin with."""

from __future__ import annotations

from typing import Any

from converters.model import Approval, Sop, Source, Step


def sop_of(*steps: Step, **more: Any) -> Sop:
    """An SOP with nothing on its cover but what is given; its roles are those of its steps."""
    blank = dict.fromkeys(
        ("number", "unit", "created", "revised", "effective", "warning", "recording")
    )
    empty = dict.fromkeys(("legal_basis", "qualifications", "related", "equipment", "doubts"), ())
    values = {
        "id": "uji",
        "title": "Pelayanan Uji",
        "approved_by": Approval(),
        "roles": tuple(dict.fromkeys(step.role for step in steps)),
        "steps": steps,
        "source": Source(file="uji.txt", page=1),
    }
    return Sop(**(blank | empty | values | more))

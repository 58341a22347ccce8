"""SOPs that tests share: written in Python, where no table is needed to begin with, or drawn."""

from __future__ import annotations

from typing import Any

from converters.model import Approval, Sop, Source, Step

# As a drawing: a row forks into two that each ask for a signature, and they join.
TWO_BRANCHES = (
    """
    | no | kegiatan | Staf | Kasi |
    | 1 | Mulai | (a) | |
    | 2 | Menandatangani surat | [b] | |
    | 3 | Menandatangani nota | | [c] |
    | 4 | Selesai | (d) | |
    """,
    "a > b",
    "a > c",
    "b > d",
    "c > d",
)


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

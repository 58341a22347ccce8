"""What a task and a process say about themselves in Modeler's documentation field."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from converters.diagram.graph import Row
    from converters.model import Sop


def of_part(row: Row) -> str:
    """The row's full text and everything else its row holds, a line each."""
    return "\n".join(_lines(row))


def _lines(row: Row) -> Iterator[str]:
    step = row.step
    yield f"Baris {step.number}: {step.activity}"
    yield f"Pelaksana: {', '.join((row.role, *row.with_roles))}"
    if step.inputs:
        yield f"Kelengkapan: {'; '.join(step.inputs)}"
    if step.outputs:
        yield f"Output: {'; '.join(step.outputs)}"
    if step.time:
        yield f"Waktu: {step.time.text}"
    if step.note:
        yield f"Keterangan: {step.note}"


def of_sop(sop: Sop) -> str:
    """The SOP's cover."""
    return "\n".join(_cover_lines(sop))


def _cover_lines(sop: Sop) -> Iterator[str]:
    approval = sop.approved_by
    pairs = (
        ("Nomor SOP", sop.number),
        ("Unit kerja", sop.office),
        ("Tanggal pembuatan", sop.created),
        ("Tanggal revisi", sop.revised),
        ("Tanggal efektif", sop.effective),
        ("Disahkan oleh", ", ".join(filter(None, (approval.position, approval.name)))),
        ("Peringatan", sop.warning),
        ("Pencatatan dan pendataan", sop.recording),
    )
    yield f"SOP: {sop.title}"
    yield from (f"{label}: {value}" for label, value in pairs if value)
    yield from _list("Dasar hukum", sop.legal_basis)
    yield from _list("Kualifikasi pelaksana", sop.qualifications)
    yield from _list("Keterkaitan", sop.related)
    yield from _list("Peralatan/perlengkapan", sop.equipment)
    yield from (f"{one.heading}: {one.text}" for one in sop.further)


def _list(label: str, items: Iterable[str]) -> Iterator[str]:
    for number, item in enumerate(items, start=1):
        if number == 1:
            yield f"{label}:"
        yield f"{number}. {item}"

"""simpeg-entry: performance targets entered into SIMPEG, the personnel system."""

from __future__ import annotations

from workers import forwarding
from workers.connectors.config import by_hand
from workers.forwarding import forward
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs
from workers.systems import Fact, System

SYSTEM = System(
    code="simpeg",
    name="SIMPEG",
    receipt="Nomor atau tanggal entri SIMPEG",
    tasks=(
        "Masuk ke SIMPEG, menu sasaran kinerja pegawai.",
        "Isikan rencana kinerja dari matriks peran hasil.",
        "Isikan target dan indikator tiap rencana.",
        "Simpan dan ajukan kepada atasan langsung.",
        "Catat nomor atau tanggal entri.",
    ),
    personal=False,
    facts=(Fact(key="assessment_year", label="Tahun penilaian", kind="number"),),
)
CONFIG = forwarding.config(SYSTEM)


@job_handler("simpeg-entry", cpu_bound=by_hand(SYSTEM))
def run(inputs: HandoffInputs, context: Context) -> HandoffOutputs:
    """Send it, or prepare the package for the officer."""
    return forward(SYSTEM, inputs, context, {"assessment_year": context.now.year})

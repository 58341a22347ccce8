"""simpeg-entry: performance targets entered into SIMPEG, the personnel system."""

from __future__ import annotations

from workers import handoff
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs, System, hand_over

ERRORS = handoff.ERRORS
CONFIG = handoff.CONFIG
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
)


@job_handler("simpeg-entry", cpu_bound=True)
def prepare(inputs: HandoffInputs, context: Context) -> HandoffOutputs:
    """Prepare the package for the officer."""
    facts = [("Tahun penilaian", str(context.now.year))]
    return hand_over(SYSTEM, inputs, context, facts)

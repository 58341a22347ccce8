"""monev-upload: performance figures for SMART DJA, E-Monev Bappenas, TARJA and e-Performance."""

from __future__ import annotations

from workers import handoff
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs, System, hand_over

ERRORS = handoff.ERRORS
CONFIG = handoff.CONFIG
SYSTEM = System(
    code="monev",
    name="SMART DJA, E-Monev, TARJA, e-Performance",
    receipt="Nomor atau tanggal tanda terima unggah",
    tasks=(
        "SMART DJA: isi capaian keluaran, simpan, dan catat tanda terimanya.",
        "E-Monev Bappenas: isi realisasi, kirim, dan catat tanda terimanya.",
        "TARJA Kementerian: unggah capaian target kinerja dan catat tanda terimanya.",
        "e-Performance: unggah laporan capaian kinerja dan catat tanda terimanya.",
    ),
    personal=False,
)


@job_handler("monev-upload", cpu_bound=True)
def prepare(inputs: HandoffInputs, context: Context) -> HandoffOutputs:
    """Prepare the package for the officer."""
    quarter = (context.now.month + 2) // 3
    facts = [("Tahun anggaran", str(context.now.year)), ("Triwulan berjalan", str(quarter))]
    return hand_over(SYSTEM, inputs, context, facts)

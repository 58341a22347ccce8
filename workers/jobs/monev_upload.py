"""monev-upload: performance figures for SMART DJA, E-Monev Bappenas, TARJA and e-Performance."""

from __future__ import annotations

from workers import forwarding
from workers.connectors.config import by_hand
from workers.forwarding import forward
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs
from workers.systems import Fact, System, Target

SYSTEM = System(
    code="monev",
    name="SMART DJA, E-Monev, TARJA, e-Performance",
    receipt="Nomor atau tanggal tanda terima unggah",
    several=(
        Target(
            code="smart-dja",
            name="SMART DJA",
            tasks=("SMART DJA: isi capaian keluaran, simpan, dan catat tanda terimanya.",),
        ),
        Target(
            code="emonev",
            name="E-Monev Bappenas",
            tasks=("E-Monev Bappenas: isi realisasi, kirim, dan catat tanda terimanya.",),
        ),
        Target(
            code="tarja",
            name="TARJA",
            tasks=("TARJA Kementerian: unggah capaian target kinerja dan catat tanda terimanya.",),
        ),
        Target(
            code="eperformance",
            name="e-Performance",
            tasks=("e-Performance: unggah laporan capaian kinerja dan catat tanda terimanya.",),
        ),
    ),
    personal=False,
    facts=(
        Fact(key="fiscal_year", label="Tahun anggaran", kind="number"),
        Fact(key="quarter", label="Triwulan berjalan", kind="number"),
    ),
)
CONFIG = forwarding.config(SYSTEM)


@job_handler("monev-upload", cpu_bound=by_hand(SYSTEM))
def run(inputs: HandoffInputs, context: Context) -> HandoffOutputs:
    """Send it, or prepare the package for the officer."""
    quarter = (context.now.month + 2) // 3
    return forward(SYSTEM, inputs, context, {"fiscal_year": context.now.year, "quarter": quarter})

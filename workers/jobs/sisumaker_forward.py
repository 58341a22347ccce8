"""sisumaker-forward: a letter on its way through Sisumaker, the regional office's mail system."""

from __future__ import annotations

from workers import handoff
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs, System, hand_over

ERRORS = handoff.ERRORS
CONFIG = handoff.CONFIG
SYSTEM = System(
    code="sisumaker",
    name="Sisumaker",
    receipt="Nomor agenda Sisumaker",
    tasks=(
        "Masuk ke Sisumaker dan pilih surat masuk atau konsep surat keluar.",
        "Salin nomor, tanggal, hal, dan asal dari lembar ini.",
        "Unggah naskah yang disertakan.",
        "Pilih pejabat tujuan, lalu kirim.",
        "Catat nomor agenda yang diberikan Sisumaker.",
    ),
    personal=True,
)


@job_handler("sisumaker-forward", cpu_bound=True)
def prepare(inputs: HandoffInputs, context: Context) -> HandoffOutputs:
    """Prepare the package for the officer."""
    return hand_over(SYSTEM, inputs, context)

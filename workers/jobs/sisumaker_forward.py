"""sisumaker-forward: a letter on its way through Sisumaker, the regional office's mail system."""

from __future__ import annotations

from workers import forwarding
from workers.connectors.config import by_hand
from workers.forwarding import forward
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs
from workers.systems import System

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
CONFIG = forwarding.config(SYSTEM)


@job_handler("sisumaker-forward", cpu_bound=by_hand(SYSTEM))
def run(inputs: HandoffInputs, context: Context) -> HandoffOutputs:
    """Send it, or prepare the package for the officer."""
    return forward(SYSTEM, inputs, context)

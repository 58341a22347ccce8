"""ahu-legalisation: an electronic legalisation at AHU Online."""

from __future__ import annotations

from workers import forwarding
from workers.connectors.config import by_hand
from workers.forwarding import forward
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs
from workers.systems import System

SYSTEM = System(
    code="ahu",
    name="AHU Online",
    receipt="Nomor permohonan AHU Online",
    tasks=(
        "Masuk ke AHU Online, menu legalisasi.",
        "Isikan data pemohon dan dokumen dari lembar ini.",
        "Unggah dokumen yang dilegalisasi.",
        "Serahkan perintah bayar kepada pemohon bila diterbitkan.",
        "Catat nomor permohonan.",
    ),
    personal=True,
)
CONFIG = forwarding.config(SYSTEM)


@job_handler("ahu-legalisation", cpu_bound=by_hand(SYSTEM))
def run(inputs: HandoffInputs, context: Context) -> HandoffOutputs:
    """Send it, or prepare the package for the officer."""
    return forward(SYSTEM, inputs, context)

"""ahu-legalisation: an electronic legalisation at AHU Online."""

from __future__ import annotations

from workers import handoff
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs, System, hand_over

ERRORS = handoff.ERRORS
CONFIG = handoff.CONFIG
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


@job_handler("ahu-legalisation", cpu_bound=True)
def prepare(inputs: HandoffInputs, context: Context) -> HandoffOutputs:
    """Prepare the package for the officer."""
    return hand_over(SYSTEM, inputs, context)

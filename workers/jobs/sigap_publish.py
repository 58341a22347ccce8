"""sigap-publish: a letter published in SIGAP, where the applicant downloads it."""

from __future__ import annotations

from workers import forwarding
from workers.connectors.config import by_hand
from workers.forwarding import forward
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs
from workers.systems import System

SYSTEM = System(
    code="sigap",
    name="SIGAP",
    receipt="Nomor layanan SIGAP",
    tasks=(
        "Masuk ke SIGAP sebagai Admin Kanwil.",
        "Cari permohonan menurut nama peserta.",
        "Unggah naskah yang sudah ditandatangani.",
        "Pastikan pemohon dapat mengunduhnya.",
        "Catat nomor layanan yang tertera di SIGAP.",
    ),
    personal=True,
)
CONFIG = forwarding.config(SYSTEM)


@job_handler("sigap-publish", cpu_bound=by_hand(SYSTEM))
def run(inputs: HandoffInputs, context: Context) -> HandoffOutputs:
    """Send it, or prepare the package for the officer."""
    return forward(SYSTEM, inputs, context)

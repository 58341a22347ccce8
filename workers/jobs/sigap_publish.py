"""sigap-publish: a letter published in SIGAP, where the applicant downloads it."""

from __future__ import annotations

from workers import handoff
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs, System, hand_over

ERRORS = handoff.ERRORS
CONFIG = handoff.CONFIG
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


@job_handler("sigap-publish", cpu_bound=True)
def prepare(inputs: HandoffInputs, context: Context) -> HandoffOutputs:
    """Prepare the package for the officer."""
    return hand_over(SYSTEM, inputs, context)

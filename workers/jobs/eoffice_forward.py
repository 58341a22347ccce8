"""eoffice-forward: a file on its way through the immigration e-Office."""

from __future__ import annotations

from workers import handoff
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs, System, hand_over

ERRORS = handoff.ERRORS
CONFIG = handoff.CONFIG
SYSTEM = System(
    code="eoffice",
    name="e-Office",
    receipt="Nomor agenda e-Office",
    tasks=(
        "Masuk ke e-Office dan buka berkas permohonan.",
        "Salin nomor, tanggal, dan hal dari lembar ini.",
        "Unggah naskah yang disertakan.",
        "Pastikan nomor WhatsApp pemohon terisi, lalu teruskan.",
        "Catat nomor agenda.",
    ),
    personal=True,
)


@job_handler("eoffice-forward", cpu_bound=True)
def prepare(inputs: HandoffInputs, context: Context) -> HandoffOutputs:
    """Prepare the package for the officer."""
    return hand_over(SYSTEM, inputs, context)

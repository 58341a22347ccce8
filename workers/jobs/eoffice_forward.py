"""eoffice-forward: a file on its way through the immigration e-Office."""

from __future__ import annotations

from workers import forwarding
from workers.connectors.config import by_hand
from workers.forwarding import forward
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs
from workers.systems import System

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
CONFIG = forwarding.config(SYSTEM)


@job_handler("eoffice-forward", cpu_bound=by_hand(SYSTEM))
def run(inputs: HandoffInputs, context: Context) -> HandoffOutputs:
    """Send it, or prepare the package for the officer."""
    return forward(SYSTEM, inputs, context)

"""simkim-record: an application entered into SIMKIM V2, the immigration system."""

from __future__ import annotations

from typing import Annotated

from workers import handoff
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs, System, hand_over
from workers.step import Described

ERRORS = handoff.ERRORS
CONFIG = handoff.CONFIG
SYSTEM = System(
    code="simkim",
    name="SIMKIM V2",
    receipt="Nomor permohonan SIMKIM",
    tasks=(
        "Masuk ke SIMKIM V2 dan buka permohonan baru.",
        "Isikan data pemohon dari lembar ini; cocokkan dengan paspor.",
        "Isi nomor WhatsApp pemohon pada Perdim dan e-Office.",
        "Cetak bukti pengantar pembayaran.",
        "Catat nomor permohonan.",
    ),
    personal=True,
)


class SimkimInputs(HandoffInputs, frozen=True, kw_only=True):
    """What is handed over."""

    queue_number: Annotated[str | None, Described(description="The applicant's queue number.")] = (
        None
    )
    register_number: Annotated[
        str | None, Described(description="Number in the office's register.")
    ] = None


@job_handler("simkim-record", cpu_bound=True)
def prepare(inputs: SimkimInputs, context: Context) -> HandoffOutputs:
    """Prepare the package for the officer."""
    facts = [("Nomor antrean", inputs.queue_number), ("Nomor register", inputs.register_number)]
    return hand_over(SYSTEM, inputs, context, facts)

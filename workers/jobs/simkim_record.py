"""simkim-record: an application entered into SIMKIM V2, the immigration system."""

from __future__ import annotations

from typing import Annotated

from workers import forwarding
from workers.connectors.config import by_hand
from workers.forwarding import forward
from workers.handler import Context, job_handler
from workers.handoff import HandoffInputs, HandoffOutputs
from workers.step import Described
from workers.systems import Fact, System

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
    facts=(
        Fact(key="queue_number", label="Nomor antrean"),
        Fact(key="register_number", label="Nomor register"),
    ),
)
CONFIG = forwarding.config(SYSTEM)


class SimkimInputs(HandoffInputs, frozen=True, kw_only=True):
    """What is handed over."""

    queue_number: Annotated[str | None, Described(description="The applicant's queue number.")] = (
        None
    )
    register_number: Annotated[
        str | None, Described(description="Number in the office's register.")
    ] = None


@job_handler("simkim-record", cpu_bound=by_hand(SYSTEM))
def run(inputs: SimkimInputs, context: Context) -> HandoffOutputs:
    """Send it, or prepare the package for the officer."""
    facts = {"queue_number": inputs.queue_number, "register_number": inputs.register_number}
    return forward(SYSTEM, inputs, context, facts)

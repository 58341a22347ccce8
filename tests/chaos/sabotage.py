"""Proof that the judge sees: one thing of each kind is lost or doubled on purpose, at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import create_engine, func, select

from workers.jobs.signature_request import SIGNATURES
from workers.messages import MESSAGES
from workers.outbox import OUTBOX
from workers.registers import ENTRIES
from workers.state.ledger import LEDGER

if TYPE_CHECKING:
    from tests.chaos.world import World

FOUND_BY = {
    "every_instance_is_completed",
    "each_completed_job_is_in_the_ledger_once",
    "no_number_is_missing_or_double",
    "each_number_is_carried_by_its_instance",
    "each_notice_is_in_the_outbox_once",
    "no_document_is_lost",
    "no_mail_was_sent_twice",
    "each_request_was_signed_and_told_once",
}


def commit(world: World) -> None:
    """Lose a number, messages, a ledger entry, a document, an instance; post a mail again."""
    engine = create_engine(world.state.url)
    with engine.begin() as connection:
        numbered = select(func.min(ENTRIES.c.id)).where(ENTRIES.c.kind == "letter-number")
        connection.execute(ENTRIES.delete().where(ENTRIES.c.id == numbered.scalar_subquery()))
        told = select(func.min(OUTBOX.c.id)).where(OUTBOX.c.channel == "whatsapp")
        connection.execute(OUTBOX.delete().where(OUTBOX.c.id == told.scalar_subquery()))
        signed = select(func.min(SIGNATURES.c.number)).scalar_subquery()
        connection.execute(MESSAGES.delete().where(MESSAGES.c.correlation_key == signed))
        done = select(func.min(LEDGER.c.job_key)).scalar_subquery()
        connection.execute(LEDGER.delete().where(LEDGER.c.job_key == done))
    engine.dispose()
    document = next(iter(world.recorder.documents))
    (world.documents / document[:2] / document).unlink()
    world.recorder.instances[next(iter(world.recorder.instances))] = "TERMINATED"
    world.mail.taken[next(iter(world.mail.taken))] += 1

"""notify-email: an e-mail with the document enclosed, in the outbox.

An applicant's address is of their record, an official's of the list `letters.officials`.
"""

from __future__ import annotations

import msgspec

from workers import mail, notices, outbox
from workers.handler import Context, job_handler
from workers.outbox import NotificationOutput
from workers.people import read_applicant

CHANNEL = "email"
ERRORS = mail.ERRORS
CONFIG: dict[str, type[msgspec.Struct]] = {**mail.CONFIG, **notices.CONFIG}


class NotifyEmailInputs(notices.NoticeInputs, frozen=True, kw_only=True):
    """What the e-mail is made of."""


class NotifyEmailOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The message."""

    notification: NotificationOutput


@job_handler("notify-email", cpu_bound=True)
def notify(inputs: NotifyEmailInputs, context: Context) -> NotifyEmailOutputs:
    """Compose the e-mail, unless this step has said the same already."""
    applicant = read_applicant(context.documents, inputs.applicant)
    notice = notices.compose(inputs, applicant)
    said = outbox.find(context, CHANNEL, notice)
    if said is None:
        address = notices.contact_of(notice.recipient, applicant).email
        said = outbox.add(context, CHANNEL, notice, mail.compose(context, notice, address))
    return NotifyEmailOutputs(notification=said)

"""notify-whatsapp: a WhatsApp message in the outbox, in the shape the Cloud API takes.

An applicant's number is of their record, an official's of the list `letters.officials`.

https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages
"""

from __future__ import annotations

from typing import Any

import msgspec

from workers import notices, outbox, phone
from workers.handler import Context, job_handler
from workers.outbox import Message, Notice, NotificationOutput
from workers.people import read_applicant

CHANNEL = "whatsapp"
ERRORS = phone.ERRORS
CONFIG = notices.CONFIG
_LONGEST_TEXT = 4096  # characters; the Cloud API's limit for a text message


class NotifyWhatsappInputs(notices.NoticeInputs, frozen=True, kw_only=True):
    """What the message is made of."""


class NotifyWhatsappOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The message."""

    notification: NotificationOutput


@job_handler("notify-whatsapp")
def notify(inputs: NotifyWhatsappInputs, context: Context) -> NotifyWhatsappOutputs:
    """Compose the message, unless this step has said the same already."""
    applicant = read_applicant(context.documents, inputs.applicant)
    notice = notices.compose(inputs, applicant)
    said = outbox.find(context, CHANNEL, notice)
    if said is None:
        known = notices.contact_of(notice.recipient, applicant).phone
        number = phone.normalise(known) if known else None
        said = outbox.add(context, CHANNEL, notice, compose(notice, number))
    return NotifyWhatsappOutputs(notification=said)


def compose(notice: Notice, number: str | None) -> Message:
    """A text message, and its parts for templates; the enclosure is uploaded when it is sent."""
    body = f"*{notice.subject}*\n\n{notice.body}"[:_LONGEST_TEXT]
    request: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": number,
        "type": "text",
        "text": {"preview_url": False, "body": body},
    }
    parts = {"subject": notice.subject, "body": notice.body}
    stored = {"request": request, "notice": parts, "attachment": notice.attachment}
    return Message(
        content=msgspec.json.encode(stored),
        content_type="application/json",
        file_name="whatsapp.json",
        addressed=number is not None,
    )

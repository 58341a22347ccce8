"""A notice as an RFC 5322 message."""

from __future__ import annotations

from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

import msgspec

from workers.config import load
from workers.handler import BpmnError
from workers.outbox import Message, Notice

if TYPE_CHECKING:
    from workers.handler import Context
    from workers.state.documents import DocumentReference

ERRORS = {"EMAIL_INVALID": "The recipient's recorded e-mail address is none."}

# Any mail server takes it as it is.
SEVEN_BIT = SMTP.clone(cte_type="7bit")


class MailConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``mail``."""

    sender: str = "tertib@localhost"  # the address that messages come from


CONFIG = {"mail": MailConfig}


def compose(context: Context, notice: Notice, address: str | None) -> Message:
    """Write the message.

    Args:
        context: the job's.
        notice: what it says.
        address: the recipient's; None: known by title only, written as an empty group
            (RFC 5322, section 3.4).

    Raises:
        BpmnError: EMAIL_INVALID. It does not repeat the address.
    """
    sender = load(MailConfig, "mail").sender
    message = EmailMessage(policy=SEVEN_BIT)
    message["From"] = Address(addr_spec=sender)
    message["To"] = _to(notice, address)
    message["Subject"] = " ".join(notice.subject.split())
    message["Date"] = context.now
    message["Message-ID"] = (
        f"<{context.job.key}.{notice.content_hash[:16]}@{sender.split('@')[-1]}>"
    )
    message.set_content(notice.body)
    if notice.attachment:
        _attach(context, message, notice.attachment)
    return Message(
        content=message.as_bytes(),
        content_type="message/rfc822",
        file_name="surel.eml",
        addressed=address is not None,
    )


def _to(notice: Notice, address: str | None) -> Address | Group:
    recipient = notice.recipient
    name = " ".join((recipient.name or "Pemohon").split())
    if address is None:
        return Group(name, ())
    return mailbox(name, address)


def mailbox(name: str, address: str) -> Address:
    """Return a recipient to write to.

    Raises:
        BpmnError: EMAIL_INVALID. It does not repeat the address.
    """
    try:
        address.encode("ascii")  # few servers take others (RFC 6531)
        return Address(name, addr_spec=address.strip())
    except Exception as error:  # noqa: BLE001 the parser fails in many ways on what is no address
        message = (
            "The recipient's e-mail address cannot be used "
            f"({type(error).__name__}); correct it in the applicant's record."
        )
        raise BpmnError("EMAIL_INVALID", message) from None


def _attach(context: Context, message: EmailMessage, attachment: DocumentReference) -> None:
    kind, _, subtype = attachment.metadata.content_type.partition("/")
    content = context.documents.get(attachment)
    message.add_attachment(
        content,
        maintype=kind or "application",
        subtype=subtype or "octet-stream",
        filename=attachment.metadata.file_name,
    )

"""What Meta posts to the webhook, as far as it tells of the delivery of messages.

https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples
What people write to the office comes the same way. It is passed over, unread.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from workers.decoding import decode
from workers.sending.deliveries import KNOWN, Delivery, key_of


class _Error(msgspec.Struct):
    code: int


class _Status(msgspec.Struct):
    id: str
    status: str
    timestamp: str = ""  # seconds since 1970
    biz_opaque_callback_data: str | None = None
    errors: list[_Error] = []


class _Value(msgspec.Struct):
    statuses: list[_Status] = []


class _Change(msgspec.Struct):
    field: str
    value: msgspec.Raw


class _Entry(msgspec.Struct):
    changes: list[_Change] = []


class _Notification(msgspec.Struct):
    entry: list[_Entry] = []


def read_deliveries(content: bytes) -> list[Delivery]:
    """Read what a notification says of deliveries.

    Raises:
        msgspec.DecodeError: it is none.
    """
    notification = decode(content, _Notification)
    changes = (change for entry in notification.entry for change in entry.changes)
    return [
        _delivery(status)
        for change in changes
        if change.field == "messages"
        for status in decode(change.value, _Value).statuses
        if status.status in KNOWN and status.id
    ]


def _delivery(status: _Status) -> Delivery:
    reason = str(status.errors[0].code) if status.errors else None
    return Delivery(
        provider_key=key_of(status.id),
        tag=status.biz_opaque_callback_data,
        status=status.status,
        reason=reason if status.status == "failed" else None,
        happened_at=_moment(status.timestamp),
    )


def _moment(seconds: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None

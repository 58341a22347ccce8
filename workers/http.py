"""What every caller of another system over HTTP needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)  # nobody means more


def trust_system() -> None:
    """Trust the certificates that the machine trusts.

    An agency may have an authority of its own, and an office's proxy may sign anew.
    """
    import truststore

    truststore.inject_into_ssl()


def retry_after(header: str | None) -> timedelta | None:
    """How long a server asks to be left alone: seconds or a date (RFC 9110, 10.2.3).

    Args:
        header: Retry-After as it came.

    Returns:
        at most a day; None where it says neither.
    """
    if header is None:
        return None
    try:
        wait = timedelta(seconds=int(header))
    except (ValueError, OverflowError):
        try:
            when = parsedate_to_datetime(header)
        except ValueError:
            return None
        wait = when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)
    return min(max(wait, timedelta()), LONGEST)

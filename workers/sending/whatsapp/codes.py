"""What Meta's error codes mean for a message that was refused with one.

https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from __future__ import annotations

from datetime import timedelta

from workers.sending.claims import Outcome
from workers.sending.whatsapp.posting import Verdict

# The office's settings, account or templates: the same with every message, until a person has
# looked. Token and rights; a policy; the number's registration; payment; the templates.
_OFFICES = frozenset(
    {
        *(0, 3, 10, *range(200, 300), 190),
        *(368, 131005, 131031, 131037, 131042, 131045),
        *(33, 133000, 133006, 133008, 133009, 133010, 133015, 133016),
        *(132000, 132001, 132007, 132015, 132016),
    }
)
# Too many at once, of the app, the account or the number. How long that lasts unless Meta tells:
# quotas of calls are by the hour, a number that is taken for a source of spam recovers slowly.
_TOO_MANY = {
    4: timedelta(minutes=15),
    80007: timedelta(minutes=15),
    130429: timedelta(seconds=10),
    131048: timedelta(hours=1),
}
# Too many to this person; others may be written to. Its wait is that of any message put off.
_TOO_MANY_TO_ONE = frozenset({131056})
# Meta's servers: away, overloaded, or the number is just being moved.
_META_AWAY = frozenset({2, 131016, 131057, 133004})
_FAILED_FOR_NOW = frozenset({131000})
_INVALID_PARAMETER = 100
_NO_SUCH_OBJECT = 33  # subcode: there is no such phone number id, or the token does not open it
_SERVER_FAULT = 500


def verdict(code: int, subcode: int | None, status: int, told: timedelta) -> Verdict:
    """Judge a refusal.

    Args:
        code: the error's.
        subcode: the error's, if it has one.
        status: of HTTP.
        told: how long Meta wants to be left alone; zero: it does not say.
    """
    reason = str(code)
    if code in _TOO_MANY:
        return _later(reason, told or _TOO_MANY[code], away=True)
    if code in _TOO_MANY_TO_ONE or code in _FAILED_FOR_NOW:
        return _later(reason, told, away=False)
    about_us = code in _OFFICES or (code == _INVALID_PARAMETER and subcode == _NO_SUCH_OBJECT)
    if about_us or code in _META_AWAY:
        return _later(reason, told, away=True)
    if status >= _SERVER_FAULT:  # it may have been taken before whatever failed
        return Verdict(outcome=Outcome(status="unknown", reason=reason), away=True)
    return Verdict(outcome=Outcome(status="failed", reason=reason))


def _later(reason: str, wait: timedelta, *, away: bool) -> Verdict:
    return Verdict(outcome=Outcome(status="ready", reason=reason, wait=wait), away=away)

"""Phone numbers as people write them, in E.164."""

from __future__ import annotations

from workers.handler import BpmnError

ERRORS = {"PHONE_INVALID": "The recipient's recorded phone number cannot exist."}


def normalise(number: str) -> str:
    """Return ``number`` in E.164; without a country it is an Indonesian one.

    Raises:
        BpmnError: PHONE_INVALID. It does not repeat the number.
    """
    import phonenumbers

    message = "The recipient's phone number cannot exist; correct it in the applicant's record."
    try:
        parsed = phonenumbers.parse(number, "ID")
    except phonenumbers.NumberParseException:
        raise BpmnError("PHONE_INVALID", message) from None
    if not phonenumbers.is_valid_number(parsed):
        raise BpmnError("PHONE_INVALID", message)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)

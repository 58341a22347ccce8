"""What a letter says of the person it is about."""

from __future__ import annotations

import pytest

from workers.people import Applicant


@pytest.mark.parametrize(
    ("day", "printed"),
    [("1999-08-17", "Palembang, 17 Agustus 1999"), ("17-8-99", "Palembang, 17-8-99")],
)
def test_a_birth_date_is_printed_as_letters_print_dates(day, printed):
    person = Applicant(birth_place="Palembang", birth_date=day)
    assert ("Tempat/tanggal lahir", printed) in person.particulars

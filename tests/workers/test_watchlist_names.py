"""Names as they are really written: which are found alike, and which are not."""

from __future__ import annotations

import pytest

from workers.watchlist import birthdates
from workers.watchlist.keys import listed_keys, sought_keys
from workers.watchlist.likeness import compare
from workers.watchlist.names import document_key, spoken, tokens

ALIKE = [
    ("Soeharto", "Suharto"),
    ("Djoko Tjipto Widodo", "Joko Cipto Widodo"),
    ("Soerjadi Moeljono", "Suriadi Mulyono"),
    ("Muhammad Yusuf", "Jusuf Mohd."),
    ("M. Rizki Pratama", "Muhammad Risky Pratama"),
    ("Abdul Rahman Hakim", "Abdurrahman Hakim"),
    ("Nurhayati Lestari", "Nur Hayati Lestari"),
    ("Chairul Anwar", "Khoirul Anuar"),
    ("Fatimah Azzahra", "Patima Zahra"),
    ("Siti Fatimah Binti Ali Hasan", "Fatimah Ali Hasan"),
    ("H. Ahmad Syarif, S.H., M.H.", "Achmad Sjarif"),
    ("Ma'ruf Amin Saleh", "Maruf Amin Soleh"),
    ("Budi Santoso", "Santoso, Budi"),
    ("Aleksandr Pushkin", "Александр Пушкин"),
    ("Xi Jinping", "习近平"),
    ("Nguyễn Thị Hương", "Nguyen Thi Huong"),
    ("Bambang Susilo", "Bambamg Susilo"),
    ("Kenkhatyuh", "Keekhatyuh"),
    ("Detu Saihprumu", "Degtu Saihprumu"),
    ("Ismail Ridwan", "Ysmayl Rydwan"),
    ("Jinei Meilhan Ma", "J. Meilhan Ma"),
    ("Thanh Linh Do", "Thanh Do"),
    ("Van Duong Nguyen", "Van Duong"),
    ("An", "An"),
]
UNLIKE = [
    ("Andi Wijaya", "Budi Hartono"),
    ("Muhammad Iqbal", "Muhammad Ridwan"),
    ("Sri Wahyuni", "Sri Mulyani"),
    ("Ali", "Ali Akbar Hashemi"),
    ("Nguyen Van An", "Van der An"),
    ("H. Dr. bin", "Haji Dr. binti Karim"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_two_writings_of_a_name_are_alike(one, other):
    assert compare(one, other).score >= 0.8
    assert compare(other, one).score == pytest.approx(compare(one, other).score, abs=0.05)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_who_is_listed_by_one_writing_of_a_name_is_looked_up_by_the_other(one, other):
    assert sought_keys(one) & listed_keys(other)
    assert sought_keys(other) & listed_keys(one)


def test_people_with_one_common_part_of_many_are_not_looked_at():
    assert not sought_keys("Muhammad Rizki Pratama") & listed_keys("Muhammad Ali Akbar")


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_two_names_with_little_in_common_are_not_alike(one, other):
    assert compare(one, other).score < 0.75


def test_a_likeness_says_what_it_rests_on():
    assert compare("Muhammad Yusuf Ali", "Jusuf Muhamad").remarks == (
        "YUSUF bunyinya sama dengan JUSUF",
        "urutan bagian nama berbeda",
        "tidak ada dalam daftar: ALI",
    )


def test_degrees_are_no_part_of_a_name_and_initials_are():
    written = "J.K. Suryadi, S.H., M.Si, M.A."
    assert [token.text for token in tokens(written)] == ["J", "K", "SURYADI"]


def test_a_name_that_is_written_as_a_degree_is_a_name():
    assert [token.text for token in tokens("Ma Long, M.A.")] == ["MA", "LONG"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("H. Soerjadi Tjipto", "Suryadi Cipto"),
        ("Harianto Chaerul", "Arianto Khairul"),
        ("Yong Z. Liang", "Yong Z Liang bin"),
    ],
)
def test_names_that_differ_in_spelling_are_spoken_alike(one, other):
    assert spoken(one) == spoken(other)


def test_a_text_without_letters_is_no_name():
    assert listed_keys(" - . 123 ") == sought_keys(" - . 123 ") == frozenset()


def test_a_document_number_is_its_letters_and_digits():
    assert document_key(" x 000-0001") == document_key("X0000001")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1985-03-04", (1985, 3, 4)),
        ("04-03-1985", (1985, 3, 4)),
        ("4/3/1985", (1985, 3, 4)),
        ("4 Maret 1985", (1985, 3, 4)),
        ("4 Agustus 1985", (1985, 8, 4)),
        ("12 October 1985", (1985, 10, 12)),
        ("1985", (1985, 0, 0)),
        ("1985/03/04", (1985, 3, 4)),
        ("1985-03-04 00:00:00", (1985, 3, 4)),
        ("4/3/1985 0:00", (1985, 3, 4)),
        ("4  Maret  1985", (1985, 3, 4)),
        ("03/25/1985", (1985, 3, 25)),
        ("March 4, 1985", (1985, 3, 4)),
    ],
)
def test_a_birth_date_is_read_as_offices_write_it(text, expected):
    date = birthdates.parse(text)
    assert (date.year, date.month, date.day) == expected


@pytest.mark.parametrize("text", ["2150-12-31", "1985-03-04", "1985-03", "1985"])
def test_a_birth_date_packed_and_unpacked_is_the_same(text):
    date = birthdates.parse(text)
    assert birthdates.unpacked(date.packed) == date


def test_no_birth_date_is_packed_as_nought():
    assert birthdates.unpacked(0) is None


@pytest.mark.parametrize(
    "text",
    [None, "", "tidak tahu", "1985-13-40", "4 Foo 1985", "Foo 4, 1985", "13/13/1985", "0004-01-01"],
)
def test_what_is_no_date_is_unknown(text):
    assert birthdates.parse(text) is None


@pytest.mark.parametrize(
    ("one", "other", "points"),
    [
        ("1985-03-04", "1985-03-04", birthdates.SAME),
        ("1985-03-04", "1985-04-03", birthdates.SWAPPED),
        ("1985-03-04", "1985-03-14", birthdates.ONE_PART_OFF),
        ("1985-03-04", "1958-03-04", birthdates.ONE_PART_OFF),
        ("1985-03-04", "1985", birthdates.SAME_YEAR),
        ("1985-03-04", "1985-01-01", birthdates.SAME_YEAR),
        ("1985-03-04", "1984-01-01", 0),
        ("1985-03-04", None, 0),
        ("1985-03-04", "1970-12-24", birthdates.CONFLICT),
    ],
)
def test_birth_dates_are_weighed_with_tolerance(one, other, points):
    assert birthdates.compare(birthdates.parse(one), birthdates.parse(other))[0] == points

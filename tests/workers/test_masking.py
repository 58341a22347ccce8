"""What names a person is masked in a text, and nothing that an operator needs."""

from __future__ import annotations

import hashlib

import pytest

from workers.masking import mask


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("3171234567890123", "nik"),
        ("3171 2345 6789 0123", "nik"),
        ("317123-456789-0123", "nik"),
        ("31.7123.456789.0123", "nik"),
        ("198508172010121001", "nip"),
        ("19850817 201012 1 001", "nip"),
        ("C7654321", "passport"),
        ("X 1234567", "passport"),
        ("AB123456", "passport"),
        ("c7654321", "passport"),
        ("081234567890", "phone"),
        ("0812-3456-7890", "phone"),
        ("0812 345 678", "phone"),
        ("081 234 567 890", "phone"),
        ("0812-34-56-78-90", "phone"),
        ("6281234567890", "phone"),
        ("62 812 3456 7890", "phone"),
        ("+6281234567890", "phone"),
        ("+62 812-3456-7890", "phone"),
        ("+1 (202) 555-0123", "phone"),
        ("(021) 5253004", "phone"),
        ("0711 351672", "phone"),
        ("rukmini@example.org", "email"),
        ("rukmini.t+izin@mail.kantor.go.id", "email"),
    ],
)
@pytest.mark.parametrize("text", ["{}", "Nomor {} salah.", "pemohon={}, baris 5", "'{}'", "({})"])
def test_what_names_a_person_is_replaced_by_what_it_is(number, kind, text):
    assert mask(text.format(number)) == text.format(f"[{kind}]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nik3171234567890123", "nik[nik]"),
        ("ktp_3171234567890123.pdf", "ktp_[nik].pdf"),
        ("3171234567890123,3171234567890124", "[nik],[nik]"),
        ("<rukmini@example.org>;C7654321/0812-3456-7890", "<[email]>;[passport]/[phone]"),
    ],
)
def test_it_is_found_beside_other_characters_and_more_than_once(text, shown):
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        hashlib.sha256(b"surat").hexdigest(),
        "dokumen 6f1ed002ab55 (surat-izin-magang.docx)",
        "550e8400-e29b-41d4-a716-446655440000",
        "2025-03-04T02:30:00.123456Z",
        "2025-03-04 02.30.15",
        "W.6.OT.02.02-0136",
        "W.6.HK.08.02.02-00136 tanggal 4 Maret 2025",
        "KP.02.01/0007/2025",
        "KLR-00012/2025, TTD-00001/2025, 0044/2025, A-014",
        "workers/jobs/archive.py:105 (archive)",
        "0.1234567890123456",
        "The outputs take 4000012 bytes; the engine takes 3000000 of a job.",
        "192.168.100.200:26500",
        "2251799813685249123",
        "tertib@localhost",
        "TERTIB_SMTP_HOST is not set.",
        "Rp1.250.000",
        "SQLSTATE 25P03, error 55P03",
    ],
)
def test_what_an_operator_needs_stays(text):
    assert mask(text) == text


def test_a_long_text_without_a_number_is_gone_through_once():
    """A shape that is tried anew at each letter of a long word would take minutes."""
    word = "a" * 1_000_000
    assert mask(f"{word} @ {word}") == f"{word} @ {word}"
    assert mask(f"{'.' * 200_000}12345") == f"{'.' * 200_000}12345"

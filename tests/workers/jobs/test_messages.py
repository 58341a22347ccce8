"""notify-whatsapp and notify-email: what lands in the outbox, and how often."""

from __future__ import annotations

import email
import json
from concurrent.futures import ThreadPoolExecutor
from email.policy import default

import pytest
from sqlalchemy import select

from workers.handler import BpmnError
from workers.outbox import OUTBOX
from workers.phone import normalise
from workers.testing import make_job, run_handler

STEP = {
    "activity": "Melakukan pemberitahuan melalui pesan elektronik kepada pemohon",
    "subject": "Surat persetujuan",
    "process_title": "LAYANAN KEIMIGRASIAN WARGA NEGARA ASING",
    "role": "Petugas Kantor Wilayah",
}


def outbox(state):
    with state.database.reading() as db:
        return db.execute(select(OUTBOX).order_by(OUTBOX.c.id)).all()


def content(state, row):
    return state.documents.read(row.message_id)


def test_a_whatsapp_message_has_the_shape_that_the_cloud_api_takes(state, recorded):
    outputs = run_handler("notify-whatsapp", {**STEP, "applicant": recorded()}, state=state)
    (row,) = outbox(state)
    request = json.loads(content(state, row))["request"]
    assert outputs["notification"]["status"] == row.status == "ready"
    assert request["messaging_product"] == "whatsapp"
    assert request["to"] == "+6281234567890"
    assert "Yth. Rukmini Tjokro" in request["text"]["body"]
    assert "Surat persetujuan" in request["text"]["body"]


def test_an_email_is_an_rfc_5322_message_with_the_letter_enclosed(state, recorded):
    letter = state.documents.put(b"isi", content_type="text/plain", file_name="surat.txt")
    run_handler("notify-email", {**STEP, "applicant": recorded(), "document": letter}, state=state)
    (row,) = outbox(state)
    message = email.message_from_bytes(content(state, row), policy=default)
    assert not message.defects
    assert message["To"] == "Rukmini Tjokro <rukmini@example.org>"
    assert message["Date"]
    assert message["Message-ID"]
    assert [part.get_filename() for part in message.iter_attachments()] == ["surat.txt"]
    assert message.get_body().get_content().startswith("Yth. Rukmini Tjokro,")


def test_an_official_without_an_address_is_named_by_title_and_marked_so(state):
    variables = {
        "activity": "disampaikan melalui WhatsApp Gateway System kepada Kabid AHU",
        "next_role": "Kabid AHU",
    }
    outputs = run_handler("notify-email", variables, state=state)
    (row,) = outbox(state)
    message = email.message_from_bytes(content(state, row), policy=default)
    assert outputs["notification"]["recipient"] == "Kabid AHU"
    assert row.status == "unaddressed"
    assert [group.display_name for group in message["To"].groups] == ["Kabid AHU"]
    assert message["To"].addresses == ()


TO_AN_OFFICIAL = {"activity": "Meneruskan laporan kepada Kabid", "next_role": "Kabid AHU"}


def test_an_official_is_written_to_as_the_list_of_officials_says(state, contacts):
    contacts("jabatan;nama;nip;surel;telepon", "kabid  ahu;Budi;;kabid@example.org;0812-3456-7890")
    by_mail = run_handler("notify-email", TO_AN_OFFICIAL, state=state)
    by_phone = run_handler("notify-whatsapp", TO_AN_OFFICIAL, state=state)
    mail, phone = outbox(state)
    assert (mail.status, phone.status) == ("ready", "ready")
    message = email.message_from_bytes(content(state, mail), policy=default)
    assert message["To"] == "Kabid AHU <kabid@example.org>"
    assert json.loads(content(state, phone))["request"]["to"] == "+6281234567890"
    assert "example.org" not in str((by_mail, by_phone))
    assert "81234567890" not in str((by_mail, by_phone))


@pytest.mark.parametrize("channel", ["notify-email", "notify-whatsapp"])
def test_who_cannot_be_reached_is_told_otherwise_an_official_too(state, contacts, channel):
    contacts("jabatan;nama;nip;surel;telepon", "Kabid AHU;Budi;;bukan surel;12")
    with pytest.raises(BpmnError) as caught:
        run_handler(channel, TO_AN_OFFICIAL, state=state)
    assert "bukan surel" not in str(caught.value)
    assert outbox(state) == []


@pytest.mark.parametrize(
    ("variables", "recipient"),
    [
        ({"activity": "pemberitahuan kepada pemohon", "next_role": "Kasubsi"}, "applicant"),
        ({"activity": "diteruskan kepada Kabid", "next_role": "Kabid"}, "Kabid"),
        ({"activity": "Surat dikirimkan dalam bentuk softfile kepada pemohon"}, "applicant"),
        ({"activity": "Pemohon akan mendapatkan konfirmasi", "next_role": "Petugas"}, "applicant"),
        ({"activity": "Meneruskan laporan kepada Kakanwil", "next_role": "Kakanwil",
          "recipient": "applicant"}, "applicant"),
        ({}, "applicant"),
    ],
)  # fmt: skip
def test_the_recipient_is_the_one_the_row_tells(state, variables, recipient):
    outputs = run_handler("notify-whatsapp", variables, state=state)
    assert outputs["notification"]["recipient"] == recipient


def notify(state, job, **variables):
    return run_handler("notify-whatsapp", {**STEP, **variables}, state=state, job=job)


def test_the_same_step_never_says_the_same_thing_twice(state, recorded):
    applicant = recorded()
    job = make_job("notify-whatsapp")
    in_the_next_turn = make_job("notify-whatsapp", process_instance_key=job.process_instance_key)
    first = notify(state, job, applicant=applicant)
    assert notify(state, job, applicant=applicant) == first
    assert notify(state, in_the_next_turn, applicant=applicant) == first
    assert len(outbox(state)) == 1


def test_steps_that_say_the_same_at_once_say_it_once(state, recorded):
    applicant = recorded()
    instance = make_job("notify-whatsapp").process_instance_key

    def say(_):
        job = make_job("notify-whatsapp", process_instance_key=instance)
        return notify(state, job, applicant=applicant)["notification"]["number"]

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(say, range(8)))) == 1
    assert len(outbox(state)) == 1


def test_what_has_changed_is_said_again(state, recorded):
    applicant = recorded()
    job = make_job("notify-whatsapp")
    later = make_job("notify-whatsapp", process_instance_key=job.process_instance_key)
    notify(state, job, applicant=applicant)
    notify(state, later, applicant=applicant, letter_number="W.6.UM.01.01-0002")
    assert len(outbox(state)) == 2


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("62 812 3456 7890", "+6281234567890"),
        ("+62 (812) 3456-7890", "+6281234567890"),
        ("(0711) 350084", "+62711350084"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_phone_numbers_are_normalised(written, e164):
    assert normalise(written) == e164


@pytest.mark.parametrize("phone", ["12", "belum ada", "0812", "+99912345678"])
def test_an_impossible_phone_number_is_an_error_that_does_not_repeat_it(state, recorded, phone):
    with pytest.raises(BpmnError, match="PHONE_INVALID") as caught:
        run_handler("notify-whatsapp", {**STEP, "applicant": recorded(phone=phone)}, state=state)
    assert phone not in str(caught.value)
    assert outbox(state) == []


@pytest.mark.parametrize(
    "address", ["tidak ada", "a@b\nBcc: all@example.org", "@", "a b@example.org"]
)
def test_an_impossible_address_is_an_error_that_does_not_repeat_it(state, recorded, address):
    with pytest.raises(BpmnError, match="EMAIL_INVALID") as caught:
        run_handler("notify-email", {**STEP, "applicant": recorded(email=address)}, state=state)
    assert address not in str(caught.value)
    assert outbox(state) == []


def test_a_line_break_in_a_subject_or_name_adds_no_header(state, recorded):
    variables = {**STEP, "subject": "Surat\nBcc: all@example.org"}
    applicant = recorded(name="Rukmini\r\nBcc: all@example.org")
    run_handler("notify-email", {**variables, "applicant": applicant}, state=state)
    (row,) = outbox(state)
    assert email.message_from_bytes(content(state, row), policy=default)["Bcc"] is None

"""WhatsApp messages reach Meta's interface, each once, whatever it answers or does not."""

from __future__ import annotations

import base64
import ssl

import pytest
import structlog
import trustme
from sqlalchemy import select

from tests.workers.sending.whatsapp.cloud_api import TOKEN, CloudApi, RefusedError
from workers.outbox import OUTBOX, SENDINGS
from workers.sending.deliveries import key_of


def test_a_message_is_sent_as_text_to_its_recipient(sending, cloud, room, until):
    sending()
    until(lambda: room.statuses() == {"sent": 1})
    (message,) = cloud.messages
    assert message["to"] == "+6281234567000"
    assert message["type"] == "text"
    assert "Yth. Rukmini Tjokro," in message["text"]["body"]
    assert message["text"]["body"].startswith("*Surat izin: ")


def test_the_database_knows_the_message_by_its_id_and_no_phone_number(sending, cloud, room, until):
    sending()
    until(lambda: room.statuses() == {"sent": 1})
    with room.state.database.reading() as connection:
        rows = [tuple(connection.execute(select(table)).one()) for table in (OUTBOX, SENDINGS)]
    assert key_of(cloud.ids[0]) in rows[1]
    assert cloud.messages[0]["biz_opaque_callback_data"] in rows[1]
    known = base64.b64decode(cloud.ids[0].removeprefix("wamid."))
    assert b"6281234567000" in known  # that is why it is not kept as it is
    for said in (cloud.ids[0], "81234567000", "Rukmini"):
        assert said not in str(rows)


def test_an_approved_template_is_filled_with_what_it_asks_for_on_one_line_each(
    sending, cloud, room, until
):
    sending(template="pemberitahuan_layanan", template_parameters="number, subject, text")
    until(lambda: room.statuses() == {"sent": 1})
    template = cloud.messages[0]["template"]
    assert (template["name"], template["language"]) == ("pemberitahuan_layanan", {"code": "id"})
    (body,) = template["components"]
    number, subject, text = (each["text"] for each in body["parameters"])
    assert number == room.lines()[0].number
    assert subject.startswith("Surat izin")
    assert text.startswith("Yth. Rukmini Tjokro, · ")
    assert "*" not in text


def test_a_document_is_uploaded_and_goes_with_the_text_in_one_message(sending, cloud, room, until):
    sending(enclosed=b"%PDF-1.7 isi")
    until(lambda: room.statuses() == {"sent": 1})
    (message,) = cloud.messages
    ((media, said),) = cloud.uploads.items()
    assert said == ("surat.pdf", "application/pdf", b"%PDF-1.7 isi")
    assert message["document"]["id"] == media
    assert message["document"]["filename"] == "surat.pdf"
    assert "Yth. Rukmini Tjokro," in message["document"]["caption"]


def test_a_template_with_a_document_as_its_header_gets_it(sending, cloud, room, until):
    sending(enclosed=b"%PDF-1.7 isi", document_template="surat", template="pemberitahuan")
    until(lambda: room.statuses() == {"sent": 1})
    template = cloud.messages[0]["template"]
    assert template["name"] == "surat"
    header, body = template["components"]
    assert header["parameters"][0]["document"]["id"] in cloud.uploads
    assert len(body["parameters"]) == 2


def test_a_template_that_takes_no_document_names_it_and_nothing_is_uploaded(
    sending, cloud, room, until
):
    sending(enclosed=b"%PDF-1.7 isi", template="pemberitahuan")
    until(lambda: room.statuses() == {"sent": 1})
    assert cloud.uploads == {}
    assert "surat.pdf" in str(cloud.messages[0]["template"]["components"])


def test_a_rate_limit_is_waited_out_as_long_as_meta_says(sending, cloud, room, until):
    cloud.refusals = [RefusedError(400, 130429, headers={"Retry-After": "1"})]
    sending()
    until(lambda: room.reasons() == ["130429"])
    (line,) = room.lines()
    assert 0.5 < (line.not_before - line.changed_at).total_seconds() <= 1
    until(lambda: room.statuses() == {"sent": 1})
    assert len(cloud.messages) == 1


def test_too_many_messages_to_one_person_hold_up_nobody_else(sending, cloud, room, until):
    cloud.refusals = [RefusedError(400, 131056)]
    sending(3, retry=600)
    until(lambda: room.statuses() == {"sent": 2, "ready": 1})
    assert room.lines()[0].reason == "131056"
    assert room.lines()[0].status == "ready"


def test_a_token_that_meta_does_not_know_fails_no_message_and_is_not_logged(
    sending, cloud, room, until
):
    with structlog.testing.capture_logs() as logs:
        sending(token=f"{TOKEN}-lama", retry=600)
        until(lambda: [line for line in logs if line["event"] == "whatsapp_unavailable"])
    assert [line["reason"] for line in logs if line["event"] == "whatsapp_unavailable"] == ["190"]
    assert room.statuses() == {"ready": 1}
    assert TOKEN not in str(logs)


def test_a_number_without_whatsapp_fails_with_the_code_and_holds_up_no_other(
    sending, cloud, room, until
):
    cloud.refusals = [RefusedError(400, 131026)]
    with structlog.testing.capture_logs() as logs:
        sending(2)
        until(lambda: room.statuses() == {"failed": 1, "sent": 1})
    assert room.lines()[0].reason == "131026"
    for said in ("81234567", "ukmini", "wamid"):
        assert said not in str(logs)


def test_an_answer_that_never_comes_leaves_the_message_unknown_and_it_is_not_sent_again(
    sending, cloud, room, until
):
    cloud.hangs_up_at = "taken"
    sending()
    until(lambda: room.statuses() == {"unknown": 1})
    room.compose(channel="whatsapp")
    until(lambda: room.statuses() == {"unknown": 1, "sent": 1})
    assert len(cloud.messages) == 2


def test_an_answer_that_comes_too_late_leaves_the_message_unknown(sending, cloud, room, until):
    cloud.answers_after = 1.0
    sending(timeout=0.3)
    until(lambda: room.statuses() == {"unknown": 1})
    assert room.reasons() == ["ReadTimeout"]
    assert len(cloud.messages) == 1


def test_a_fault_of_the_server_without_a_word_leaves_the_message_unknown(
    sending, cloud, room, until
):
    cloud.refusals = [b"<html>Bad gateway</html>"]
    sending()
    until(lambda: room.statuses() == {"unknown": 1})
    assert room.reasons() == ["http-502"]


def test_an_upload_that_is_cut_off_is_made_again_and_the_message_sent_once(
    sending, cloud, room, until
):
    cloud.hangs_up_at = "upload"
    cloud.upload_refusals = [b"<html>Bad gateway</html>"]
    sending(enclosed=b"%PDF-1.7 isi")
    until(lambda: room.statuses() == {"sent": 1})
    assert len(cloud.messages) == 1
    assert room.lines()[0].attempts == 3


def test_a_document_that_meta_does_not_take_fails_its_message(sending, cloud, room, until):
    cloud.upload_refusals = [RefusedError(400, 131053)]
    sending(enclosed=b"MZ")
    until(lambda: room.statuses() == {"failed": 1})
    assert room.reasons() == ["131053"]
    assert cloud.messages == []


def test_a_server_that_is_away_is_waited_for(whatsapp, room, until):
    gone = CloudApi()
    gone.close()
    whatsapp(gone.url)
    room.compose(channel="whatsapp")
    with structlog.testing.capture_logs() as logs:
        room.start_sender()
        until(lambda: any(line["event"] == "whatsapp_unavailable" for line in logs))
        assert room.statuses() == {"ready": 1}
        back = CloudApi(gone.server_port)
        until(lambda: room.statuses() == {"sent": 1})
    assert len(back.messages) == 1
    back.close()


def test_a_worker_that_is_killed_before_it_hears_the_answer_doubles_nothing(
    whatsapp, cloud, room, until
):
    whatsapp(cloud.url)
    room.compose(3, channel="whatsapp")
    doomed = room.start_process()
    cloud.at_taking = doomed.kill
    doomed.wait(60)
    assert room.statuses() == {"sending": 1, "ready": 2}
    room.start_sender()
    until(lambda: room.statuses() == {"sending": 1, "sent": 2})
    assert room.release_stale(channel="whatsapp") == {"ready": 0, "unknown": 1}
    assert len(cloud.messages) == len({message["to"] for message in cloud.messages}) == 3


def test_workers_beside_each_other_send_each_message_once(whatsapp, cloud, room, until):
    whatsapp(cloud.url)
    room.compose(40, channel="whatsapp")
    for _ in range(3):
        room.start_sender()
    until(lambda: room.statuses() == {"sent": 40})
    assert len({message["to"] for message in cloud.messages}) == len(cloud.messages) == 40


def test_one_person_is_written_to_once_in_a_while(sending, cloud, room, until):
    """Two messages of two instances; the second waits for its time."""
    sending(apart=1.5)
    room.compose(channel="whatsapp")
    until(lambda: room.statuses() == {"sent": 2})
    first, second = (line.changed_at for line in room.lines())
    assert (second - first).total_seconds() >= 1.5


def test_a_server_that_nobody_vouches_for_gets_neither_message_nor_token(
    whatsapp, cloud, room, until
):
    own = trustme.CA().issue_cert("127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.configure_cert(context)
    cloud.socket = context.wrap_socket(cloud.socket, server_side=True)
    whatsapp(cloud.url)
    room.compose(channel="whatsapp")
    with structlog.testing.capture_logs() as logs:
        room.start_sender()
        until(lambda: [line for line in logs if line["event"] == "whatsapp_unavailable"])
    assert room.statuses() == {"ready": 1}
    assert room.reasons() == ["SSLError"]
    assert cloud.messages == []


@pytest.mark.parametrize("stored", [b"{}", b"no JSON"])
def test_a_document_that_is_no_message_fails_alone(sending, cloud, room, until, stored):
    sending(0)
    room.compose(2, channel="whatsapp")
    until(lambda: room.statuses() == {"sent": 2})
    broken = room.state.documents.put(stored, content_type="text/plain", file_name="x")
    with room.state.database.transaction() as transaction:
        first = OUTBOX.update().where(OUTBOX.c.id == 1)
        values = {"message_id": broken.document_id, "status": "ready"}
        transaction.connection.execute(first.values(values))
    until(lambda: room.statuses() == {"failed": 1, "sent": 1})
    assert "no-address" in room.reasons()

"""Signing at BSrE's service: asked once, told apart by what is known, never asked again blindly."""

from __future__ import annotations

import base64
import logging
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO

import msgspec
import pypdfium2
import pytest
from PIL import Image

from tests.workers.signing import esign_service
from tests.workers.signing.esign_service import EMAIL, NIK, PASSPHRASE, TOTP
from tests.workers.signing.papers import make_pdf
from workers.signing import queue, remote
from workers.signing.bsre.config import BsreConfig, bsre_config
from workers.signing.bsre.service import BsreService, who
from workers.signing.bsre.signer import BsreSeal, BsreSigner, Secret
from workers.signing.decisions import reference_of
from workers.signing.errors import SigningError, UnknownOutcomeError
from workers.signing.verification import verify
from workers.testing import make_job, run_handler

NOW = datetime(2025, 3, 4, 2, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)

# Most of these are about the network; what locks rows is tried on both databases.
BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database_url(request, tmp_path):
    if getattr(request, "param", "sqlite") == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'workers.db'}"


@pytest.fixture
def service(office):
    with esign_service.esign_service(office) as running:
        yield running


@pytest.fixture
def config(service):
    user, password = esign_service.APPLICATION
    return BsreConfig(
        url=service.url, username=user, password=password, subscriber=esign_service.SUBSCRIBER
    )


@pytest.fixture
def official(config):
    """Make the signer of an official."""

    def make(identity: str = EMAIL, secret: str = PASSPHRASE, kind: str = "passphrase", **changes):
        settings = msgspec.structs.replace(config, **changes)
        return BsreSigner(
            BsreService(settings), settings, identity, Secret(kind=kind, value=secret)
        )

    return make


@pytest.fixture
def ask(any_state):
    """Put a document into an official's queue and return the request's number."""

    def put(content=None, **more):
        reference = any_state.documents.put(
            content or make_pdf(), content_type="application/pdf", file_name="surat.pdf"
        )
        variables = {"document": reference, "official": "Kepala Kantor", "subject": "Surat balasan"}
        outputs = run_handler("signature-request", variables, state=any_state, **more)
        return outputs["signature_request"]["number"]

    return put


def found(state, number):
    with state.database.reading() as connection:
        return queue.find(connection, number)


def content_of(state, request):
    return state.documents.get(reference_of(request.signed_document_id))


@pytest.mark.parametrize("identity", [EMAIL, NIK])
def test_the_service_signs_as_the_official_and_the_document_is_kept(
    any_state, ask, official, service, *, office, identity
):
    number = ask()
    done = remote.sign(any_state, number, official(identity), NOW)
    assert (done.status, done.provider, done.reason) == ("signed", "bsre", None)
    assert content_of(any_state, done) == service.signed[0]
    report = verify(service.signed[0], office.roots, datetime.now(UTC))
    assert report.good
    assert report.signatures[0].reason == number


def test_signing_again_asks_nobody(any_state, ask, official, service):
    number = ask()
    done = remote.sign(any_state, number, official(), NOW)
    assert remote.sign(any_state, number, official(), LATER) == done
    assert len(service.calls("sign/pdf")) == 1


def test_a_code_that_was_sent_signs_like_a_passphrase(any_state, ask, official, service, config):
    number = ask()
    BsreService(config).send_totp(EMAIL)
    remote.sign(any_state, number, official(secret=TOTP, kind="totp"), NOW)
    assert service.calls("sign/get/totp") == [{"email": EMAIL, "data": 1}]
    (call,) = service.calls("sign/pdf")
    assert call["totp"] == TOTP
    assert "passphrase" not in call


def test_the_offices_seal_is_put_on_by_its_code(any_state, ask, service, config):
    seal = BsreSeal(BsreService(config), config, Secret(kind="totp", value=TOTP))
    done = remote.sign(any_state, ask(), seal, NOW, on_behalf=True)
    assert (done.status, done.provider) == ("signed", "bsre-seal")
    (call,) = service.calls("seal/pdf")
    assert call["idSubscriber"] == esign_service.SUBSCRIBER


def darkest(document: bytes, box) -> int:
    """Of a part of the first page; left, top, right, bottom in points from the upper left."""
    pdf = pypdfium2.PdfDocument(document)
    pdf.init_forms()
    shown = pdf[0].render(scale=1, grayscale=True).to_pil().convert("L")
    pdf.close()
    return shown.crop(tuple(map(int, box))).getextrema()[0]


def test_the_block_is_put_where_the_page_is_empty(any_state, ask, official, service):
    remote.sign(any_state, ask(), official(), NOW)
    (properties,) = service.calls("sign/pdf")[0]["signatureProperties"]
    assert (properties["tampilan"], properties["page"]) == ("VISIBLE", 1)
    left, top = properties["originX"], properties["originY"]
    box = (left, top, left + properties["width"], top + properties["height"])
    assert darkest(make_pdf(), box) == 255
    assert darkest(service.signed[0], box) < 100
    picture = Image.open(BytesIO(base64.b64decode(properties["imageBase64"])))
    assert picture.format == "PNG"
    assert picture.width / picture.height == pytest.approx(
        properties["width"] / properties["height"], rel=0.02
    )


@pytest.mark.parametrize(
    "page",
    [
        make_pdf(140, top=838, step=6, left=0, words="Penuh sesak " * 12),
        make_pdf(page="/Rotate 90"),
        make_pdf(page="/CropBox [50 50 545 792]"),
    ],
    ids=["full", "turned", "cut"],
)
def test_where_a_block_has_no_sure_place_the_signature_shows_nothing(
    any_state, ask, official, service, page
):
    assert remote.sign(any_state, ask(page), official(), NOW).status == "signed"
    (properties,) = service.calls("sign/pdf")[0]["signatureProperties"]
    assert properties["tampilan"] == "INVISIBLE"


def test_no_block_is_sent_where_none_is_wanted(any_state, ask, official, service):
    remote.sign(any_state, ask(), official(visible=False, location="Palembang"), NOW)
    (properties,) = service.calls("sign/pdf")[0]["signatureProperties"]
    assert properties["tampilan"] == "INVISIBLE"
    assert properties["location"] == "Palembang"


def test_a_wrong_passphrase_signs_nothing_and_is_repeated_nowhere(
    any_state, ask, official, service, caplog
):
    number, wrong = ask(), "gajah-terbang"
    with caplog.at_level(logging.DEBUG), pytest.raises(SigningError, match="2031") as told:
        remote.sign(any_state, number, official(secret=wrong), NOW)
    assert not isinstance(told.value, UnknownOutcomeError)
    assert wrong not in f"{told.value!r} {told.value} {caplog.text}"
    request = found(any_state, number)
    assert (request.status, request.provider, request.attempted_at) == ("waiting", None, None)
    assert wrong not in repr(request)
    assert remote.sign(any_state, number, official(), LATER).status == "signed"
    assert len(service.signed) == 1


def test_a_secret_shows_itself_nowhere():
    assert PASSPHRASE not in repr(Secret(kind="passphrase", value=PASSPHRASE))


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("NOT_REGISTERED", "belum terdaftar"),
        ("EXPIRED", "kedaluwarsa"),
        ("REVOKE", "dicabut"),
        ("SOMETHING_NEW", "SOMETHING_NEW"),
    ],
)
def test_a_certificate_that_cannot_sign_is_told(service, config, status, told):
    service.statuses[EMAIL] = status
    with pytest.raises(SigningError, match=told):
        BsreService(config).require_ready(EMAIL)
    assert service.calls("sign/pdf") == []


def test_a_certificate_that_can_sign_is_no_news(config):
    BsreService(config).require_ready(NIK)


MOODS = {
    "cut": "cut",
    "half": "cut",
    "late": "timeout",
    "502": "http-502",
    "500": "http-500",
    "not-json": "answer",
    "garbled": "answer",
    "empty": "answer",
    "unsigned": "answer",
}


@pytest.mark.parametrize("mood", MOODS)
def test_a_lost_answer_leaves_the_request_unknown_and_it_is_not_asked_again(
    any_state, ask, official, service, mood
):
    number, service.mood = ask(), mood
    with pytest.raises(UnknownOutcomeError, match=f"tertib sign settle {number}"):
        remote.sign(any_state, number, official(timeout=1.0 if mood == "late" else 60.0), NOW)
    assert service.has_signed.wait(60)
    request = found(any_state, number)
    assert (request.status, request.reason.split()[0]) == ("unknown", MOODS[mood])
    assert (request.provider, request.attempted_at) == ("bsre", NOW)
    service.mood = ""
    for again in (
        lambda: remote.sign(any_state, number, official(), LATER),
        lambda: queue.close(any_state, number, "refused", "Keliru", LATER),
    ):
        with pytest.raises(SigningError, match="belum pasti"):
            again()
    assert len(service.signed) == 1
    with any_state.database.reading() as connection:
        assert [each.status for each in queue.waiting(connection)] == ["unknown"]


def test_an_answer_that_is_not_the_signed_document_is_kept_to_be_looked_at(
    any_state, ask, official, service
):
    number, service.mood = ask(), "unsigned"
    with pytest.raises(UnknownOutcomeError):
        remote.sign(any_state, number, official(), NOW)
    _, kept = found(any_state, number).reason.split()
    assert any_state.documents.get(reference_of(kept)) == b"%PDF-1.7\n"


def test_a_service_that_was_never_reached_has_signed_nothing(any_state, ask, official):
    number = ask()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(SigningError, match="tidak dapat dihubungi") as told:
        remote.sign(any_state, number, official(url=f"http://127.0.0.1:{port}"), NOW)
    assert not isinstance(told.value, UnknownOutcomeError)
    assert found(any_state, number).status == "waiting"


def test_a_wrong_password_of_the_application_is_told_as_such(any_state, ask, official):
    number = ask()
    with pytest.raises(SigningError, match=r"bsre\.password") as told:
        remote.sign(any_state, number, official(password="sandi-lama"), NOW)  # noqa: S106 -- wrong
    assert "sandi-lama" not in str(told.value)
    assert found(any_state, number).status == "waiting"


def test_the_passphrase_follows_no_redirection(any_state, ask, official, service):
    number, service.mood = ask(), "redirect"
    with pytest.raises(SigningError, match="http-307"):
        remote.sign(any_state, number, official(), NOW)
    assert service.asked == []
    assert found(any_state, number).status == "waiting"


class Looking:
    """A signer whose service looks into our books when it is asked."""

    provider = "bsre"

    def __init__(self, look):
        self._look = look

    def prepare(self, document, purpose):  # noqa: ARG002 -- likewise
        return self._look


@BOTH
def test_the_attempt_is_in_the_books_before_the_service_is_asked(any_state, ask):
    number, seen = ask(), []

    class Killed(BaseException):
        """The process ends here."""

    def look():
        seen.append(found(any_state, number))
        raise Killed

    with pytest.raises(Killed):
        remote.sign(any_state, number, Looking(look), NOW)
    assert [(each.status, each.provider) for each in seen] == [("unknown", "bsre")]
    assert found(any_state, number).status == "unknown"


@BOTH
def test_of_two_desks_at_once_one_asks(any_state, ask, official, service):
    number = ask()

    def desk(_):
        try:
            return remote.sign(any_state, number, official(), datetime.now(UTC)).status
        except SigningError:
            return "told"

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(desk, range(4)))
    assert "signed" in results
    assert len(service.calls("sign/pdf")) == 1
    assert found(any_state, number).status == "signed"


@pytest.fixture
def unknown(any_state, ask, official, service):
    """A request of which the answer was lost after the service had signed."""
    number, service.mood = ask(), "cut"
    with pytest.raises(UnknownOutcomeError):
        remote.sign(any_state, number, official(), NOW)
    service.mood = ""
    return number


def test_the_document_that_a_person_found_settles_it(any_state, unknown, service):
    done = remote.enter_signed(any_state, unknown, service.signed[0], LATER)
    assert (done.status, done.decided_at) == ("signed", LATER)
    assert content_of(any_state, done) == service.signed[0]


def test_what_is_not_its_document_settles_nothing(any_state, unknown, ask, official, service):
    other = ask(make_pdf(5))
    remote.sign(any_state, other, official(), NOW)
    changed = service.signed[0].replace(b"Sehubungan", b"Sehubungin", 1)
    for content in (make_pdf(), service.signed[1], changed, b"hello"):
        with pytest.raises(SigningError, match=f"bukan dokumen {unknown}"):
            remote.enter_signed(any_state, unknown, content, LATER)
    assert found(any_state, unknown).status == "unknown"


@BOTH
def test_what_a_person_says_was_not_signed_waits_again(any_state, unknown, official, service):
    request = remote.enter_unsigned(any_state, unknown, LATER)
    assert (request.status, request.attempted_at, request.reason) == ("waiting", None, None)
    assert remote.sign(any_state, unknown, official(), LATER).status == "signed"
    assert len(service.signed) == 2


def test_only_what_is_unknown_can_be_settled(any_state, ask, official, service):
    number = ask()
    with pytest.raises(SigningError, match="masih menunggu"):
        remote.enter_unsigned(any_state, number, NOW)
    done = remote.sign(any_state, number, official(), NOW)
    for settle in (
        lambda: remote.enter_unsigned(any_state, number, LATER),
        lambda: remote.enter_signed(any_state, number, service.signed[0], LATER),
    ):
        with pytest.raises(SigningError, match="sudah ditandatangani"):
            settle()
    assert found(any_state, number) == done


def test_an_answer_that_comes_after_a_person_gave_up_still_counts(any_state, ask, office):
    number = ask()

    def answer():
        remote.enter_unsigned(any_state, number, LATER)
        properties = {"tampilan": "INVISIBLE", "reason": number}
        return esign_service.add_signature(make_pdf(), properties, office.key().signer)

    assert remote.sign(any_state, number, Looking(answer), NOW).status == "signed"


def test_the_same_document_asked_for_again_is_the_same_unknown_request(
    any_state, unknown, ask, official
):
    request = found(any_state, unknown)
    job = make_job("signature-request")
    first = ask(make_pdf(4), job=job)
    with pytest.raises(UnknownOutcomeError):
        remote.sign(any_state, first, Looking(_lost), NOW)
    again = make_job("signature-request", process_instance_key=job.process_instance_key)
    assert ask(make_pdf(4), job=again) == first
    assert found(any_state, unknown) == request


@BOTH
def test_a_corrected_document_takes_the_place_of_one_that_was_not_signed_after_all(any_state, ask):
    job = make_job("signature-request")
    first = ask(job=job)
    with pytest.raises(UnknownOutcomeError):
        remote.sign(any_state, first, Looking(_lost), NOW)
    again = make_job("signature-request", process_instance_key=job.process_instance_key)
    second = ask(make_pdf(3), job=again)
    assert found(any_state, first).status == "unknown"
    assert remote.enter_unsigned(any_state, first, LATER).status == "superseded"
    assert found(any_state, second).status == "waiting"


def _lost():
    raise UnknownOutcomeError("timeout")


def test_what_the_service_thinks_of_a_document_is_told(any_state, ask, official, service, config):
    remote.sign(any_state, ask(), official(), NOW)
    verdict = BsreService(config).verify(service.signed[0])
    assert (verdict.good, verdict.conclusion) == (True, "VALID")
    assert verdict.signers == ["Siti Rahmawati"]
    assert not BsreService(config).verify(make_pdf()).good


def test_a_person_is_named_by_mail_or_by_a_number_of_sixteen_digits():
    assert who(" siti@example.go.id ") == {"email": "siti@example.go.id"}
    assert who("3171 2345 6789 0123") == {"nik": NIK}
    for wrong in ("", "123", "31712345678901234", "Siti Rahmawati"):
        with pytest.raises(SigningError, match="16 angka") as told:
            who(wrong)
        assert not wrong or wrong not in str(told.value)


def test_without_an_address_the_setting_is_named(monkeypatch):
    from workers.config import ConfigError

    monkeypatch.delenv("TERTIB_BSRE_URL", raising=False)
    with pytest.raises(ConfigError, match="TERTIB_BSRE_URL"):
        bsre_config()

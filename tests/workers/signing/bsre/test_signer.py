"""What the service signs for an official, and what it is sent."""

from __future__ import annotations

import base64
import logging
from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from tests.workers.signing import esign_service
from tests.workers.signing.bsre.books import LATER, NOW, content_of, found
from tests.workers.signing.esign_service import EMAIL, NIK, PASSPHRASE, TOTP
from tests.workers.signing.papers import make_pdf
from workers.signing import remote
from workers.signing.bsre.service import BsreService
from workers.signing.bsre.signer import BsreSeal, Secret
from workers.signing.errors import SigningError, UnknownOutcomeError
from workers.signing.verification import verify


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

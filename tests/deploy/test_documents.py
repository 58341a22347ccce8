"""`tertib documents`: what a person does with the store."""

import io
import json
import stat

import msgspec
import pytest
from docx import Document
from typer.testing import CliRunner

from deploy.cli import app
from deploy.errors import DeployError
from workers.people import Applicant
from workers.processings import records_in
from workers.state.documents import (
    DocumentReference,
    DocumentStoreError,
    DocumentUnavailableError,
    open_documents,
)
from workers.state.documents.key import make_secret
from workers.testing import run_handler, stored_document, temporary_state

LETTERS = [b"surat", b"izin", b"nota dinas"]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def stored(home):
    """The ids of some documents."""
    put = open_documents(home / "documents").put
    return [
        put(letter, content_type="text/plain", file_name="x.txt").document_id for letter in LETTERS
    ]


def tertib(*arguments):
    return CliRunner().invoke(app, ["documents", *map(str, arguments)], catch_exceptions=False)


def new_key():
    return tertib("new-key").output


def use(home, monkeypatch, *keys):
    (home / "key").write_text("".join(keys))
    monkeypatch.setenv("TERTIB_DOCUMENTS_KEY_FILE", str(home / "key"))


def test_a_document_is_written_into_a_file_for_oneself_alone(home, stored):
    assert tertib("get", stored[0], home / "surat.txt").exit_code == 0
    assert (home / "surat.txt").read_bytes() == b"surat"
    assert stat.S_IMODE((home / "surat.txt").stat().st_mode) == 0o600


def test_no_file_is_written_over_and_none_for_a_document_that_is_not_there(home, stored):
    (home / "surat.txt").write_bytes(b"lain")
    assert tertib("get", stored[0], home / "surat.txt").exit_code == 2
    assert (home / "surat.txt").read_bytes() == b"lain"
    with pytest.raises(DocumentUnavailableError, match="not in the store"):
        tertib("get", "0" * 64, home / "other.txt")
    assert tertib("get", "../../etc/passwd", home / "other.txt").exit_code == 2
    assert not (home / "other.txt").exists()


def test_documents_are_encrypted_and_still_given_out(home, stored, monkeypatch):
    use(home, monkeypatch, new_key())
    answer = tertib("encrypt")
    assert "3 of 3 documents were encrypted." in answer.output
    everything = b"".join(
        path.read_bytes() for path in (home / "documents").rglob("*") if path.is_file()
    )
    assert not [letter for letter in LETTERS if letter in everything]
    assert tertib("get", stored[1], home / "izin.txt").exit_code == 0
    assert (home / "izin.txt").read_bytes() == b"izin"
    assert "0 of 3" in tertib("encrypt").output


def test_an_old_key_can_go_once_all_is_encrypted_with_the_new_one(home, stored, monkeypatch):
    old, new = new_key(), new_key()
    use(home, monkeypatch, old)
    tertib("encrypt")
    use(home, monkeypatch, new)
    with pytest.raises(DocumentStoreError, match="a key that is not given"):
        tertib("encrypt")
    use(home, monkeypatch, new, old)
    assert "3 of 3" in tertib("encrypt").output
    use(home, monkeypatch, new)
    assert tertib("get", stored[0], home / "surat.txt").exit_code == 0


def test_a_damaged_document_is_named_and_keeps_the_old_key_in_use(home, stored, monkeypatch):
    old, new = new_key(), new_key()
    use(home, monkeypatch, old)
    tertib("encrypt")
    store = open_documents(home / "documents")
    store.place.write(store.objects()[0], b"palsu")
    use(home, monkeypatch, new, old)
    with pytest.raises(DeployError, match="1 are damaged"):
        tertib("encrypt")
    use(home, monkeypatch, new)
    with pytest.raises(DocumentStoreError):
        tertib("get", stored[0], home / "surat.txt")


@pytest.mark.usefixtures("stored")
def test_without_a_key_nothing_is_encrypted():
    with pytest.raises(DeployError, match="tertib documents new-key"):
        tertib("encrypt")


def test_a_message_that_is_encrypted_is_shown_with_the_way_to_read_it(home, monkeypatch):
    use(home, monkeypatch, make_secret())
    with temporary_state(home) as state:
        variables = {"recipient": "Kepala Kantor"}
        number = run_handler("notify-email", variables, state=state)["notification"]["number"]
    shown = CliRunner().invoke(app, ["outbox", "show", number], catch_exceptions=False)
    asked = CliRunner().invoke(app, ["outbox", "show", number, "--json"], catch_exceptions=False)
    line = json.loads(asked.output)
    assert line["file"] is None
    assert f"tertib documents get {line['message_id']} FILE" in shown.output
    assert tertib("get", line["message_id"], home / "surel.eml").exit_code == 0
    assert b"Message-ID" in (home / "surel.eml").read_bytes()


def test_a_file_that_is_put_in_is_referred_to_without_its_name(home):
    (home / "sidik-jari-siti.PNG").write_bytes(b"gambar")
    printed = tertib("put", home / "sidik-jari-siti.PNG").stdout
    reference = msgspec.json.decode(printed, type=DocumentReference)
    assert reference.metadata.content_type == "image/png"
    assert "siti" not in printed
    assert open_documents(home / "documents").get(reference) == b"gambar"


def test_the_digits_that_a_form_shows_are_enough_to_get_a_document(home, stored):
    assert tertib("get", stored[0][:12], home / "surat.txt").exit_code == 0
    assert (home / "surat.txt").read_bytes() == b"surat"
    unknown = tertib("get", "0" * 12, home / "lain.txt")
    assert unknown.exit_code == 2
    assert "0 documents begin with 000000000000" in " ".join(unknown.output.split())
    assert tertib("get", stored[0][:11], home / "lain.txt").exit_code == 2


def test_a_corrected_letter_is_numbered_and_is_about_the_person_of_the_draft(home):
    with temporary_state(home) as state:
        record = msgspec.json.encode(Applicant(name="Siti Uji"))
        kinds = {"content_type": "application/json", "file_name": "pemohon.json"}
        applicant = state.documents.put(record, **kinds)
        drafted = {"subject": "Surat izin magang", "applicant": applicant}
        draft = run_handler("letter-draft", drafted, state=state)["letter"]
        (home / "surat.docx").write_bytes(stored_document(state, draft))
        edited = Document(home / "surat.docx")
        edited.add_paragraph("Ditambahkan petugas.")
        edited.save(home / "surat.docx")
        corrects = ("--corrects", draft["documentId"][:12])
        corrected = json.loads(tertib("put", home / "surat.docx", *corrects).stdout)
        numbered = run_handler("letter-number", {"document": corrected}, state=state)
        letter = numbered["numbered_letter"]
        assert "Ditambahkan petugas." in [
            each.text for each in Document(io.BytesIO(stored_document(state, letter))).paragraphs
        ]
        with state.database.reading() as db:
            for made in (corrected, letter):
                assert records_in(db, [made["documentId"]]) == {applicant.document_id}


def test_what_corrects_nothing_that_is_there_is_not_stored(home, stored):
    (home / "surat.docx").write_bytes(b"baru")
    assert tertib("put", home / "surat.docx", "--corrects", "0" * 64).exit_code == 2
    assert len(open_documents(home / "documents").objects()) == len(stored)

"""satisfaction-survey and archive."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from sqlalchemy import select

from workers.handler import IncidentError
from workers.jobs.archive import ARCHIVE
from workers.jobs.satisfaction_survey import ANSWERS
from workers.letters.pdf.archival import is_pdf_a
from workers.state.documents import DocumentUnavailableError
from workers.testing import NOW, make_job, run_handler, stored_document


def answers(*values):
    return {f"u{number}": value for number, value in enumerate(values, start=1)}


def survey(state, *values, job=None, **variables):
    return run_handler("satisfaction-survey", answers(*values) | variables, state=state, job=job)


def test_a_response_is_scored_and_moves_the_units_index(state):
    first = survey(state, *["4"] * 9)
    assert (first["survey_score"], first["ikm_index"], first["ikm_grade"]) == (100.0, 100.0, "A")
    second = survey(state, *["3"] * 9)
    assert (second["survey_score"], second["ikm_index"], second["ikm_grade"]) == (75.0, 87.5, "B")
    assert second["ikm_respondents"] == 2


def test_each_office_has_an_index_of_its_own(state, office):
    survey(state, *[1] * 9, office=office)
    assert survey(state, *[4] * 9, office=office | {"code": "W.15"})["ikm_index"] == 100.0


def test_an_unanswered_element_counts_neither_way(state):
    outputs = survey(state, 0, *[3] * 8)
    assert outputs["survey_score"] == 75.0
    assert outputs["ikm_index"] is None  # nobody has answered U1 yet
    assert survey(state, *[3] * 9)["ikm_index"] == 75.0


def test_who_answers_nothing_is_counted_and_scored_nothing(state):
    outputs = survey(state, *["0"] * 9)
    assert outputs["survey_score"] is None
    assert outputs["ikm_respondents"] == 1


def test_answers_given_again_replace_the_ones_before(state):
    job = make_job("satisfaction-survey")
    again = make_job("satisfaction-survey", process_instance_key=job.process_instance_key)
    held = survey(state, *[1] * 9, job=job)["survey_number"]
    outputs = survey(state, *[4] * 9, job=again, survey_number=held)
    assert (outputs["ikm_index"], outputs["ikm_respondents"]) == (100.0, 1)


def test_missing_answers_are_named(state):
    with pytest.raises(IncidentError, match=r"U3, U9"):
        survey(state, 4, 4, None, 4, 4, 4, 4, 4)


@pytest.mark.parametrize("value", [5, -1, "baik", "12", ""])
def test_an_answer_outside_the_scale_is_named(state, value):
    with pytest.raises(IncidentError, match="U2"):
        survey(state, 4, value, *[4] * 7)


def test_what_respondents_say_of_themselves_stays_with_the_answers_alone(state):
    said = {"sex": "P", "age": 34, "education": "S1", "occupation": "Wirausaha"}
    outputs = survey(state, *[4] * 9, **said)
    assert [outputs[name] for name in said] == [None] * 4
    with state.database.reading() as db:
        row = db.execute(select(ANSWERS)).mappings().one()
    assert {name: row[name] for name in said} == said


@pytest.mark.parametrize("said", [{}, {"sex": "", "age": " ", "education": None}])
def test_nobody_has_to_say_who_they_are(state, said):
    assert survey(state, *[4] * 9, **said)["ikm_index"] == 100.0


@pytest.mark.parametrize(
    "said", [{"sex": "X"}, {"age": 9}, {"age": "tiga"}, {"education": "TK"}, {"occupation": "-"}]
)
def test_what_is_none_of_the_choices_is_named_and_not_repeated(state, said):
    ((name, value),) = said.items()
    with pytest.raises(IncidentError, match=rf"choices: {name}\.") as caught:
        survey(state, *[4] * 9, **said)
    assert "tiga" not in str(caught.value)
    assert value != "-" or "-" not in str(caught.value)


def picture(kind):
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(written, kind)
    return written.getvalue()


def listed(state):
    with state.database.reading() as db:
        return db.execute(select(ARCHIVE)).all()


def test_a_document_is_archived_under_its_hash_with_its_retention(state, office):
    document = state.documents.put(b"skp", content_type="text/plain", file_name="skp.txt")
    outputs = run_handler(
        "archive",
        {"document": document, "office": office, "classification": "KP.02.01",
         "retention": "2-8-permanen", "subject": "Arsip SKP"},
        state=state,
    )  # fmt: skip
    (row,) = listed(state)
    assert outputs["archive_number"] == "W.6/KP.02.01/0001/2025"
    assert (row.title, row.content_hash, row.fate) == (
        "Arsip SKP",
        document.content_hash,
        "permanen",
    )
    assert (row.active_until.isoformat(), row.inactive_until.isoformat()) == (
        "2027-12-31",
        "2035-12-31",
    )


def test_a_document_is_listed_once_however_often_the_step_is_done(state):
    document = state.documents.put(b"skp", content_type="text/plain", file_name="skp.txt")
    job = make_job("archive")
    again = make_job("archive", process_instance_key=job.process_instance_key)
    first = run_handler("archive", {"document": document}, state=state, job=job)
    assert run_handler("archive", {"document": document}, state=state, job=again) == first
    assert len(listed(state)) == 1


def test_what_lies_elsewhere_gets_an_index_card(state):
    variables = {"archive_place": "Lemari 3, rak 2", "subject": "Arsip SKP"}
    outputs = run_handler("archive", variables, state=state)
    card = stored_document(state, outputs["archived_document"])
    assert is_pdf_a(card)
    assert "Lemari 3, rak 2" in PdfReader(io.BytesIO(card)).pages[0].extract_text()
    assert listed(state)[0].place == "Lemari 3, rak 2"


def test_a_letter_is_archived_as_the_pdf_that_its_draft_had(state):
    drafted = run_handler("letter-draft", {"subject": "Surat balasan"}, state=state)
    outputs = run_handler("archive", {"document": drafted["letter"]}, state=state)
    assert outputs["archived_document"] == drafted["letter_pdf"]
    (row,) = listed(state)
    assert row.document_id == drafted["letter_pdf"]["documentId"]
    assert row.content_hash == drafted["letter"]["contentHash"]


def test_what_is_pdf_a_already_is_archived_as_it_is(state):
    pdf = run_handler("letter-draft", {"subject": "Surat"}, state=state)["letter_pdf"]
    assert run_handler("archive", {"document": pdf}, state=state)["archived_document"] == pdf


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_scanned_picture_is_archived_as_pdf_a_and_once(state, kind):
    document = state.documents.put(
        picture(kind), content_type="image/x", file_name="pindaian-4.scan"
    )
    job = make_job("archive")
    again = make_job("archive", process_instance_key=job.process_instance_key)
    outputs = run_handler("archive", {"document": document}, state=state, job=job)
    archived = outputs["archived_document"]
    assert is_pdf_a(stored_document(state, archived))
    assert archived["metadata"]["fileName"] == "pindaian-4.pdf"
    next_day = NOW + timedelta(days=1)
    repeated = run_handler("archive", {"document": document}, state=state, job=again, now=next_day)
    assert repeated == outputs
    assert len(listed(state)) == 1


def test_a_pdf_of_another_program_is_archived_as_it_came_and_that_is_logged(state, capfd):
    written = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(written)
    document = state.documents.put(
        written.getvalue(), content_type="application/pdf", file_name="lain.pdf"
    )
    outputs = run_handler("archive", {"document": document}, state=state)
    assert outputs["archived_document"]["documentId"] == document.document_id
    assert "archived_as_received" in "".join(capfd.readouterr())


def test_a_document_that_is_gone_is_not_called_archived(state):
    document = state.documents.put(b"skp", content_type="text/plain", file_name="skp.txt")
    state.documents.path(document).unlink()
    with pytest.raises(DocumentUnavailableError):
        run_handler("archive", {"document": document}, state=state)
    assert listed(state) == []


@pytest.fixture
def schedule(tmp_path, monkeypatch):
    def write(*lines: str):
        path = tmp_path / "jra.csv"
        path.write_text("\n".join(lines), encoding="utf-8-sig")
        monkeypatch.setenv("TERTIB_ARCHIVE_SCHEDULE", str(path))

    return write


JRA = (
    "kode;jenis arsip;aktif;inaktif;nasib",
    "KP.02;Mutasi;1 tahun setelah SK terbit;4 tahun;Musnah",
    "KP.02.01;Kenaikan pangkat;2;10;Permanen",
)


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("KP.02.01", ("2027-12-31", "2037-12-31", "permanen")),
        ("KP.02.03.01", ("2026-12-31", "2030-12-31", "musnah")),
        ("KP.021", ("2027-12-31", "2030-12-31", "dinilai kembali")),
    ],
)
@pytest.mark.parametrize("wanted", ["jra", "", None])
def test_the_offices_schedule_says_how_long_a_classification_is_kept(
    state, schedule, code, kept, wanted
):
    schedule(*JRA)
    variables = {"archive_place": "Rak", "classification": code, "retention": wanted}
    run_handler("archive", variables, state=state)
    (row,) = listed(state)
    assert (row.active_until.isoformat(), row.inactive_until.isoformat(), row.fate) == kept


def test_a_class_that_the_step_names_goes_before_the_schedule(state, schedule):
    schedule(*JRA)
    variables = {"archive_place": "Rak", "classification": "KP.02", "retention": "5-5-nilai"}
    run_handler("archive", variables, state=state)
    assert listed(state)[0].fate == "dinilai kembali"


def test_a_classification_that_the_schedule_lacks_is_logged(state, schedule, capfd):
    schedule(*JRA)
    run_handler("archive", {"archive_place": "Rak", "classification": "UM.01"}, state=state)
    assert "retention_unknown" in "".join(capfd.readouterr())


@pytest.mark.parametrize("line", ["UM.01;Surat;dua;3;Musnah", "UM.01;Surat;2;3;?", "UM.01"])
def test_a_line_of_the_schedule_that_is_none_is_named(state, schedule, line):
    schedule(JRA[0], line)
    with pytest.raises(IncidentError, match=r"archive\.schedule: .*jra\.csv, line 2"):
        run_handler("archive", {"archive_place": "Rak"}, state=state)


def test_a_schedule_without_its_columns_is_named(state, schedule):
    schedule("code;years", "UM;2")
    with pytest.raises(IncidentError, match=r"jra\.csv .*kode;aktif;inaktif;nasib"):
        run_handler("archive", {"archive_place": "Rak"}, state=state)


def test_an_unknown_retention_class_is_an_error_the_diagram_can_catch(state):
    with pytest.raises(IncidentError, match="2-3-musnah"):
        run_handler("archive", {"retention": "selamanya"}, state=state)

"""disposition: what stands on the slip, who is told how, and by when it is due."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader
from sqlalchemy import create_engine, func, select, text

from workers import workdays
from workers.errors import IncidentError
from workers.letters.pdf.archival import is_pdf_a
from workers.outbox import OUTBOX
from workers.registers import ENTRIES
from workers.state import schema
from workers.state.state import open_state
from workers.testing import NOW, make_job, run_handler, stored_document

TICKED, OPEN = "\N{BALLOT BOX WITH CHECK}", "\N{BALLOT BOX}"


def dispose(state, *, job=None, now=NOW, **variables):
    return run_handler("disposition", variables, state=state, job=job, now=now)


def slip(state, outputs):
    """The words on the slip, each run of white space as one blank."""
    content = stored_document(state, outputs["disposition"])
    assert is_pdf_a(content)
    reader = PdfReader(io.BytesIO(content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_a_disposition_says_what_is_asked_of_whom_and_tells_the_next_official(state, office):
    outputs = dispose(
        state,
        activity="Memerintahkan Kabag Program dan Humas untuk menyiapkan konsep",
        subject="Surat Sekjen",
        role="Kadivmin",
        next_role="Kabag Program dan Humas",
        office=office,
        due_days=3,
    )
    shown = slip(state, outputs)
    for expected in (
        "Nomor agenda DSP-0001/2025",
        "Hal Surat Sekjen",
        "Dari Kadivmin",
        "Diteruskan kepada Kabag Program dan Humas",
        "Memerintahkan Kabag Program dan Humas untuk menyiapkan konsep",
        "Tenggat Jumat, 7 Maret 2025",
        "Tanggal disposisi 4 Maret 2025",
    ):
        assert expected in shown
    assert outputs["disposition"]["metadata"]["fileName"] == "lembar-disposisi.pdf"
    assert outputs["notification"]["recipient"] == "Kabag Program dan Humas"


def test_a_disposition_called_just_that_is_about_the_sops_matter(state):
    outputs = dispose(state, subject="disposisi", process_title="SOP PENYUSUNAN PAGU ANGGARAN")
    assert slip(state, outputs).count("Penyusunan Pagu Anggaran") == 2  # Hal, and the SOP


def test_what_the_officer_wrote_goes_before_the_words_of_the_sop(state):
    written = {"instruction": "Segera tindak lanjuti", "due_days": 2}
    outputs = dispose(state, **written, activity="Memberikan disposisi")
    assert "Segera tindak lanjuti" in slip(state, outputs)
    assert "Tenggat Kamis, 6 Maret 2025" in slip(state, outputs)
    assert [outputs[name] for name in written] == [None, None]  # the form is empty the next time


@pytest.mark.parametrize(
    ("instruction", "ticked"),
    [
        ("Segera tindak lanjuti", {"Segera", "Proses lebih lanjut"}),
        ("Sangat segera; hadiri rapat", {"Sangat segera", "Hadiri/wakili"}),
        (
            "Mohon saran, koordinasikan dengan Keuangan",
            {"Biasa", "Tanggapan dan saran", "Koordinasi/konfirmasi"},
        ),
        ("Rahasia. Pelajari dan arsipkan", {"Rahasia", "Pelajari dan teliti", "Arsipkan"}),
        (None, {"Biasa"}),
    ],
)
def test_the_instructions_own_words_tick_the_boxes(state, instruction, ticked):
    shown = slip(state, dispose(state, instruction=instruction))
    boxes = (
        "Biasa", "Segera", "Sangat segera", "Rahasia", "Untuk diketahui", "Tanggapan dan saran",
        "Proses lebih lanjut", "Pelajari dan teliti", "Koordinasi/konfirmasi",
        "Siapkan bahan/konsep", "Hadiri/wakili", "Arsipkan",
    )  # fmt: skip
    assert {box for box in boxes if f"{TICKED} {box}" in shown} == ticked
    assert {box for box in boxes if f"{OPEN} {box}" in shown} == set(boxes) - ticked


def test_a_due_date_counts_working_days_only(state):
    friday = datetime(2025, 3, 7, 3, tzinfo=UTC)
    outputs = dispose(state, due_days="1", now=friday)
    assert "Senin, 10 Maret 2025" in slip(state, outputs)


@pytest.mark.parametrize("days", [0, -1, "besok", 367])
def test_an_impossible_due_time_is_an_incident(state, days):
    with pytest.raises(IncidentError, match="1 to 366"):
        dispose(state, due_days=days)


@pytest.fixture
def holidays(tmp_path, monkeypatch):
    def write(content: str):
        path = tmp_path / "libur.txt"
        path.write_text(content, encoding="utf-8")
        monkeypatch.setenv("TERTIB_CALENDAR_HOLIDAYS", str(path))
        return path

    return write


def test_holidays_of_the_offices_file_are_no_working_days(state, holidays):
    holidays("# SKB 3 Menteri\n\n2025-03-28;Cuti bersama Nyepi\n2025-03-31 Idulfitri\n2025-04-01\n")
    thursday = datetime(2025, 3, 27, 3, tzinfo=UTC)
    outputs = dispose(state, due_days=1, now=thursday)
    assert "Rabu, 2 April 2025" in slip(state, outputs)


@pytest.mark.parametrize("line", ["31-03-2025 Idulfitri", "2025-02-30", "Idulfitri", "2025-03-311"])
def test_a_line_that_is_no_holiday_is_named(state, holidays, line):
    holidays(f"2025-01-01 Tahun Baru\n{line}\n")
    with pytest.raises(IncidentError, match=r"calendar\.holidays: .*libur\.txt, line 2"):
        dispose(state, due_days=1)


def test_a_list_of_holidays_that_is_not_there_is_named(state, holidays):
    holidays("").unlink()
    with pytest.raises(IncidentError, match=r"calendar\.holidays: .*libur\.txt"):
        dispose(state, due_days=1)


def test_that_the_holidays_of_a_year_are_not_known_yet_is_logged(capfd):
    free = frozenset({date(2025, 12, 25)})
    assert workdays.after(date(2025, 12, 31), 2, free) == date(2026, 1, 2)
    assert "holidays_unknown" in "".join(capfd.readouterr())


def told(state, outputs):
    """The message in the outbox, as bytes."""
    query = select(OUTBOX.c.message_id).where(OUTBOX.c.number == outputs["notification"]["number"])
    with state.database.reading() as db:
        return state.documents.read(db.execute(query).scalar_one())


def test_an_official_known_by_title_only_is_written_to_and_not_addressed(state):
    outputs = dispose(state, next_role="Kabag")
    assert outputs["notification"] | {"number": ""} == {
        "number": "",
        "channel": "email",
        "recipient": "Kabag",
        "status": "unaddressed",
    }
    assert b"lembar-disposisi.pdf" in told(state, outputs)


def test_an_official_is_told_by_the_channel_that_the_offices_list_knows(state, contacts):
    contacts(
        "jabatan;nama;nip;surel;telepon",
        "Kepala Bagian Umum;Budi;;umum@example.org;",
        "Kepala  bagian Keuangan;Ani;;keuangan@example.org;0812-3456-7890",
    )
    by_mail = dispose(state, next_role="Kepala Bagian Umum")
    assert (by_mail["notification"]["channel"], by_mail["notification"]["status"]) == (
        "email",
        "ready",
    )
    assert b"umum@example.org" in told(state, by_mail)
    by_phone = dispose(state, next_role="KEPALA BAGIAN KEUANGAN")
    assert (by_phone["notification"]["channel"], by_phone["notification"]["status"]) == (
        "whatsapp",
        "ready",
    )
    assert b"+6281234567890" in told(state, by_phone)
    assert "example.org" not in str((by_mail, by_phone))
    assert "81234567890" not in str((by_mail, by_phone))


@pytest.mark.parametrize("entry", ["Kabag;;;;12", "Kabag;;;bukan surel;"])
def test_a_contact_that_is_none_is_named_by_title_and_not_quoted(state, contacts, entry):
    contacts("jabatan;nama;nip;surel;telepon", entry)
    with pytest.raises(IncidentError, match=r"letters\.officials: .*Kabag") as caught:
        dispose(state, next_role="Kabag")
    assert "bukan surel" not in str(caught.value)


def test_a_list_of_officials_without_its_columns_is_named(state, contacts):
    contacts("title;mail", "Kabag;x@example.org")
    with pytest.raises(IncidentError, match=r"pejabat\.csv .*jabatan;nama;nip"):
        dispose(state, next_role="Kabag")


def count(state, table):
    with state.database.reading() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_same_disposition_delivered_twice_is_written_once(state):
    job = make_job("disposition")
    first = dispose(state, next_role="Kabag", job=job)
    assert dispose(state, next_role="Kabag", job=job) == first
    assert count(state, OUTBOX) == 1


def test_a_job_that_a_killed_engine_forgot_disposes_and_tells_no_second_time(state):
    document = state.documents.put(b"surat", content_type="text/plain", file_name="surat.txt")
    job = make_job("disposition")
    anew = make_job("disposition", process_instance_key=job.process_instance_key)
    first = dispose(state, next_role="Kabag", document=document, job=job)
    later = NOW.replace(minute=59)
    assert dispose(state, next_role="Kabag", document=document, job=anew, now=later) == first
    assert (count(state, OUTBOX), count(state, ENTRIES)) == (1, 1)


def test_another_instruction_in_the_same_step_is_another_disposition(state):
    document = state.documents.put(b"surat", content_type="text/plain", file_name="surat.txt")
    job = make_job("disposition")
    again = make_job("disposition", process_instance_key=job.process_instance_key)
    dispose(state, instruction="Pelajari", document=document, job=job)
    outputs = dispose(state, instruction="Perbaiki", document=document, job=again)
    assert "DSP-0002/2025" in slip(state, outputs)


def test_dispositions_numbered_before_they_had_a_register_are_counted_on(database_url, tmp_path):
    engine = create_engine(database_url)
    with engine.begin() as db:
        schema.migrate(db, "0003")
        db.execute(text('INSERT INTO counters VALUES (\'["disposition","W.6","2025"]\', 7)'))
    engine.dispose()
    state = open_state(database_url, tmp_path / "documents")
    try:
        shown = slip(state, dispose(state, office={"code": "W.6"}))
    finally:
        state.close()
    assert "DSP-0008/2025" in shown

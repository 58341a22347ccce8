"""letter-draft: what stands in the document."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import msgspec
import pytest
from docx import Document
from docx.oxml import OxmlElement
from pypdf import PdfReader

from tests.workers.letters.pages import said
from workers.handler import IncidentError
from workers.jobs.letter_draft import LetterDraftInputs
from workers.letters.contents import contents
from workers.letters.designs import DESIGNS, FOLDER
from workers.letters.fields import COMMON, FIELDS
from workers.letters.filling import BLANK, LettersConfig, fill
from workers.letters.letterhead import letterhead, office_in_words
from workers.letters.pdf.rendering import pdf_of
from workers.letters.phrases import addressee, kind_of, matter, process_name, signatory
from workers.letters.word import line, pack, page
from workers.people import Applicant
from workers.state.documents import DocumentReference
from workers.step import Office, StepInputs
from workers.testing import NOW, run_handler, stored_document

REPLY = {
    "subject": "Draf surat balasan",
    "activity": "Duta SIGAP mengonsep surat balasan. Konsep surat balasan akan diteruskan "
    "ke Sisumaker untuk mendapatkan persetujuan oleh Kepala Kantor Wilayah secara berjenjang.",
    "process_title": "PERMOHONAN IZIN MAGANG DAN PENELITIAN (SIGAP-SUMSEL)",
}


def words(content):
    """All that a reader of the .docx sees, tables included."""
    document = Document(io.BytesIO(content))
    rows = (row for table in document.tables for row in table.rows)
    cells = (each for row in rows for cell in row.cells for each in cell.paragraphs)
    return "\n".join(map(said, (*document.paragraphs, *cells)))


def test_the_pdf_says_what_the_word_document_says(state, recorded, office):
    outputs = run_handler(
        "letter-draft", REPLY | {"applicant": recorded(), "office": office}, state=state
    )
    pdf = PdfReader(io.BytesIO(stored_document(state, outputs["letter_pdf"])))
    shown = "".join("".join(page.extract_text() for page in pdf.pages).split())
    docx = words(stored_document(state, outputs["letter"]))
    assert [line for line in docx.splitlines() if "".join(line.split()) not in shown] == []
    assert outputs["letter_pdf"]["metadata"]["fileName"] == "surat-balasan.pdf"
    assert outputs["letter_pdf"]["metadata"]["contentType"] == "application/pdf"
    assert "surat-balasan.pdf" in outputs["letter_summary"]


def test_the_pdf_of_a_stored_letter_is_the_same_whenever_it_is_asked_for(state):
    outputs = run_handler("letter-draft", REPLY, state=state)
    letter = msgspec.convert(outputs["letter"], DocumentReference)
    pdf, left_out = pdf_of(state.documents, letter)
    assert msgspec.to_builtins(pdf) == outputs["letter_pdf"]
    assert left_out == ()


def drafted(state, **variables):
    return words(
        stored_document(state, run_handler("letter-draft", variables, state=state)["letter"])
    )


def test_a_reply_goes_to_the_applicants_institution_and_names_who_signs(state, recorded, office):
    text = drafted(state, **REPLY, applicant=recorded(), office=office)
    assert "Yth. Pimpinan Universitas Uji" in text
    assert "Kepala Kantor Wilayah," in text
    assert "Rukmini Tjokro" in text
    assert "KANTOR WILAYAH UJI" in text
    assert "Balasan – Permohonan Izin Magang dan Penelitian (SIGAP-SUMSEL)" in text


def test_a_letter_of_which_nothing_is_known_is_a_letter_with_blanks(state):
    text = drafted(state)
    assert f"Yth. {BLANK}" in text
    assert "KEMENTERIAN HUKUM REPUBLIK INDONESIA" in text
    assert "{{" not in text


def test_a_draft_leaves_the_day_open_and_a_numbered_letter_is_dated(state):
    assert "...... Maret 2025" in drafted(state, **REPLY)
    numbered = drafted(state, **REPLY, letter_number="W.6.UM.01.01-0007")
    assert "4 Maret 2025" in numbered
    assert "W.6.UM.01.01-0007" in numbered


def test_the_reviewers_note_stands_beside_the_text_as_a_comment(state):
    variables = REPLY | {"review_note": "Perbaiki tujuan surat."}
    letter = run_handler("letter-draft", variables, state=state)["letter"]
    document = Document(io.BytesIO(stored_document(state, letter)))
    assert [comment.text for comment in document.comments] == ["Perbaiki tujuan surat."]


def test_the_copies_are_listed_one_by_one(state):
    text = drafted(state, **REPLY, copies="Kepala Divisi Administrasi; Kabag Umum")
    assert "1.\tKepala Divisi Administrasi\n2.\tKabag Umum" in text


@pytest.mark.parametrize(
    ("subject", "activity", "kind"),
    [
        ("Draf surat balasan", "mengonsep surat balasan", "surat-balasan"),
        ("Konsep Nota Dinas", "Menyusun konsep Nota Dinas", "nota-dinas"),
        ("Surat Izin Magang", "mengirimkan berkas melalui SISUMAKER", "surat-izin"),
        ("Rekomendasi", "menganalisis laporan, memproses surat keterangan dan sertifikat",
         "surat-keterangan"),
        ("membuat surat permohonan dan telaahan kepada kepala divisi", None, "surat-permohonan"),
        ("Surat persetujuan", "menyetujui", "surat-persetujuan"),
        ("menganalisis surat permohonan, dan menyusun konsep surat", None, "surat-dinas"),
        ("konsep laporan pelaksanaan", "menyusun laporan", "laporan"),
        ("draft SP/MP", "menyiapkan materi, konsep persuratan dan draft SP/MP", "surat-dinas"),
        ("bahan/data", "Menghimpun data", None),
    ],
)  # fmt: skip
def test_the_kind_of_letter_is_the_one_the_row_names_first(subject, activity, kind):
    assert kind_of(subject, activity) == kind


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("surat permohonan yang ditanda tangani kepala kantor imigrasi", "Kepala Kantor Imigrasi"),
        ("surat persetujuan yang ditandatangani kepala divisi imigrasi (untuk perpanjangan)",
         "Kepala Divisi Imigrasi"),
        ("menyampaikannya kepada masing-masing Kepala Divisi untuk ditandatangani",
         "Kepala Divisi"),
        ("konsep Perjanjian Kinerja kepada Kabag Program dan Humas untuk mohon paraf",
         "Kabag Program dan Humas"),
        ("Menyetujui dan menandatangani laporan kinerja", None),
    ],
)  # fmt: skip
def test_the_signatory_is_the_official_the_row_names(text, official):
    assert signatory(text) == official


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("membuat surat permohonan dan telaahan kepada kepala divisi imigrasi yang",
         "Kepala Divisi Imigrasi"),
        ("membuat surat yang ditujukan kepada direktur jenderal imigrasi",
         "Direktur Jenderal Imigrasi"),
        ("Membuat konsep surat usulan dan memberikan arahan kepada pelaksana", None),
        ("konsep persuratan untuk disampaikan kepada Kasubbag Program", None),
    ],
)  # fmt: skip
def test_a_letter_is_addressed_to_whom_it_goes_not_to_whom_the_draft_is_handed(text, official):
    assert addressee(text) == official


SOUTH_SUMATRA = (
    "KEMENTERIAN HUKUM DAN HAM R.I, KANTOR WILAYAH SUMATERA SELATAN, DIVISI KEIMIGRASIAN"
)


@pytest.mark.parametrize(
    ("unit", "lines"),
    [
        (SOUTH_SUMATRA, ["KEMENTERIAN HUKUM DAN HAM R.I", "KANTOR WILAYAH SUMATERA SELATAN",
                         "DIVISI KEIMIGRASIAN"]),
        ("KEMENTERIAN HUKUM KANTOR WILAYAH JAWA TIMUR DIVISI PELAYANAN HUKUM",
         ["KEMENTERIAN HUKUM", "KANTOR WILAYAH JAWA TIMUR", "DIVISI PELAYANAN HUKUM"]),
        ("Kantor Wilayah Kementerian Hukum Banten, Subbagian Kepegawaian, Tata Usaha",
         ["KEMENTERIAN HUKUM REPUBLIK INDONESIA", "KANTOR WILAYAH KEMENTERIAN HUKUM BANTEN",
          "SUBBAGIAN KEPEGAWAIAN, TATA USAHA"]),
    ],
)  # fmt: skip
def test_a_letterhead_goes_from_the_ministry_down_a_line_for_each_level(unit, lines):
    assert letterhead(StepInputs(unit=unit)) == lines


def test_the_office_that_writes_goes_before_the_one_whose_sop_it_follows():
    office = Office(name="Kantor Wilayah Uji", unit="Divisi Administrasi")
    inputs = StepInputs(unit=SOUTH_SUMATRA, office=office)
    assert letterhead(inputs)[1:] == ["KANTOR WILAYAH UJI", "DIVISI ADMINISTRASI"]
    assert office_in_words(inputs) == "Kantor Wilayah Uji"


def test_a_letter_about_nobody_names_nobody(state, recorded):
    variables = {"subject": "Surat usulan pagu anggaran", "applicant": recorded()}
    assert "Rukmini" not in drafted(state, **variables)


def test_a_title_in_capitals_is_written_as_running_text():
    title = "SOP PELAKSANAAN MONEV DI KANTOR WILAYAH HAM (SMART DJA, e-PERFORMANCE)"
    assert (
        process_name(title) == "Pelaksanaan Monev di Kantor Wilayah HAM (SMART DJA, e-PERFORMANCE)"
    )


@pytest.mark.parametrize(
    "kind", [name for name in DESIGNS if not name.startswith(("lembar", "kartu"))]
)
def test_each_kind_of_letter_fills_in_with_everything_known(kind, state, recorded, office):
    text = drafted(
        state,
        **REPLY | {"subject": f"{kind.replace('-', ' ')} selesai magang"},
        kind=kind,
        applicant=recorded(),
        office=office,
        role="Duta SIGAP",
        signatory="Kepala Kantor Wilayah",
    )
    assert "{" not in text
    # A study is signed by who wrote it, all else by who decides.
    assert ("Duta SIGAP," if kind == "telaahan-staf" else "Kepala Kantor Wilayah,") in text


@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_the_committed_template_is_what_its_design_builds(name):
    built, committed = (
        zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
        for content in (pack(DESIGNS[name]()), (FOLDER / f"{name}.docx").read_bytes())
    )
    assert built == committed, "run: python -m workers.letters.designs"


TWO_LETTERS = (
    "Petugas kantor wilayah membuat surat yang ditujukan kepada direktur jenderal imigrasi yang "
    "ditandatangani kepala divisi imigrasi (untuk permohonan alih status) atau surat persetujuan "
    "yang ditandatangani kepala divisi imigrasi (untuk perpanjang ITAS ke V dan VI)"
)


@pytest.mark.parametrize(
    ("kind", "text", "about"),
    [
        ("surat-dinas", TWO_LETTERS, "permohonan alih status"),
        ("surat-permohonan", "membuat surat permohonan dan telaahan kepada kepala divisi",
         "permohonan"),
        ("surat-balasan", "mengonsep surat balasan berdasarkan disposisi dari kepala", "balasan"),
        ("sertifikat", "memproses surat keterangan penelitian dan sertifikat selesai magang",
         "selesai magang"),
        ("surat-keterangan", "memproses surat keterangan penelitian dan sertifikat selesai magang",
         "penelitian"),
    ],
)  # fmt: skip
def test_of_a_row_that_names_two_letters_each_is_about_its_own_matter(kind, text, about):
    assert matter(kind, text) == about


def test_who_finished_something_has_completed_it(state, recorded, office):
    text = drafted(
        state, subject="Surat keterangan selesai penelitian", applicant=recorded(), office=office
    )
    assert "SURAT KETERANGAN SELESAI PENELITIAN" in text
    assert "Yang bersangkutan telah menyelesaikan penelitian di Kantor Wilayah Uji" in text


def test_below_a_signature_stands_who_holds_the_office(state, tmp_path, monkeypatch):
    officials = tmp_path / "pejabat.csv"
    rows = "jabatan;nama;nip\nKepala  kantor wilayah;Sri Uji, S.H.;197001011995031002\n"
    officials.write_text(rows, encoding="utf-8-sig")
    monkeypatch.setenv("TERTIB_LETTERS_OFFICIALS", str(officials))
    text = drafted(state, **REPLY)
    assert "Kepala Kantor Wilayah,\nSri Uji, S.H.\nNIP 197001011995031002" in text


@pytest.mark.parametrize("rows", [b"jabatan;nama;nip\xff", b"title;name\nKepala;Sri"])
def test_a_list_of_officials_that_is_none_is_named_without_what_it_holds(
    state, tmp_path, monkeypatch, rows
):
    officials = tmp_path / "pejabat.csv"
    officials.write_bytes(rows)
    monkeypatch.setenv("TERTIB_LETTERS_OFFICIALS", str(officials))
    with pytest.raises(IncidentError, match=r"pejabat\.csv") as caught:
        drafted(state, **REPLY)
    assert "Sri" not in str(caught.value)


def test_the_letterhead_says_where_the_office_is_once_it_is_configured(state, monkeypatch):
    assert "Jalan" not in drafted(state, **REPLY)
    monkeypatch.setenv("TERTIB_LETTERS_ADDRESS", "Jalan Uji Nomor 1, Palembang")
    monkeypatch.setenv("TERTIB_LETTERS_PLACE", "Palembang")
    assert "Jalan Uji Nomor 1, Palembang" in drafted(state, **REPLY)
    assert "Palembang, ...... Maret 2025" in drafted(state, subject="Surat keterangan")


def test_whoever_signs_by_configuration_signs_where_the_row_names_nobody(state, monkeypatch):
    monkeypatch.setenv("TERTIB_LETTERS_SIGNATORY", "Kepala Kantor")
    assert "\nKepala Kantor,\n" in drafted(state, subject="Surat Izin Magang")
    assert "\nKepala Kantor Wilayah,\n" in drafted(state, **REPLY)


def test_a_note_comes_from_who_signs_it(state, monkeypatch):
    monkeypatch.setenv("TERTIB_LETTERS_SIGNATORY", "Kepala Kantor")
    note = {"subject": "Nota dinas", "role": "Kasubbag Umum", "next_role": "Kepala Bagian"}
    text = drafted(state, **note)
    assert "Yth.\n:\nKepala Bagian\nDari\n:\nKasubbag Umum\n" in text
    assert "\nKasubbag Umum,\n" in text  # not whoever signs the letters to others
    text = drafted(state, **note, activity="Menyusun nota dinas ditandatangani Kepala Bagian")
    assert f"Yth.\n:\n{BLANK}\nDari\n:\nKepala Bagian\n" in text
    assert "\nKepala Bagian,\n" in text


def test_an_answer_says_which_letter_it_answers(state):
    text = drafted(state, **REPLY, reference="nomor 12/UU/2025 tanggal 1 Maret 2025")
    assert "Menjawab surat Saudara nomor 12/UU/2025 tanggal 1 Maret 2025" in text


def test_a_letter_names_all_that_its_template_may_and_nothing_else():
    inputs = LetterDraftInputs(**REPLY)
    values = contents("surat-balasan", inputs, Applicant(), NOW.date(), LettersConfig())
    assert set(values) | set(COMMON) == set(FIELDS["surat-balasan"])


def test_a_row_that_names_a_study_besides_gets_both(state, recorded):
    row = "membuat surat permohonan dan telaahan kepada kepala divisi imigrasi"
    outputs = run_handler("letter-draft", {"subject": row, "applicant": recorded()}, state=state)
    names = [each["metadata"]["fileName"] for each in outputs["further_letters"]]
    assert outputs["letter"]["metadata"]["fileName"] == "surat-permohonan.docx"
    assert names == ["telaahan-staf.docx", "telaahan-staf.pdf"]
    assert "telaahan-staf.pdf" in outputs["letter_summary"]
    assert "TELAAHAN STAF" in words(stored_document(state, outputs["further_letters"][0]))


def test_a_certificate_besides_a_statement_does_not_take_its_number(state):
    row = "memproses surat keterangan telah menyelesaikan penelitian dan sertifikat selesai magang"
    outputs = run_handler("letter-draft", {"activity": row, "letter_number": "7"}, state=state)
    certificate = words(stored_document(state, outputs["further_letters"][0]))
    assert f"NOMOR {BLANK}" in certificate
    assert "yang telah menyelesaikan magang" in certificate


def test_a_row_that_names_one_letter_gets_one(state):
    assert run_handler("letter-draft", REPLY, state=state)["further_letters"] == []


def own_template(tmp_path, monkeypatch, words_of_it):
    folder = tmp_path / "templat"
    folder.mkdir()
    document = page()
    line(document, words_of_it)
    (folder / "surat-balasan.docx").write_bytes(pack(document))
    monkeypatch.setenv("TERTIB_LETTERS_TEMPLATES", str(folder))


def test_the_offices_own_template_comes_first(tmp_path, monkeypatch, state):
    own_template(tmp_path, monkeypatch, "Templat kami: {{ nature }}")
    assert "Templat kami: Biasa" in drafted(state, **REPLY)


def test_what_of_the_offices_template_is_not_in_the_pdf_is_said_to_the_officer(
    tmp_path, monkeypatch, state
):
    folder = tmp_path / "templat"
    folder.mkdir()
    document = page()
    shape = line(document, "Isi").add_run()._r  # noqa: SLF001
    shape.append(OxmlElement("w:pict"))
    (folder / "surat-balasan.docx").write_bytes(pack(document))
    monkeypatch.setenv("TERTIB_LETTERS_TEMPLATES", str(folder))
    outputs = run_handler("letter-draft", REPLY, state=state)
    assert "PDF tidak memuat semua bentuk templat" in outputs["letter_summary"]


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.system('touch pwned') }}",
        "{{ letterhead.append('x') }}",
    ],
)
def test_a_template_from_anywhere_runs_no_code(tmp_path, monkeypatch, state, attack):
    monkeypatch.chdir(tmp_path)
    own_template(tmp_path, monkeypatch, attack)
    with pytest.raises(IncidentError, match="tertib letters check"):
        drafted(state, **REPLY)
    assert not (tmp_path / "pwned").exists()


def test_a_template_with_a_wrong_placeholder_is_an_incident_that_says_how_to_find_it(
    tmp_path, monkeypatch, state
):
    own_template(tmp_path, monkeypatch, "{% if %}")
    with pytest.raises(IncidentError, match="tertib letters check"):
        drafted(state, **REPLY)


def test_text_that_word_cannot_hold_is_written_without_it(state):
    text = drafted(state, recipient='Kepala <Biro> & "Umum"\x0b\x00', subject="surat")
    assert 'Yth. Kepala <Biro> & "Umum"' in text


def test_the_same_letter_twice_is_the_same_document():
    moment = datetime(2025, 3, 4, tzinfo=UTC)
    values = {"letterhead": ["KEMENTERIAN"]}
    assert fill("nota-dinas", values, now=moment) == fill("nota-dinas", values, now=moment)


def test_a_record_that_is_no_record_is_named_without_what_it_holds(state):
    broken = state.documents.put(
        b'{"name": ["Rahasia"]}', content_type="application/json", file_name="pemohon.json"
    )
    with pytest.raises(IncidentError, match=r"record .* cannot be read") as caught:
        run_handler("letter-draft", {"applicant": broken}, state=state)
    assert "Rahasia" not in str(caught.value)

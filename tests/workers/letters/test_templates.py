"""Tertib's templates on the page: the parts of each document, in their order and place."""

from __future__ import annotations

import itertools

import pytest

from tests.workers.letters.letters import LONG, filled
from tests.workers.letters.pages import CM, Pages
from workers.letters.designs import DESIGNS
from workers.letters.fields import FIELDS, LETTERS, samples
from workers.letters.pdf.rendering import render

KOP = ("KEMENTERIAN HUKUM", "KANTOR WILAYAH CONTOH", "Jalan Contoh Nomor 1", "Laman:")
HEAD = ("Nomor", "Sifat", "Lampiran", "Hal")
SIGNED = ("Kepala Kantor Wilayah,", "Pejabat Contoh", "NIP 0000")
COPIES = ("Tembusan:", "Sekretaris Jenderal", "Kepala Divisi Administrasi")
DATED = "Kota Contoh, 4 Maret"
ORDER = {
    "surat-dinas": (*KOP, *HEAD, "Yth. Dekan", "di tempat", "Sehubungan", "Demikian", *SIGNED,
                    *COPIES),
    "surat-permohonan": (*KOP, *HEAD, "Yth. Dekan", "di tempat", "mengajukan", "Pemohon Contoh",
                         "1.", "2.", "3.", "Demikian", *SIGNED, *COPIES),
    "surat-balasan": (*KOP, *HEAD, "Yth. Dekan", "di tempat", "Menjawab surat", "Pemohon Contoh",
                      "Demikian", *SIGNED, *COPIES),
    "surat-persetujuan": (*KOP, *HEAD, "Yth. Dekan", "di tempat", "menyetujui", "Pemohon Contoh",
                          "ketentuan sebagai berikut", "1.", "2.", "3.", "Demikian", *SIGNED,
                          *COPIES),
    "nota-dinas": (*KOP, "NOTA DINAS", "NOMOR W.6", "Yth.", "Dari", "Hal", "Lampiran", "Tanggal",
                   "Sehubungan", "Demikian", *SIGNED, *COPIES),
    "surat-keterangan": (*KOP, "SURAT KETERANGAN", "NOMOR W.6", "bertanda tangan", "NIP", "Jabatan",
                         "menerangkan bahwa", "Pemohon Contoh", "Demikian", DATED, *SIGNED),
    "surat-izin": (*KOP, "SURAT KETERANGAN", "NOMOR W.6", "Dasar", "MEMBERI IZIN", "Kepada",
                   "Pemohon Contoh", "Untuk", "Dengan ketentuan", "Ditetapkan di Kota Contoh",
                   "pada tanggal 4 Maret", *SIGNED, *COPIES),
    "sertifikat": (*KOP, "SERTIFIKAT", "NOMOR W.6", "diberikan kepada", "Pemohon Contoh",
                   "Universitas Contoh", "telah menyelesaikan", DATED, *SIGNED),
    "laporan": (*KOP, "LAPORAN", "TENTANG", "NOMOR W.6", "A. Pendahuluan", "B. Kegiatan",
                "C. Hasil", "D. Simpulan", "E. Penutup", "Dibuat di Kota Contoh", *SIGNED),
    "telaahan-staf": (*KOP, "TELAAHAN STAF", "TENTANG", "NOMOR W.6", "A. Persoalan",
                      "B. Praanggapan", "C. Fakta", "D. Analisis", "E. Simpulan", "F. Saran", DATED,
                      "Kepala Bagian Umum,", "Pelaksana Contoh"),
}  # fmt: skip
UPRIGHT = [name for name in LETTERS if name != "sertifikat"]


@pytest.fixture(scope="module")
def sample():
    """The PDF of a template, filled in with its samples."""
    made: dict[str, Pages] = {}

    def of(name: str) -> Pages:
        if name not in made:
            made[name] = Pages(render(filled(name, samples(name)), title=name).pdf)
        return made[name]

    return of


def squeezed(words):
    return "".join(words.split())


@pytest.mark.parametrize("name", LETTERS)
def test_the_parts_of_a_document_come_in_the_order_of_the_tata_naskah_dinas(name, sample):
    text, at = sample(name).squeezed, 0
    for words in ORDER[name]:
        found = text.find(squeezed(words), at)
        assert found >= 0, f"{words!r} is not after what comes before it: {text[at:]}"
        at = found + len(squeezed(words))


def test_each_template_has_its_design_and_its_list_of_placeholders():
    assert set(DESIGNS) == set(FIELDS)
    assert set(ORDER) == set(LETTERS)


@pytest.mark.parametrize("name", UPRIGHT)
def test_the_letterhead_stands_in_the_middle_of_the_page(name, sample):
    place = sample(name).place("KANTOR WILAYAH CONTOH")
    middle = (3 * CM + (21 - 2) * CM) / 2
    assert (place.left + place.right) / 2 == pytest.approx(middle, abs=2)


@pytest.mark.parametrize("name", [name for name in UPRIGHT if name != "telaahan-staf"])
def test_the_signature_stands_on_the_right_below_everything_but_the_copies(name, sample):
    pages = sample(name)
    office, person = (pages.place(words) for words in ("Kepala Kantor Wilayah,", "NIP 0"))
    assert office.left == pytest.approx(person.left, abs=2)
    assert office.left > 10 * CM
    assert office.page == person.page


@pytest.mark.parametrize("name", ["surat-dinas", "surat-balasan"])
def test_a_letters_date_ends_at_the_right_margin_beside_its_number(name, sample):
    pages = sample(name)
    date, number = pages.place("4 Maret 2025"), pages.place("W.6.UM")
    assert date.right == pytest.approx(19 * CM, abs=12)  # less the cell's inset
    assert date.bottom == pytest.approx(number.bottom, abs=2)


def test_colons_of_the_head_stand_below_one_another(sample):
    lefts = [sample("surat-dinas").place(":", nth=at).left for at in range(2, 6)]
    assert all(a == pytest.approx(b, abs=1) for a, b in itertools.pairwise(lefts))


def test_a_certificate_lies_across_the_page_and_fits_on_it(sample):
    assert sample("sertifikat").sizes == [(842, 595)]


@pytest.mark.parametrize("name", [name for name in LETTERS if name != "sertifikat"])
def test_a_document_of_ordinary_length_is_upright_and_of_two_pages_at_most(name, sample):
    sizes = sample(name).sizes
    assert set(sizes) == {(595, 842)}
    assert len(sizes) <= 2


def test_pages_are_numbered_from_the_second_on():
    pages = Pages(render(filled("laporan", LONG | {"statement": "Isi laporan. " * 600})).pdf)
    assert len(pages.sizes) >= 2
    assert "- 1 -" not in pages.texts[0]
    assert "- 2 -" in pages.texts[1]


def test_a_signature_is_never_alone_on_its_page():
    for length in range(1, 40, 6):
        values = LONG | {"statement": "Isi surat yang panjangnya berbeda-beda. " * length}
        pages = Pages(render(filled("surat-dinas", values)).pdf)
        name, office = pages.place("Drs. H. Contoh"), pages.place("Kepala Kantor Wilayah")
        assert name.page == office.page


def test_the_copies_stay_on_one_page():
    for length in range(1, 40, 6):
        values = LONG | {"statement": "Isi surat yang panjangnya berbeda-beda. " * length}
        pages = Pages(render(filled("surat-dinas", values)).pdf)
        places = [pages.place(words) for words in ("Tembusan:", "Sekretaris Jenderal", "Divisi Ad")]
        assert len({place.page for place in places}) == 1

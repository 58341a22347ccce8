"""Labels and values of covers in cells."""

from converters.readers.page import Box, Text


def test_values_stand_beside_or_below_their_labels(table):
    header = table.header
    assert header.title == "Pelayanan Surat Masuk"
    assert header.number == "SOP-01/2025"
    assert (header.created, header.revised, header.effective) == ("2022-07-25", None, "2025-06-02")
    assert header.unit == "BADAN URUSAN SURAT\nKANTOR WILAYAH BALI"
    assert header.approved_by.position == "Kepala Kantor"
    assert header.approved_by.name == "Siti Aminah, S.H."
    assert header.legal_basis == ("UU Nomor 17", "PP Nomor 28 Tahun 2020 tentang Surat")
    assert header.qualifications == ("Paham",)
    assert header.related == ()
    assert header.equipment == ("Laptop", "Kertas")
    assert header.warning == "Jika tidak dilaksanakan, surat tertunda"
    assert header.recording == "Buku agenda"


def test_one_frame_holds_cover_and_table(make):
    table = make.read(make.page(make.grid(make.COVER + make.TABLE.lstrip("\n"))))
    assert table.header.title == "Pelayanan Surat Masuk"
    assert table.header.recording == "Buku agenda"
    assert make.activities(table) == [("1", "Menerima surat"), ("2", "Memeriksa")]


def test_labels_and_values_may_share_a_cell(make):
    cover = """
KANTOR BALI | Nomor SOP : SOP-7/nTanggal Pembuatan : 2 Januari 2024/nDisahkan oleh : Kepala/nWin
^ | Nama SOP : Layanan
Dasar Hukum:/n1. UU 17/n2. UU 18 | Kualifikasi Pelaksanaan:/n1. Mampu
"""
    header = make.read(
        make.page(*make.below(cover, make.HEADER + "1 | Menerima | | | | 1 hari | Surat"))
    ).header
    assert (header.number, header.title, header.created) == ("SOP-7", "Layanan", "2024-01-02")
    assert (header.approved_by.position, header.approved_by.name) == ("Kepala", "Win")
    assert header.legal_basis == ("UU 17", "UU 18")
    assert header.qualifications == ("Mampu",)


def test_what_has_no_field_of_its_own_is_kept_with_its_heading(make):
    cover = """
Nama SOP | Layanan | < | <
Maksud dan tujuan: Melayani warga/ndengan tertib | < | < | <
RUANG LINGKUP | < | PENGERTIAN/ISTILAH | <
Seluruh loket | < | Surat adalah naskah | <
DASAR HUKUM | < | KUALIFIKASI PELAKSANA | <
UU 17 | < | Mampu | <
"""
    header = make.read(
        make.page(*make.below(cover, make.HEADER + "1 | Menerima | | | | 1 hari | Surat"))
    ).header
    assert [(one.heading, one.text) for one in header.further] == [
        ("Maksud dan tujuan", "Melayani warga dengan tertib"),
        ("Ruang lingkup", "Seluruh loket"),
        ("Pengertian", "Surat adalah naskah"),
    ]
    assert (header.legal_basis, header.qualifications) == (("UU 17",), ("Mampu",))


def test_numbers_and_texts_of_a_list_may_stand_in_cells_of_their_own(make):
    cover = """
Nama SOP | Layanan | < | <
DASAR HUKUM | < | KUALIFIKASI PELAKSANA | <
1. | UU 17 | 1. | Mampu
2. | UU 18 | 2. | Teliti
"""
    header = make.read(
        make.page(*make.below(cover, make.HEADER + "1 | Menerima | | | | 1 hari | Surat"))
    ).header
    assert header.legal_basis == ("UU 17", "UU 18")
    assert header.qualifications == ("Mampu", "Teliti")


def test_an_unknown_date_is_not_taken_for_the_one_above(make):
    cover = """
Nama SOP | Layanan
Tanggal Revisi | -
Tanggal Pengesahan | 25 Februari 2025
"""
    table = make.read(
        make.page(*make.below(cover, make.HEADER + "1 | Menerima | | | | 1 hari | Surat"))
    )
    assert (table.header.revised, table.header.effective) == (None, "2025-02-25")
    assert ("effective-from-approval", None) in make.codes(table)


def test_a_cover_may_be_loose_text(make):
    texts = tuple(
        Text(text=text, box=Box(left, top, left + 100, top + 10))
        for left, top, text in [
            (0, 0, "Nomor SOP"),
            (200, 0, ": SOP-3"),
            (0, 20, "Nama SOP"),
            (200, 20, ": Layanan Umum"),
        ]
    )
    flow = make.grid(make.HEADER + "1 | Menerima | | | | 1 hari | Surat", top=60)
    header = make.read(make.page(flow, texts=texts)).header
    assert (header.number, header.title) == ("SOP-3", "Layanan Umum")


def test_blank_rows_may_part_name_and_nip_from_the_position(make):
    cover = """
NAMA SOP | : | Layanan
DISAHKAN OLEH | : | Kepala Dinas
"""
    signed = """
 |  | Drs. Budi Santoso, M.Si
 |  | NIP. 19700101 199503 1 001
TGL. REVISI | : | -
"""
    header = make.read(
        make.page(*make.below(cover, signed, make.HEADER + "1 | Menerima | | | | 1 hari | Surat"))
    ).header
    approved = header.approved_by
    assert (approved.position, approved.name) == ("Kepala Dinas", "Drs. Budi Santoso, M.Si")
    assert approved.id_number == "197001011995031001"


def test_the_name_stands_below_a_heading_that_any_sop_has(make):
    cover = """
STANDAR OPERASIONAL PROSEDUR
Peminjaman Arsip Inaktif
"""
    table = make.read(
        make.page(*make.below(cover, make.HEADER + "1 | Menerima | | | | 1 hari | Surat"))
    )
    assert table.header.title == "Peminjaman Arsip Inaktif"
    assert ("title-from-heading", None) in make.codes(table)


def test_a_text_below_two_labels_side_by_side_is_of_neither(make):
    cover = make.COVER + "Maksud dan tujuan: Menjaga surat | < | < | <\n"
    table = make.read(make.page(*make.below(cover, make.TABLE)))
    assert table.header.warning == "Jika tidak dilaksanakan, surat tertunda"
    assert table.header.recording == "Buku agenda"
    assert make.activities(table) == [("1", "Menerima surat"), ("2", "Memeriksa")]


def test_a_cell_below_two_sections_without_cells_of_their_own_is_the_first_ones(make):
    cover = """
Nama SOP | Layanan
PERINGATAN | PENCATATAN
Jika terlambat | <
"""
    flow = make.HEADER + "1 | Menerima | | | | 1 hari | Surat"
    assert make.read(make.page(*make.below(cover, flow))).header.warning == "Jika terlambat"


def test_an_office_whose_area_is_named_is_followed_by_the_one_below(make):
    cover = """
BADAN SURAT/nPROVINSI BALI/nAGEN PERUBAHAN | Nama SOP | Layanan
"""
    flow = make.HEADER + "1 | Menerima | | | | 1 hari | Surat"
    header = make.read(make.page(*make.below(cover, flow))).header
    assert header.unit == "BADAN SURAT PROVINSI BALI\nAGEN PERUBAHAN"

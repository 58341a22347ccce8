import pytest

from converters.model import Approval

FIELDS = """\
NOMOR SOP	W.20-01
NAMA SOP	Layanan
"""


def codes(doubts):
    return [doubt.code for doubt in doubts]


def test_a_cover_in_one_column_gives_all_its_fields(read_cover):
    header, doubts = read_cover("""\
**KEMENTERIAN HUKUM
KANTOR WILAYAH BALI**

NOMOR SOP	: W.20-01 TAHUN 2025
TGL. PEMBUATAN	: 5 JANUARI 2025
TGL. REVISI	: -
TGL. EFEKTIF	: 06-02-2025
DISAHKAN OLEH	: KEPALA KANTOR WILAYAH,  Siti Aminah, S.H. NIP. 19700101 200003 2 001
NAMA SOP	: Layanan <i>Online</i>
""")
    assert header.unit == "KEMENTERIAN HUKUM\nKANTOR WILAYAH BALI"
    assert (header.number, header.title) == ("W.20-01 TAHUN 2025", "Layanan Online")
    assert (header.created, header.revised, header.effective) == ("2025-01-05", None, "2025-02-06")
    assert header.approved_by == Approval(
        position="KEPALA KANTOR WILAYAH",
        name="Siti Aminah, S.H.",
        id_number="197001012000032001",
    )
    assert doubts == ()


def test_a_letterhead_beside_the_fields_is_told_from_noise(read_cover):
    header, doubts = read_cover("""\
	NOMOR SOP		W.20-01
SCANNER	TGL. EFEKTIF		6 Januari 2025
KEMENTERIAN HUKUM	DISAHKAN OLEH		Kepala Kantor Wilayah
KANTOR WILAYAH BALI			Ditandatangani secara elektronik oleh : Siti NIP 197001012000032001
	NAMA SOP		Layanan
""")
    assert header.unit == "KEMENTERIAN HUKUM\nKANTOR WILAYAH BALI"
    assert header.approved_by.position == "Kepala Kantor Wilayah"
    assert header.approved_by.name == "Siti"
    assert codes(doubts) == ["noise-dropped"]
    assert "SCANNER" in doubts[0].message


def test_a_letterhead_run_together_in_one_cell_is_taken_apart(read_cover):
    header, _ = read_cover(
        "KEMENTERIAN HUKUM R.I KANTOR WILAYAH BALI DIVISI HAM SUB BAGIAN UMUM\tNOMOR SOP\t1\n"
        "\tNAMA SOP\tLayanan\n"
    )
    assert header.unit == (
        "KEMENTERIAN HUKUM R.I\nKANTOR WILAYAH BALI\nDIVISI HAM\nSUB BAGIAN UMUM"
    )


def test_a_title_page_before_the_letterhead_does_not_count(read_cover):
    header, _ = read_cover(f"""\
**SOP LAYANAN
KANTOR WILAYAH KEMENTERIAN HUKUM BALI**

KEMENTERIAN HUKUM
KANTOR WILAYAH
BALI

{FIELDS}""")
    assert header.unit == "KEMENTERIAN HUKUM\nKANTOR WILAYAH BALI"


def test_a_field_may_hold_its_value_in_the_label_s_own_cell(read_cover):
    header, _ = read_cover("""\
NOMOR SOP : W.20-01	TANGGAL PEMBUATAN	1 Mei 2025
DISAHKAN OLEH <div style="text-align: right;"> KEPALA BIRO UMUM <br> Siti <br> NIP. 1 </div>
NAMA SOP : Layanan
""")
    assert (header.number, header.title, header.created) == ("W.20-01", "Layanan", "2025-05-01")
    assert (header.approved_by.position, header.approved_by.name) == ("KEPALA BIRO UMUM", "Siti")


def test_a_field_without_a_colon_is_known_by_its_capitals(read_cover):
    header, _ = read_cover("""\
Nomor SOP W.20-01
Tanggal Pembuatan 24 Januari 2025
Nama SOP : Layanan
""")
    assert (header.number, header.created, header.title) == ("W.20-01", "2025-01-24", "Layanan")


def test_values_printed_below_their_labels_are_found(read_cover):
    header, _ = read_cover("""\
NOMOR SOP
TANGGAL PEMBUATAN
NAMA SOP

W.20-01
1 Mei 2025
Layanan
""")
    assert (header.number, header.created, header.title) == ("W.20-01", "2025-05-01", "Layanan")


@pytest.mark.parametrize(
    ("printed", "position", "name"),
    [
        ("SEKRETARIS JENDERAL SITI AMINAH", "SEKRETARIS JENDERAL", "SITI AMINAH"),
        ("KEPALA KANTOR WILAYAH SITI", "KEPALA KANTOR WILAYAH", "SITI"),
        ("KEPALA DIVISI TATA USAHA SITI", "KEPALA DIVISI TATA USAHA", "SITI"),
        ("Plt. KEPALA BIRO UMUM SITI", "Plt. KEPALA BIRO UMUM", "SITI"),
    ],
)
def test_position_and_name_without_a_gap_are_divided_and_told(read_cover, printed, position, name):
    header, doubts = read_cover(f"""\
KEMENTERIAN HUKUM
DIVISI TATA USAHA

NOMOR SOP	1
DISAHKAN OLEH	{printed} NIP 197001012000032001
NAMA SOP	Layanan
""")
    assert (header.approved_by.position, header.approved_by.name) == (position, name)
    assert codes(doubts) == ["approval-split"]


@pytest.mark.parametrize(
    "printed",
    [
        "Kepala Dinas",
        "Kepala Dinas Arsip Kabupaten Contoh",
        "Sekretaris Daerah",
        "KEPALA KANTOR WILAYAH",
        "Kepala Dinas<br>Perpustakaan dan Kearsipan",
    ],
)
def test_a_position_alone_is_not_cut_into_position_and_name(read_cover, printed):
    header, doubts = read_cover(f"{FIELDS}DISAHKAN OLEH\t{printed}\n")
    position = printed.replace("<br>", " ")
    assert header.approved_by == Approval(position=position, name=None, id_number=None)
    assert doubts == ()


@pytest.mark.parametrize("name", ["Drs. Budi Santoso, M.Si", "SITI, S.H., M.H.", "H. Budi"])
def test_titles_and_degrees_tell_a_name_from_the_position(read_cover, name):
    header, doubts = read_cover(f"{FIELDS}DISAHKAN OLEH\tKEPALA BIRO UMUM {name}\n")
    approved = header.approved_by
    assert (approved.position, approved.name) == ("KEPALA BIRO UMUM", name)
    assert codes(doubts) == ["approval-split"]


def test_a_hashtag_and_the_words_of_an_electronic_signature_are_no_name(read_cover):
    header, _ = read_cover(f"""\
{FIELDS}DISAHKAN OLEH	KEPALA KANWIL  #PASTI Ditandatangani secara elektronik oleh : SITI NIP. 1
""")
    assert (header.approved_by.position, header.approved_by.name) == ("KEPALA KANWIL", "SITI")


def test_an_id_number_of_a_wrong_length_is_kept_and_told(read_cover):
    header, doubts = read_cover(f"{FIELDS}DISAHKAN OLEH\tKEPALA  SITI  NIP 1970 0101\n")
    assert header.approved_by.id_number == "19700101"
    assert codes(doubts) == ["id-number-odd"]


def test_a_date_the_calendar_lacks_is_left_out_and_told(read_cover):
    header, doubts = read_cover(f"{FIELDS}TANGGAL EFEKTIF\t31 Februari 2025\n")
    assert header.effective is None
    assert codes(doubts) == ["date-unread"]


def test_of_a_date_without_a_day_the_month_is_kept_and_told(read_cover):
    header, doubts = read_cover(
        f"{FIELDS}TGL. PEMBUATAN\tJanuari 2014\nTANGGAL EFEKTIF\t….. Maret 2020\n"
    )
    assert (header.created, header.effective) == ("2014-01", "2020-03")
    assert codes(doubts) == ["date-without-day"] * 2


def test_two_labels_side_by_side_share_the_cells_below(read_cover):
    header, doubts = read_cover(f"""\
{FIELDS}DASAR HUKUM :	KUALIFIKASI PELAKSANA :
1. Undang-Undang A. 2. Peraturan B.	1. Mengetahui C 2. Memahami D
KETERKAITAN:	PERALATAN / PERLENGKAPAN :
	1. Komputer 2. Printer
PERINGATAN :	PENCATATAN DAN PENDATAAN :
Apabila E.	Disimpan F.
""")
    assert header.legal_basis == ("Undang-Undang A", "Peraturan B")
    assert header.qualifications == ("Mengetahui C", "Memahami D")
    assert (header.related, header.equipment) == ((), ("Komputer", "Printer"))
    assert (header.warning, header.recording) == ("Apabila E.", "Disimpan F.")
    assert doubts == ()


def test_two_labels_on_one_line_share_the_lists_below(read_cover):
    header, doubts = read_cover(f"""\
{FIELDS}
DASAR HUKUM : **KUALIFIKASI PELAKSANA :**

- 1 Undang-Undang Nomor 2 Tahun 2003;
- 2 Peraturan B;

- 1 Mengetahui C
- 2 Memahami D

PERINGATAN : **PENCATATAN DAN PENDATAAN :**

Apabila E

Disimpan F
""")
    assert header.legal_basis == ("Undang-Undang Nomor 2 Tahun 2003", "Peraturan B")
    assert header.qualifications == ("Mengetahui C", "Memahami D")
    assert (header.warning, header.recording) == ("Apabila E", "Disimpan F")
    assert doubts == ()


def test_labels_below_each_other_share_the_lists_that_follow(read_cover):
    header, doubts = read_cover(f"""\
{FIELDS}
KETERKAITAN:

PERALATAN/ PERLENGKAPAN :

1. SOP A

2. SOP B
1. Komputer

PERINGATAN :

PENCATATAN DAN PENDAFTARAN :

Disimpan
""")
    assert header.related == ("SOP A", "SOP B")
    assert header.equipment == ("Komputer",)
    assert (header.warning, header.recording) == (None, "Disimpan")
    assert doubts == ()


def test_a_label_cut_by_a_cell_border_is_still_one(read_cover):
    header, _ = read_cover(f"""\
{FIELDS}KETERKAITAN:	PERALATAN/PERLENGKAPA	N:
SOP A	Komputer
""")
    assert (header.related, header.equipment) == (("SOP A",), ("Komputer",))


def test_texts_whose_labels_are_missing_are_known_by_their_wording(read_cover):
    header, doubts = read_cover(f"""\
{FIELDS}KETERKAITAN:	PERALATAN/PERLENGKAPAN:

Disimpan sebagai data.

Apabila SOP ini tidak dilaksanakan

akan terhambat.

""")
    assert (header.related, header.equipment) == ((), ())
    assert header.recording == "Disimpan sebagai data."
    assert header.warning == "Apabila SOP ini tidak dilaksanakan akan terhambat."
    assert codes(doubts) == ["label-missing", "label-missing"]


def test_more_texts_than_labels_are_shared_out_and_told(read_cover):
    header, doubts = read_cover(f"""\
{FIELDS}
DASAR HUKUM : **KUALIFIKASI PELAKSANA :**

Undang-Undang A

Peraturan B

Memahami C

""")
    assert header.legal_basis == ("Undang-Undang A",)
    assert codes(doubts) == ["list-blocks"]


def test_a_text_broken_over_cells_is_joined_where_its_words_tell_how(read_cover):
    header, doubts = read_cover(f"""\
{FIELDS}DASAR HUKUM:	KUALIFIKASI PELAKSANA:
Undang-Undang tentang pelayanan	-	is pela	sinya dalam SOP; yanan kantor; t pengolah
""")
    assert header.legal_basis == ("Undang-Undang tentang pelayanan",)
    assert header.qualifications == ("sinya dalam SOP", "is pelayanan kantor", "t pengolah")
    assert codes(doubts) == ["text-broken"]


def test_several_warnings_become_one_text_without_bullets(read_cover):
    header, _ = read_cover(f"""\
{FIELDS}
PERINGATAN:

- Apabila A.
- Apabila B.
""")
    assert header.warning == "Apabila A. Apabila B."


@pytest.mark.parametrize(
    "heading",
    [
        "STANDAR OPERASIONAL PROSEDUR ADMINISTRASI PEMERINTAHAN\n\nSOP LAYANAN",
        "**Standar Operasional Prosedur\nLayanan**",
        "Layanan",
    ],
)
def test_the_heading_above_the_table_belongs_to_no_label(read_cover, heading):
    header, _ = read_cover(f"""\
{FIELDS}
PENCATATAN DAN PENDATAAN:

Disimpan

{heading}

""")
    assert header.recording == "Disimpan"


def test_a_cover_without_a_name_takes_it_from_the_heading(read_cover):
    header, doubts = read_cover("""\
NOMOR SOP	W.20-01

**STANDAR OPERASIONAL PROSEDUR
LAYANAN SURAT**

""")
    assert header.title == "LAYANAN SURAT"
    assert codes(doubts) == ["title-from-heading"]

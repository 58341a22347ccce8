import pytest

from converters.readers.sop import items, things


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("", ()),
        ("-", ()),
        ("Satu hal saja.", ("Satu hal saja",)),
        ("1. Satu 2. Dua 3. Tiga", ("Satu", "Dua", "Tiga")),
        ("1) Satu 2) Dua", ("Satu", "Dua")),
        ("(1) Satu (2) Dua", ("Satu", "Dua")),
        ("a. Satu b. Dua c. Tiga", ("Satu", "Dua", "Tiga")),
        ("- Satu e-office - Dua", ("Satu e-office", "Dua")),
        ("1 Satu;2 Dua", ("Satu", "Dua")),
        ("1 UU Nomor 2 Tahun 2009;2 UU Nomor 3", ("UU Nomor 2 Tahun 2009", "UU Nomor 3")),
        ("1. UU Nomor 2. Lalu 2. Dua", ("UU Nomor 2. Lalu", "Dua")),
        ("1. Rencana 2020-20242. Peraturan", ("Rencana 2020-2024", "Peraturan")),
        ("1. Surat 171/PMK.2. Dua", ("Surat 171/PMK", "Dua")),
        ("1. Pasal 1.2. dan 2. Dua", ("Pasal 1.2. dan", "Dua")),
        ("Satu; Dua (yang; terbagi); Tiga.", ("Satu", "Dua (yang; terbagi)", "Tiga")),
        ("<ol>ScannerJaringan InternetATK</ol>", ("Scanner", "Jaringan Internet", "ATK")),
        ("<ol>Pesan WhatsAppSurat</ol>", ("Pesan WhatsApp", "Surat")),
        ("Pesan WhatsApp dan DokuMen", ("Pesan WhatsApp dan DokuMen",)),
        ("<ol>Tahun 2023Peraturan</ol>", ("Tahun 2023", "Peraturan")),
        ("<ul> - Satu - Dua </ul>", ("Satu", "Dua")),
    ],
)
def test_a_list_run_together_is_taken_apart(printed, expected):
    assert items.split([printed]) == expected


def test_a_list_of_lines_gives_an_item_per_marker():
    assert items.split(["- 1 Satu", "yang lanjut", "- 2 Dua;"]) == ("Satu yang lanjut", "Dua")
    assert items.split(["- Satu", "- Dua"]) == ("Satu", "Dua")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("", ()),
        ("-", ()),
        ("PC/Laptop, Koneksi Internet, Surat", ("PC/Laptop", "Koneksi Internet", "Surat")),
        ("Laptop/ Komputer, dan Jaringan", ("Laptop/ Komputer", "Jaringan")),
        ("Disposisi dan Laporan", ("Disposisi dan Laporan",)),
        ("laporan & draft SP/MP", ("laporan & draft SP/MP",)),
        ("Email/ No. Handphone", ("Email/ No. Handphone",)),
        ("Surat permohonan, yang telah disposisi", ("Surat permohonan, yang telah disposisi",)),
        ("Berkas (asli, salinan), ATK", ("Berkas (asli, salinan)", "ATK")),
        ("Kertas 1,5 rim", ("Kertas 1,5 rim",)),
        ("Pemohon tahu, puas. Catatan layanan.", ("Pemohon tahu, puas", "Catatan layanan")),
        ("antrian khusus .", ("antrian khusus",)),
        ("1. Surat 2. Agenda", ("Surat", "Agenda")),
        ("- Surat - Agenda", ("Surat", "Agenda")),
        ("Blok K, P, dan B akhir", ("Blok K, P, dan B akhir",)),
        ("Berkas administrasi, teknis, dan harga", ("Berkas administrasi, teknis, dan harga",)),
        ("Laptop, dan E-Meterai", ("Laptop", "E-Meterai")),
        ("Berita Acara Klarifikasi, Negosiasi", ("Berita Acara Klarifikasi, Negosiasi",)),
        ("Desa, Dinas, dan Kantor menerima SK", ("Desa, Dinas, dan Kantor menerima SK",)),
        ("Undangan, Daftar yang menerima honor", ("Undangan", "Daftar yang menerima honor")),
    ],
)  # fmt: skip
def test_a_cell_is_split_into_the_things_it_lists(printed, expected):
    assert things.split(printed) == expected


def test_a_list_in_two_columns_is_read_in_turn():
    lines = ["1. Alat Tulis 4. Printer", "2. Cap 5. Internet", "3. Laptop"]
    assert items.split(lines) == ("Alat Tulis", "Cap", "Laptop", "Printer", "Internet")
    assert items.split(["1. UU Nomor 2. Lalu", "3. Tiga"]) == ("UU Nomor 2. Lalu", "Tiga")


def test_a_line_that_begins_with_a_number_of_its_sentence_is_no_item():
    lines = ["1, Perubahan atas PP Nomor", "27 Tahun 2014", "2.Surat"]
    assert items.split(lines) == ("Perubahan atas PP Nomor 27 Tahun 2014", "Surat")


def test_letters_are_items_where_no_numbers_are():
    assert items.split(["Memuat:", "a. data", "tanah;", "b. BAST."]) == (
        "Memuat: data tanah",
        "BAST",
    )


def test_names_of_sops_on_lines_of_their_own_are_items():
    lines = ["SOP Surat Masuk", "SOP Surat Keluar"]
    assert items.split(lines) == tuple(lines)
    assert items.split(["SOP Surat", "Masuk"]) == ("SOP Surat Masuk",)


def test_what_letters_at_arrows_mean_is_no_thing():
    printed = "Usulan hibah\nA : diatas 100 juta\nB : dibawah 100\njuta"
    assert things.in_lines(printed) == ("Usulan hibah",)
    assert things.legend(printed) == "A : diatas 100 juta B : dibawah 100 juta"
    assert things.legend("Usulan hibah") is None

"""The catalogue of what a reader had to decide itself: code, message, how sure it is."""

from __future__ import annotations

from converters.model import Doubt

# Code -> (message for the process owner, confidence that the reading is right).
CATALOGUE: dict[str, tuple[str, float]] = {
    # The cover
    "approval-split": (
        'Jabatan dan nama pengesah tercetak tanpa pemisah; jabatannya dibaca "{position}".',
        0.8,
    ),
    "date-unread": ('Tanggal "{text}" pada {label} tidak dapat dibaca; dikosongkan.', 0.9),
    "date-without-day": (
        'Tanggal "{text}" pada {label} belum berisi hari; dicatat bulan dan tahunnya saja.',
        0.95,
    ),
    "effective-from-approval": (
        "Tanggal efektif tidak tercetak; diisi dengan tanggal pengesahan.",
        0.8,
    ),
    "id-number-odd": ("NIP pengesah terdiri dari {digits} angka, seharusnya 18.", 0.6),
    "label-missing": (
        'Judul {label} tidak tercetak; teks "{text}" dimasukkan ke sana dari bunyinya.',
        0.9,
    ),
    "list-blocks": (
        "Di bawah judul {labels} ada {count} kelompok teks; pembagiannya dikira-kira.",
        0.6,
    ),
    "noise-dropped": ('Teks "{text}" di kepala dokumen dianggap gangguan pindaian.', 0.9),
    "read-by-ocr": (
        "Halaman {page}, atau gambar di dalamnya, dibaca dengan OCR; cocokkan teks dan alurnya.",
        0.9,  # in its place comes what the OCR itself says
    ),
    "text-broken": (
        'Teks {label} terpotong-potong oleh OCR; dibaca sebagai "{text}".',
        0.4,
    ),
    "title-from-heading": ("Baris NAMA SOP tidak ada; nama diambil dari judul di atas tabel.", 0.9),
    # What a workbook holds besides
    "row-hidden": (
        'Baris yang disembunyikan di Excel tidak dibaca ({range}): "{text}".',
        0.8,
    ),
    "column-hidden": (
        'Kolom yang disembunyikan di Excel tidak dibaca ({range}): "{text}".',
        0.8,
    ),
    "formula-unknown": (
        "Rumus di {text} belum punya hasil, jadi dibaca kosong; simpan lagi berkasnya di Excel.",
        0.7,
    ),
    "sheet-unread": (
        'Lembar "{text}" dilewati: rusak, atau jauh lebih besar dari sebuah SOP.',
        0.7,
    ),
    # The table's columns
    "activity-from-place": (
        'Kolom "{column}" dianggap kolom Kegiatan karena letaknya di kanan nomor.',
        0.8,
    ),
    "performers-named": (
        'Isi kolom "{column}" dibaca sebagai nama pelaksana; tiap nama menjadi satu jalur.',
        0.9,
    ),
    "column-missing": ("Tabel tidak punya kolom {column}; isinya dikosongkan.", 0.95),
    "column-unknown": ('Kolom "{column}" tidak dikenal; isinya tidak dibaca.', 0.8),
    "header-shifted": (
        "Judul kolom bergeser satu sel atau lebih terhadap isinya; kolom dibaca menurut isinya.",
        0.9,
    ),
    "role-unnamed": ("Kolom pelaksana ke-{column} tidak punya nama.", 0.6),
    "page-header-differs": (
        "Judul tabel di halaman berikutnya berbeda; nama pelaksana diambil dari halaman pertama.",
        0.8,
    ),
    # Its rows
    "activity-in-symbol": (
        'Kolom Kegiatan baris {row} kosong; diambil dari tulisan di dalam simbolnya: "{text}".',
        0.9,
    ),
    "activity-missing": ("Kolom Kegiatan baris {row} kosong.", 0.9),
    "cell-count": (
        "Baris {row} punya {count} sel, bukan {width}; disejajarkan menurut kolom Waktu.",
        0.7,
    ),
    "cell-moved": (
        '"{text}" di kolom Waktu baris {row} bukan waktu; dipindahkan ke {column}.',
        0.8,
    ),
    "documents-shared": (
        '{column} "{text}" berlaku untuk baris {row} sampai {last} bersama; dicatat di tiap baris.',
        0.8,
    ),
    "flow-is-picture": (
        "Alur di halaman {page} berupa gambar yang tidak dibaca; dikira-kira dari teksnya.",
        0.3,
    ),
    "heads-missing": (
        "{count} dari {all} garis antarbaris tidak berkepala panah; arahnya dikira-kira.",
        0.9,
    ),
    "mark-outside": (
        "Satu simbol digambar di luar tabel; dimasukkan ke baris {row}, yang terdekat.",
        0.8,
    ),
    "mark-unplaced": (
        "Satu simbol di halaman {page} di luar semua baris dan kolom pelaksana; diabaikan.",
        0.5,
    ),
    "mark-unknown": ('"{text}" di kolom pelaksana baris {row} tidak dikenal; diabaikan.', 0.6),
    "page-split": (
        "Tabel terputus sebelum baris {row} (pindah halaman); dibaca sebagai satu tabel.",
        0.95,
    ),
    "return-headless": (
        "Garis antara baris {row} dan {to} tidak berkepala panah; dibaca kembali ke baris {to}.",
        0.8,
    ),
    "row-continued": (
        "Teks tanpa nomor setelah baris {row} dianggap sambungan baris itu.",
        0.8,
    ),
    "row-number-missing": ("Baris tanpa nomor setelah baris {previous} diberi nomor {row}.", 0.7),
    "row-number-repeated": (
        "Nomor {printed} tercetak lebih dari sekali; diubah menjadi {row}.",
        0.8,
    ),
    "row-number-skipped": (
        "Nomor {missing} tidak ada sebelum baris {row}; dianggap salah nomor, bukan baris hilang.",
        0.8,
    ),
    "row-short": ("Baris {row} lebih pendek daripada baris lain; mungkin terpotong.", 0.7),
    "heading-in-table": (
        'Baris "{text}" di dalam tabel dianggap judul bagian, bukan langkah.',
        0.9,
    ),
    "text-ignored": ('Teks "{text}" di antara baris tabel diabaikan.', 0.8),
    "time-clock": (
        'Waktu "{text}" pada baris {row} dibaca sebagai lamanya (jam:menit), bukan pukul.',
        0.8,
    ),
    "time-shared": (
        'Waktu "{text}" berlaku untuk baris {row} sampai {last} bersama; dicatat di tiap baris.',
        0.7,
    ),
    "time-unread": ('Waktu "{text}" pada baris {row} tidak dapat dihitung.', 0.9),
}
_QUOTE = 80  # characters of a document's text that a message quotes


def doubt(code: str, row: str | None = None, **values: object) -> Doubt:
    """The catalogue's doubt ``code``, its braces filled with ``values`` (long texts shortened)."""
    message, confidence = CATALOGUE[code]
    short = {name: _shorten(str(value)) for name, value in values.items()}
    return Doubt(
        code=code,
        row=row,
        message=message.format(row=row, **short),
        confidence=confidence,
    )


def _shorten(text: str) -> str:
    return text if len(text) <= _QUOTE else f"{text[: _QUOTE - 1].rstrip()}…"

"""The catalogue of what can be wrong with a document: code, what is wrong, what to do."""

from __future__ import annotations

from converters.errors import DocumentError

_SAVE_AS_TEXT = "Simpan hasil OCR sebagai berkas teks (.txt) UTF-8, lalu baca berkas itu."
_WITH_OCR = (
    "Gunakan PDF yang disimpan langsung dari Word atau Excel. Atau pasang OCR: "
    "pip install 'tertib[ocr]', dan model bahasanya (Debian: apt install tesseract-ocr-ind)."
)
_RESCAN = "Pindai atau OCR ulang halaman ini, lalu baca lagi."

# Code -> (what, remedy), sentences for the process owner; braces are filled in by `fault`.
CATALOGUE: dict[str, tuple[str, str]] = {
    # The file
    "file-missing": ("Berkas tidak ditemukan.", "Periksa nama dan foldernya."),
    "file-unreadable": (
        "Berkas tidak dapat dibuka: {reason}.",
        "Periksa izin baca berkas itu.",
    ),
    "folder-unreadable": (
        "Folder tidak dapat dibuka: {reason}.",
        "Periksa izin baca folder itu, lalu baca lagi; isinya belum dibaca.",
    ),
    "not-a-file": (
        "Ini bukan berkas biasa (mungkin folder).",
        "Sebutkan nama berkas SOP di dalamnya.",
    ),
    "file-empty": ("Berkas kosong.", "Salin ulang berkas aslinya, atau ulangi OCR."),
    "file-too-large": (
        "Berkas sebesar {size} MB melebihi batas {limit} MB.",
        "Pecah dokumen menjadi beberapa berkas; SOP biasa jauh di bawah 1 MB.",
    ),
    "pdf-locked": (
        "PDF ini dikunci dengan kata sandi.",
        "Simpan salinannya tanpa kata sandi, lalu baca salinan itu.",
    ),
    "pdf-damaged": (
        "PDF ini rusak atau tidak lengkap sehingga tidak dapat dibuka.",
        "Salin ulang berkas aslinya, atau simpan lagi sebagai PDF dari Word atau Excel.",
    ),
    "pdf-too-full": (
        "Isi PDF ini jauh lebih besar daripada yang wajar untuk sebuah SOP.",
        "Simpan lagi sebagai PDF dari Word atau Excel, lalu baca hasilnya.",
    ),
    "page-damaged": (
        "Halaman ini rusak sehingga tidak dapat dibuka.",
        "Salin ulang berkas aslinya, atau simpan lagi sebagai PDF dari Word atau Excel.",
    ),
    "page-too-full": (
        "Gambar atau teks pada halaman ini jauh lebih banyak daripada yang wajar untuk SOP.",
        "Pisahkan halaman ini, atau simpan lagi sebagai PDF dari Word atau Excel.",
    ),
    "scan-page": (
        "Halaman ini hanya gambar (hasil pindai); tidak ada teks atau garis yang dapat dibaca.",
        _WITH_OCR,
    ),
    "scan-file": ("Berkas ini hanya gambar, bukan dokumen dengan teks.", _WITH_OCR),
    "letters-unknown": (
        "Huruf di halaman ini tidak dapat dibaca: teks yang disalin dari PDF ini bukan kata-kata.",
        _WITH_OCR,
    ),
    "scan-passed": (
        "Halaman gambar (hasil pindai) ini tidak dibaca: dokumen punya terlalu banyak gambar.",
        "Pecah dokumen menjadi beberapa berkas, satu SOP tiap berkas.",
    ),
    "scan-unread": (
        "Halaman ini hanya gambar (hasil pindai), dan OCR tidak menemukan teks di dalamnya.",
        "Pindai lagi dengan halaman tegak dan tajam (300 dpi), lalu baca hasilnya.",
    ),
    "picture-too-large": (
        "Gambar ini berukuran lebih dari {limit} juta titik.",
        "Perkecil gambarnya (halaman A4 cukup 300 dpi), lalu baca lagi.",
    ),
    "picture-too-long": (
        "Gambar ini punya lebih dari {limit} halaman.",
        "Pecah menjadi beberapa berkas, satu SOP tiap berkas.",
    ),
    "picture-damaged": (
        "Gambar ini rusak sehingga tidak dapat dibuka.",
        "Salin ulang berkas aslinya, atau pindai lagi halamannya.",
    ),
    "too-many-pages": (
        "Dokumen setebal {pages} halaman melebihi batas {limit} halaman.",
        "Pecah dokumen menjadi beberapa berkas; SOP biasa hanya beberapa halaman.",
    ),
    "too-many-lines": (
        "Dokumen lebih panjang dari {limit} baris.",
        "Pecah dokumen menjadi beberapa berkas.",
    ),
    "line-too-long": (
        "Baris ini lebih panjang dari batas {limit} karakter atau {cells} sel.",
        "Periksa apakah pergantian baris hilang sewaktu OCR, lalu simpan ulang.",
    ),
    # An Office file's container
    "encrypted": (
        "Berkas dikunci dengan kata sandi.",
        "Buka berkas itu, hapus kata sandinya, simpan ulang, lalu baca lagi.",
    ),
    "old-office": (
        "Ini berkas {program} versi lama (sebelum 2007).",
        "Buka di {program}, pilih Simpan Sebagai {ending}, lalu baca berkas itu.",
    ),
    "package-damaged": (
        "Isi berkas Office ini rusak.",
        "Buka di Word atau Excel, perbaiki, simpan ulang, lalu baca lagi.",
    ),
    "package-bomb": (
        "Berkas Office ini mengembang jauh melebihi ukuran sebuah SOP; tidak dibaca.",
        "Pastikan berkas ini berasal dari kantor sendiri, lalu simpan ulang di Word atau Excel.",
    ),
    "package-part-missing": (
        "Bagian {part} tidak ada di dalam berkas Office ini.",
        "Buka di Word atau Excel, simpan ulang, lalu baca lagi.",
    ),
    "package-part-damaged": (
        "Bagian {part} di dalam berkas Office ini rusak.",
        "Buka di Word atau Excel, perbaiki, simpan ulang, lalu baca lagi.",
    ),
    "package-dtd": (
        "Bagian {part} di dalam berkas ini memuat deklarasi DTD; tidak dibaca demi keamanan.",
        "Buka di Word atau Excel, simpan ulang, lalu baca lagi.",
    ),
    "sheet-too-large": (
        "Lembar {sheet} jauh lebih besar dari sebuah SOP (lebih dari {limit} baris atau sel).",
        "Simpan lembar SOP saja dalam buku kerja tersendiri, lalu baca buku kerja itu.",
    ),
    "workbook-blank": (
        "Tidak ada isi pada lembar mana pun yang tampak di buku kerja ini.",
        "Tampilkan lembar SOP (Unhide) bila disembunyikan, lalu simpan ulang.",
    ),
    "word-too-long": (
        "Dokumen memuat lebih dari {limit} {what}; sebuah SOP tidak sebesar itu.",
        "Pecah dokumen menjadi beberapa berkas.",
    ),
    "table-too-large": (
        "Tabel di dalam berkas ini jauh lebih besar dari tabel SOP (lebih dari {limit} sel).",
        "Simpan tabel SOP saja dalam berkas tersendiri, lalu baca berkas itu.",
    ),
    "html-too-large": (
        "Halaman HTML ini jauh lebih panjang atau bersarang lebih dalam dari sebuah SOP.",
        "Buka di peramban, salin tabel SOP ke Word, simpan sebagai .docx, lalu baca berkas itu.",
    ),
    # Its contents
    "kind-not-readable": (
        "Berkas ini {kind}; jenis itu tidak dapat dibaca.",
        "Simpan SOP-nya sebagai PDF, Word (.docx), Excel (.xlsx), HTML, Markdown, atau teks.",
    ),
    "binary": ("Berkas ini berisi data biner, bukan teks.", _SAVE_AS_TEXT),
    "not-utf8": (
        "Ada huruf yang bukan UTF-8 pada baris ini.",
        "Buka di penyunting teks, simpan ulang dengan penyandian UTF-8.",
    ),
    "no-sop": (
        "Tidak ada SOP di dalam teks ini: tidak ditemukan tabel dengan kolom No dan Kegiatan.",
        "Pastikan berkas ini hasil OCR sebuah SOP dan tabelnya dipisahkan dengan tab.",
    ),
    "no-sop-table": (
        "Tidak ada SOP di dalam dokumen ini: tidak ditemukan tabel Kegiatan dan Pelaksana.",
        "Pastikan tabelnya bergaris (bukan gambar) dan judul kolomnya tercetak.",
    ),
    # Its reading
    "reader-failed": (
        "Berkas ini tidak dapat dibaca karena kesalahan di dalam Tertib sendiri ({kind}).",
        "Laporkan kepada pengelola Tertib bersama berkasnya; TERTIB_DEBUG=1 menunjukkan tempatnya.",
    ),
    "reader-died": (
        "Pembacaan berkas ini terhenti mendadak ({how}).",
        "Berkas mungkin rusak; simpan ulang dari program asalnya, lalu baca lagi.",
    ),
    "reader-out-of-memory": (
        "Berkas ini perlu memori lebih banyak daripada yang disediakan untuk satu berkas.",
        "Pecah dokumen menjadi beberapa berkas, atau simpan ulang dari program asalnya.",
    ),
    "reader-too-slow": (
        "Berkas ini belum selesai dibaca setelah {limit:g} detik kerja komputer.",
        "Pecah dokumen menjadi beberapa berkas, atau beri waktu lebih dengan --limit.",
    ),
    # One SOP
    "same-title": (
        'Judul SOP "{title}" sudah dipakai SOP lain di {other}; proses "{process}" dari sana.',
        "Sebutkan hanya revisi yang berlaku; bila keduanya SOP berbeda, bedakan judulnya.",
    ),
    "no-table": (
        "SOP ini tidak punya tabel kegiatan setelah kepala suratnya.",
        "Pastikan halaman tabelnya ikut dipindai, lalu baca lagi.",
    ),
    "table-is-picture": (
        "Tabel kegiatan SOP ini hanya berupa gambar.",
        "Simpan ulang dari berkas aslinya, atau baca PDF-nya dengan OCR (extra ocr dari Tertib).",
    ),
    "no-activity-column": (
        "Tabel SOP ini tidak punya kolom Kegiatan.",
        'Beri judul "Kegiatan" pada kolom uraian langkah, atau OCR ulang halaman ini.',
    ),
    "no-performer-column": (
        "Tabel SOP ini tidak menyebut nama para pelaksana.",
        "Pastikan nama mereka ada di bawah judul Pelaksana.",
    ),
    "no-title": (
        "Nama SOP tidak ditemukan di atas tabel ini.",
        'Isikan baris "NAMA SOP" di kepala dokumen.',
    ),
    "table-empty": (
        "Tabel SOP ini tidak punya satu baris bernomor pun di bawah judulnya.",
        _RESCAN,
    ),
    "table-truncated": (
        "Tabel terpotong: baris nomor {row} berhenti sebelum kolom {column}.",
        _RESCAN,
    ),
    "formula": (
        "Ada rumus lembar kerja di dalam sel; SOP ini tidak dibaca demi keamanan.",
        'Hapus rumusnya (sel yang diawali "=", "+", "-" atau "@"), tulis hasilnya saja.',
    ),
    "script": (
        "Ada kode program (skrip) di dalam teks; SOP ini tidak dibaca demi keamanan.",
        "Hapus kode itu dari dokumen.",
    ),
}


def fault(
    code: str,
    *,
    file: str,
    line: int | None = None,
    page: int | None = None,
    at_row: int | None = None,
    **values: object,
) -> DocumentError:
    """The catalogue's error ``code`` for this place in the file; ``values`` fill its braces."""
    what, remedy = (text.format(**values) for text in CATALOGUE[code])
    return DocumentError(code, what, remedy, file=file, line=line, page=page, row=at_row)

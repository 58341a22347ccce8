"""The words these documents use, as data: titles, abbreviations, verbs.

Everything here is case-folded. A new spelling met in a document is added here, not in code.
"""

from __future__ import annotations

import re


def _these(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Titles and office names, written out. Longest match first inside a compound ("kadivyankum").
ABBREVIATIONS = {
    "kakanwil": "kepala kantor wilayah",
    "kakanim": "kepala kantor imigrasi",
    "kadivmin": "kepala divisi administrasi",
    "kadiv": "kepala divisi",
    "kabiro": "kepala biro",
    "karo": "kepala biro",
    "kabag": "kepala bagian",
    "kabid": "kepala bidang",
    "kasubbag": "kepala sub bagian",
    "kasubag": "kepala sub bagian",
    "kasubbid": "kepala sub bidang",
    "kasubid": "kepala sub bidang",
    "kasubsi": "kepala sub seksi",
    "kasi": "kepala seksi",
    "ka": "kepala",
    "kanwil": "kantor wilayah",
    "kanim": "kantor imigrasi",
    "subbagian": "sub bagian",
    "subbag": "sub bagian",
    "subag": "sub bagian",
    "subbidang": "sub bidang",
    "subbid": "sub bidang",
    "subseksi": "sub seksi",
    "subsi": "sub seksi",
    "ahu": "administrasi hukum umum",
    "yankum": "pelayanan hukum",
    "yankumham": "pelayanan hukum dan ham",
    "min": "administrasi",
    "setjen": "sekretariat jenderal",
}

# Words of a performer's name that stand for each other.
SYNONYMS = {
    "pindai": "scan",
    "pemindaian": "scan",
    "memindai": "scan",
    "entri": "entry",
    "input": "entry",
    "biometrik": "biometric",
    "imigrasi": "keimigrasian",
    "manjer": "manajer",
}

# A performer's rank from how its written-out name begins; the first that fits.
RANKS = (
    ("sekretaris jenderal", 9),
    ("direktur jenderal", 9),
    ("kepala kantor wilayah", 7),
    ("kepala kantor", 6),
    ("pimpinan", 7),
    ("kepala divisi", 5),
    ("kepala biro", 5),
    ("pejabat eselon ii", 5),
    ("kepala bagian", 4),
    ("kepala bidang", 4),
    ("pejabat eselon iii", 4),
    ("kepala sub seksi", 2),
    ("kepala sub bagian", 3),
    ("kepala sub bidang", 3),
    ("kepala seksi", 3),
    ("pejabat eselon iv", 3),
    ("sub bagian", 3),
    ("sub bidang", 3),
    ("seksi", 3),
    ("bagian", 4),
    ("bidang", 4),
    ("divisi", 5),
)
# Heads of something else, by the first word of their name.
HEADS = {
    "menteri": 10,
    "inspektur": 9,
    "direktur": 7,
    "sekretaris": 5,
    "kepala": 3,
    "ketua": 3,
    "koordinator": 3,
    "subkoordinator": 2,
    "manajer": 3,
    "supervisor": 2,
    "atasan": 3,
}
STAFF, OUTSIDER = 1, 0  # everybody else inside the office; those whom it serves

OUTSIDERS = _these(
    "pemohon klien masyarakat pengunjung tamu pelapor pengadu mahasiswa siswa akademisi "
    "user pengguna notaris wni wna pemrakarsa pegawai pelanggan"
)
# A lane of this name is the program itself, not a person.
SYSTEMS = _these("layanan sistem aplikasi portal website laman server")
# A column may be named after a unit instead of its head.
UNITS = _these("sub bagian bidang seksi divisi subbagian")
# Words for "somebody of the staff" when the lane is called otherwise.
STAFF_WORDS = _these("petugas pelaksana staf staff operator pegawai jfu jft")
# Posts that are called by their first word alone.
POSTS = _these(
    "duta admin analis perancang verifikator pengelola pengadministrasi arsiparis pranata "
    "bendahara penyuluh auditor sekretariat"
)
# One letter away from a name, and something else.
NOT_NAMES = _these("kepada analisa")
SUPERIOR_WORDS = frozenset({"atasan"})

# Words that say nothing about who or what.
FILLERS = _these("dan atau pada di para yang dari")
# Between a preposition and the name it governs.
COURTESIES = _these(
    "para masing setiap seluruh bapak ibu seorang salah pejabat yang berwenang yaitu terkait"
)
PLURALS = frozenset({"para", "seluruh"})

TO = frozenset({"kepada", "ke"})
FROM = frozenset({"dari"})
BY = frozenset({"oleh"})
WITH = frozenset({"dengan"})
PREPOSITIONS = TO | FROM | BY | WITH | _these("untuk tentang terhadap atas bagi melalui pada di")

# Words that open a predicate although they are no verb by their form.
AUXILIARIES = _these("akan telah sudah dapat bisa wajib harus yang sampai adalah selaku")
# Nouns that look like verbs (me-, di-, ber-).
NOT_VERBS = _these(
    "melalui menit media menteri materi metode mengenai mei medis meja menurut "
    "divisi disposisi dinas direktur direktorat dialog digital dimana diri disiplin "
    "berkas berita bersama berdasarkan berwenang berkaitan besar berjenjang berlaku"
)
# Stems that tell what a predicate does to the person it names.
ORDERS = ("perintah", "merintah", "nugas", "tugaskan", "disposisi", "arahan", "instruksi")
HANDS_ON = (
    "serah",
    "nyerah",
    "sampai",
    "nyampai",
    "terus",
    "nerus",
    "kirim",
    "ngirim",
    "lapor",
    "aju",
    "lanjut",
    "limpah",
)
RETURNS = ("embali",)  # dikembalikan, mengembalikan
GIVES = ("memberi", "diberi")
# A recipient who works on within the same row: "... kepada X ... untuk diproses".
WORKS_ON = ("proses", "tindaklanjut")
# Doing something together, before "dengan X".
TOGETHER = _these("dialog rapat bersama")

APPLIES = ("mengajukan permohonan", "mengajukan surat", "mengajukan pengaduan", "mengisi formulir")
SIGNS_OFF = ("menandatangani", "menetapkan", "mengesahkan", "memutuskan")
APPROVES = (
    "menyetujui",
    "mengesahkan",
    "menandatangani",
    "menetapkan",
    "memutuskan",
    "keputusan",
    "memberikan persetujuan",
)
REVIEWS = (
    "mengoreksi",
    "memeriksa",
    "pemeriksaan",
    "meneliti",
    "menelaah",
    "mempelajari",
    "memverifikasi",
    "verifikasi",
    "menganalisa",
    "menganalisis",
    "analisa",
    "mereviu",
    "reviu",
    "review",
    "pengecekan",
    "mengecek",
    "memvalidasi",
)
# Reviews that by custom may end in "perbaiki dulu", drawn or not.
CUSTOMARY = (*REVIEWS, "menyetujui", "mengesahkan")
GROUNDWORK = (
    "menghimpun",
    "mengumpulkan",
    "mengkompilasi",
    "mengolah",
    "mengetik",
    "mengonsep",
    "menyiapkan bahan",
    "mengarsipkan",
    "mengupload",
    "mengunggah",
    "menginput",
    "dimasukkan",
    "diinput",
    "pemindaian",
    "pemberitahuan",
)
NOTIFIES = ("pemberitahuan", "memberitahukan", "menginformasikan", "mengumumkan")
RECEIVES = (
    "mendapatkan konfirmasi",
    "menerima konfirmasi",
    "mendapatkan notifikasi",
    "menerima notifikasi",
)

# "If it is not in order": the wording that makes a row decide.
REFUSES = re.compile(
    r"\b(?:apabila|jika|bila|kalau|bilamana)\b[^.;]{0,60}?"
    r"\b(?:tidak|belum|kurang|koreksi|perbaikan|kesalahan|kekurangan|salah|ditolak)\b"
    r"[^.;]{0,120}?\b(?:dikembalikan|mengembalikan|kembali|diperbaiki|ditolak)\b"
)
# What a deciding row asks, by the first word that its text holds.
QUESTIONS = (
    ("memenuhi", "Memenuhi syarat?"),
    ("kelengkapan", "Lengkap?"),
    ("lengkap", "Lengkap?"),
    ("kesesuaian", "Sesuai?"),
    ("keabsahan", "Sah?"),
    ("menyetujui", "Disetujui?"),
    ("persetujuan", "Disetujui?"),
    ("mengoreksi", "Sudah benar?"),
    ("memeriksa", "Sudah benar?"),
    ("mempelajari", "Sudah benar?"),
    ("meneliti", "Sudah benar?"),
    ("verifikasi", "Sudah benar?"),
    ("meneruskan", "Dapat diteruskan?"),
)

# Words of an answer to a decision that say it is not as it should be.
NEGATIVE_ANSWERS = _these(
    "tidak tdk belum kurang gagal salah bukan tanpa batal ditolak tolak menolak revisi direvisi "
    "perbaikan diperbaiki dikembalikan kembali no"
)

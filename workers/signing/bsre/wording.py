"""What BSrE's words and codes mean, for the official at the desk.

They are those that public clients of the service know; of others the code itself is told.
"""

from __future__ import annotations

# Of a person, by user/check/status; "ISSUE" is the one that can sign.
STATUSES = {
    "NOT_REGISTERED": "BSrE: NIK atau e-mail ini belum terdaftar. Daftarkan dahulu ke BSrE.",
    "WAITING_FOR_VERIFICATION": "BSrE: pendaftaran masih diverifikasi. Tunggulah kabar dari BSrE.",
    "NEW": "BSrE: sertifikat belum diaktifkan. Aktifkan dahulu.",
    "NO_CERTIFICATE": "BSrE: belum ada sertifikat elektronik. Mintalah ke BSrE.",
    "RENEW": "BSrE: sertifikat sedang diperbarui. Cobalah setelah selesai.",
    "EXPIRED": "BSrE: sertifikat sudah kedaluwarsa. Perbarui dahulu.",
    "SUSPEND": "BSrE: sertifikat ditangguhkan. Hubungi BSrE.",
    "REVOKE": "BSrE: sertifikat sudah dicabut. Mintalah yang baru.",
}
# Of an answer, by its status_code: nothing was signed.
REFUSALS = {
    "2011": "BSrE menolak (kode 2011): NIK atau e-mail ini belum terdaftar.",
    "2021": "BSrE menolak (kode 2021): sertifikat belum aktif.",
    "2022": "BSrE menolak (kode 2022): sertifikat sudah kedaluwarsa.",
    "2023": "BSrE menolak (kode 2023): sertifikat sedang diperbarui.",
    "2024": "BSrE menolak (kode 2024): sertifikat ditangguhkan.",
    "2025": "BSrE menolak (kode 2025): sertifikat sudah dicabut.",
    "2031": "BSrE menolak (kode 2031): passphrase atau TOTP salah.",
    "2041": "BSrE menolak (kode 2041): dokumen PDF tidak dapat ditandatangani.",
    "http-401": "BSrE menolak aplikasi ini: periksa bsre.username dan bsre.password.",
    "http-403": "BSrE menolak aplikasi ini: periksa bsre.username dan bsre.password.",
    "http-404": "Layanan e-sign BSrE tidak ada di alamat ini: periksa bsre.url.",
}

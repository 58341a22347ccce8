"""Process ids from SOP titles: readable, the same every time, and another for every other title.

Titles are the same that differ only in case, punctuation, the small words of a long one, and in
what every SOP is called: "SOP", "Pelayanan", the name of the regional office it is of.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

_LONGEST = 64  # characters; half of what the longest name of a form's file may have
_ROOMY = 50  # up to so many the small words stay
_CODE = 6  # hexadecimal digits: of a thousand titles that begin alike, two meet in 3 of 100 offices
_BRACKETS = re.compile(r"\([^)]*\)|\([^)]*$")
_KIND = re.compile(
    r"^(?:(?:standard? operasional prosedur(?: administrasi pemerintahan)?|sop(?: ?ap)?) )+(?=\S)"
)
# The office's own name, up to where the title goes on.
_OFFICE = re.compile(
    r" (?:(?:di|pada) (?:(?:lingkungan|lingkup|jajaran) )?kantor wilayah"
    r"|kantor wilayah kementerian)(?: (?!melalui|dengan|menggunakan|berbasis|untuk)\S+)*"
)
_SERVICE = re.compile(r"^pelayanan (?:(?:kepada|terhadap|bagi|untuk) )?(?=\S+ \S)")
_STOPS = frozenset(
    {"dan", "atau", "di", "ke", "dari", "pada", "untuk", "tentang", "dalam", "yang", "and", "of"}
)
# Processes that ran before a shortened title got its code: whoever runs them keeps their ids.
_KEPT = {
    "layanan keimigrasian warga negara asing melalui pesan elektronik": (
        "layanan-keimigrasian-warga-negara-asing"
    ),
    "pelaksanaan monev smart dja e monev bappenas tarja e performance": "pelaksanaan-monev",
    "penyusunan rencana strategis renstra": "penyusunan-rencana-strategis",
    "penyusunan sasaran kinerja pegawai skp": "penyusunan-sasaran-kinerja-pegawai",
    "percepatan pelayanan research and work internship melalui sistem informasi layanan magang "
    "dan penelitian sigap sumsel": "percepatan-pelayanan-research-and-work-internship",
    "permohonan surat keterangan selesai penelitian dan sertifikat magang": (
        "permohonan-surat-keterangan-selesai-penelitian"
    ),
}


def process_id(title: str) -> str:
    """A title as a process id: an XML NCName in lower case with hyphens.

    A title too long for it is shortened, and gets a code of all its words.

    >>> process_id("SOP Pelayanan Legalisasi Elektronik di lingkungan Kantor Wilayah")
    'legalisasi-elektronik'
    """
    decomposed = unicodedata.normalize("NFKD", title).casefold()
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    whole = _core(plain)
    if whole in _KEPT:
        return _KEPT[whole]
    slug = _in_full(whole) or _coded(_core(_BRACKETS.sub(" ", plain)), whole)
    return slug if slug[0].isalpha() else f"sop-{slug}"


def _core(plain: str) -> str:
    """The words of a title without what every SOP is called."""
    core = " ".join(re.findall(r"[^\W_]+", plain))
    for pattern in (_KIND, _OFFICE, _SERVICE):
        core = pattern.sub("", core) or core
    return core


def _telling(core: str) -> str:
    return " ".join(word for word in core.split() if word not in _STOPS)


def _slug(core: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", core))


def _in_full(whole: str) -> str | None:
    """All words of a title that is short enough, a long one's without the small words."""
    slug = _slug(whole) or "sop"
    if len(slug) > _ROOMY:
        slug = _slug(_telling(whole)) or slug
    taken = not whole.isascii() or slug in _KEPT.values()
    return slug if len(slug) <= _LONGEST and not taken else None


def _coded(core: str, whole: str) -> str:
    """The beginning of a title, ``core`` without what is in brackets, and a code of all of it."""
    slug, room = _slug(_telling(core or whole)), _LONGEST - _CODE - 1
    if len(slug) > room:
        slug = slug[: room + 1].rpartition("-")[0] or slug[:room]
    return f"{slug or 'sop'}-{sha256(whole.encode()).hexdigest()[:_CODE]}"

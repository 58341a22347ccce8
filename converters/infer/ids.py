"""Process ids from SOP titles: short, readable, the same every time."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 50
_BRACKETS = re.compile(r"\([^)]*\)|\([^)]*$")
# What the title of every second SOP holds and none is told apart by.
_PLACE = re.compile(
    r"\b(?:di|pada)\s+(?:lingkungan|lingkup|jajaran)\b.*"
    r"|\b(?:di|pada)\s+kantor\s+wilayah\b.*|\bkantor\s+wilayah\s+kementerian\b.*"
)
_MEANS = re.compile(r"\s+(?:melalui|dengan|menggunakan|berbasis)\s+.*")
_KIND = re.compile(
    r"^(?:(?:standar|standard)\s+operasional\s+prosedur(?:\s+administrasi\s+pemerintahan)?"
    r"|sop[\s-]?ap|sop)\b[\s:-]*"
)
_SERVICE = re.compile(r"^pelayanan\s+(?:(?:kepada|terhadap|bagi|untuk)\s+)?(?=\S+\s+\S)")
_STOPS = {
    "dan",
    "atau",
    "di",
    "ke",
    "dari",
    "pada",
    "untuk",
    "tentang",
    "dalam",
    "yang",
    "and",
    "of",
}


def process_id(title: str) -> str:
    """A title as a process id: an XML NCName in lower case with hyphens.

    >>> process_id("SOP Pelayanan Legalisasi Elektronik di lingkungan Kantor Wilayah")
    'legalisasi-elektronik'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    core = _BRACKETS.sub(" ", plain).strip(" :-\"'")
    for pattern in (_KIND, _PLACE, _SERVICE):
        core = pattern.sub("", core).strip() or core
    slug = _slug(core)
    if len(slug) > _LONGEST:
        slug = _shortened(core)
    if not slug:
        return "sop"
    return slug if slug[0].isalpha() else f"sop-{slug}"


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text))


def _shortened(core: str) -> str:
    """Without the means ("melalui ..."), then without small words, then cut between words."""
    slug = _slug(_MEANS.sub("", core))
    if len(slug) > _LONGEST:
        slug = "-".join(word for word in slug.split("-") if word not in _STOPS)
    if len(slug) > _LONGEST:
        slug = slug[: _LONGEST + 1].rpartition("-")[0] or slug[:_LONGEST]
    return slug

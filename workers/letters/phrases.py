"""What the words of an SOP row say of the letter that it makes."""

from __future__ import annotations

import re

# Requests and approvals come in as well: these words say that one is written.
_MADE = r"(?:^|\b(?:membuat|menyusun|menyiapkan|meng?k?onsep|konsep|draft?|rancangan)\s+)"
# In a row that names several, the first one is meant; a report only when no letter is named.
_KINDS = (
    ("surat-keterangan", r"surat keterangan"),
    ("surat-permohonan", rf"{_MADE}surat permohonan"),
    ("surat-balasan", r"surat (?:balasan|jawaban)"),
    ("surat-persetujuan", rf"{_MADE}surat persetujuan"),
    ("surat-izin", r"surat i[zj]in"),
    ("nota-dinas", r"not[ae] dinas"),
    ("telaahan-staf", r"telaah(?:an)?\b"),
    ("sertifikat", r"sertifikat"),
    ("surat-dinas", r"(?:per)?surat(?:an)?\b"),
)
# Letters that are about what their name says: a "surat balasan" is about a balasan.
_LETTERS = {"surat-dinas", "surat-permohonan", "surat-balasan", "surat-persetujuan"}
_KIND = re.compile(
    "|".join(f"(?P<k{i}>{words})" for i, (_, words) in enumerate(_KINDS)), re.IGNORECASE
)
# What comes with a letter, where the row says "and".
_BESIDES = {"telaahan-staf", "sertifikat"}
_AND = re.compile(r"\bdan\s+\Z", re.IGNORECASE)
_CONNECTED = re.compile(r"\s+(?:dan|atau|serta)\s*$", re.IGNORECASE)
_PURPOSE = re.compile(r"\(untuk\s+(permohonan\s[^()]+?)\s*\)", re.IGNORECASE)
_REPORT = re.compile(r"\blaporan\b", re.IGNORECASE)
_DRAFT = re.compile(r"^(?:konsep|draft?|rancangan)\s+", re.IGNORECASE)
_END = r"(?=\s+(?:yang|untuk|melalui|agar|guna|secara|yg|mohon)\b|\s+dan\s+me\w+|\s*[,.;:()]|\s*$)"
# What an office attests, named without a verb.
_ACTIVITY = re.compile(
    r"(?:magang|penelitian|riset|praktik|praktek|pkl|kerja|studi|kunjungan|pelatihan|observasi)\b",
    re.IGNORECASE,
)
_OVER = (
    r"(?=\s+(?:kepada|yang|berdasarkan|akan|untuk|melalui|dan\s(?:sertifikat|telaah\w*|mem\w+))\b"
    r"|\s*[,.;:()]|\s+dan/|\s*$)"
)
# "surat ... kepada X", unless another verb has come between: "... dan memberi arahan kepada Y".
_ADDRESSED = re.compile(
    r"(?:ditujukan|\b(?:surat|telaahan?)\b(?:(?!\b(?:dan\s+me\w+|untuk|akan|di\w+kan)\b)[^.;])*?)"
    rf"\s+kepada\s+(.+?){_END}",
    re.IGNORECASE,
)
_REQUEST = re.compile(r"\b(?:permohonan|pemohon|balasan|jawaban|persetujuan)\b", re.IGNORECASE)
_SIGNED = re.compile(
    rf"(?:di\s?tanda\s?tangani|persetujuan|disetujui)\s+(?:secara elektronik\s+)?"
    rf"(?:oleh\s+|dari\s+)?(kepala\s.+?){_END}",
    re.IGNORECASE,
)
_FOR_SIGNATURE = re.compile(
    r"kepada\s+(?:masing-masing\s+)?(\S[^.;]*?)\s+untuk\s+(?:mohon\s+)?(?:di\s?tanda\s?tangani|(?:di)?paraf)",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"\b(?:balasan|jawaban)\b", re.IGNORECASE)
_SOP = re.compile(r"^(?:sop|sopap)\b[\s:-]*", re.IGNORECASE)
_SMALL = frozenset((
    "dan", "atau", "di", "ke", "dari", "untuk", "dalam", "pada", "yang", "melalui", "kepada",
    "oleh", "dengan", "and", "or", "of", "the",
))  # fmt: skip
# In a title all in capitals; any other word of letters alone is a word.
_ABBREVIATIONS = frozenset((
    "SOP", "SKP", "PK", "RKT", "RKA", "RKA-K/L", "DIPA", "DJA", "HAM", "RI", "R.I", "WNA", "WNI",
    "ITAS", "ITAP", "AHU", "UPT", "UKE", "TI", "TU", "SP/MP", "JFT", "JFU", "II", "III", "IV",
))  # fmt: skip


def kind_of(*texts: str | None) -> str | None:
    """Return the kind of letter that the first telling text names; None: none does."""
    for text in filter(None, texts):
        if match := _KIND.search(text):
            return _name(match)
    return "laporan" if any(_REPORT.search(text) for text in texts if text) else None


def kinds_of(*texts: str | None) -> list[str]:
    """Return the kind of letter, and of what is to be written besides: "... dan telaahan"."""
    kind = kind_of(*texts) or "surat-dinas"
    besides = (
        _name(match)
        for text in filter(None, texts)
        for match in _KIND.finditer(text)
        if _AND.search(text, 0, match.start())
    )
    return list(dict.fromkeys([kind, *(each for each in besides if each in _BESIDES)]))


def _name(match: re.Match[str]) -> str:
    return _KINDS[int((match.lastgroup or "k0")[1:])][0]


def is_answer(text: str) -> bool:
    """Tell whether the letter answers somebody's request."""
    return _ANSWER.search(text) is not None


def concerns_request(text: str) -> bool:
    """Tell whether the letter is about somebody's request, and so about that person."""
    return _REQUEST.search(text) is not None


def addressee(text: str) -> str | None:
    """Return whom the text addresses the letter to, as an official's title."""
    match = _ADDRESSED.search(text)
    return title_case(match[1]) if match else None


def signatory(text: str) -> str | None:
    """Return who signs or approves the letter, by the text."""
    match = _SIGNED.search(text) or _FOR_SIGNATURE.search(text)
    return title_case(match[1]) if match else None


def matter(kind: str, *texts: str | None) -> str | None:
    """Return what the letter is about: "Draf surat balasan" is a letter about a balasan."""
    words = {"telaahan-staf": "telaah(?:an)?"}.get(kind, kind.replace("-", " "))
    own = [_own_part(kind, text) for text in texts if text]
    found = after("surat" if kind in _LETTERS else words, *own)
    purposes = (_PURPOSE.search(text) for text in own)
    return found or next((match[1] for match in purposes if match), None)


def _own_part(kind: str, text: str) -> str:
    """What a row says of this letter, where it names several: up to the next one's name."""
    found = list(_KIND.finditer(text))
    own = next((at for at, match in enumerate(found) if _name(match) == kind), None)
    if own is None:
        return text
    end = found[own + 1].start() if own + 1 < len(found) else len(text)
    return _CONNECTED.sub("", text[found[own].start() : end])


def completed(matter: str) -> str:
    """Say that something was completed: "selesai penelitian" is "menyelesaikan penelitian"."""
    bare = matter.removeprefix("telah ")
    if _ACTIVITY.match(bare):
        return f"melaksanakan {bare}"
    return re.sub(r"^selesai\s+(?=\S)", "menyelesaikan ", bare)


def without_draft(subject: str) -> str:
    """Drop the word draft: what is drafted is called by its own name."""
    return capitalised(_DRAFT.sub("", subject.strip()))


def capitalised(words: str) -> str:
    """Begin with a capital and leave the rest."""
    return words[:1].upper() + words[1:]


def after(words: str, *texts: str | None) -> str | None:
    """Return what follows ``words`` in the first text that has them: "selesai penelitian"."""
    pattern = re.compile(rf"\b{words}\s+(?!kepada\b|yang\b|dan\b)(\S.*?){_OVER}", re.IGNORECASE)
    matches = (pattern.search(text) for text in texts if text)
    found = next((match for match in matches if match), None)
    return found[1].strip() if found else None


def process_name(title: str | None) -> str | None:
    """Return an SOP's title as running text has it."""
    return title_case(_SOP.sub("", title.strip())) if title and title.strip() else None


def title_case(words: str) -> str:
    """Write a title as running text does; what stands in brackets or mixed case stays."""
    depth, written = 0, []
    for number, word in enumerate(words.split()):
        depth += word.count("(")
        written.append(word if depth else _cased(word, first=number == 0))
        depth -= word.count(")")
    return " ".join(written)


def _cased(word: str, *, first: bool) -> str:
    if word.lower() in _SMALL and not first:
        return word.lower()
    if word in _ABBREVIATIONS:
        return word
    if word.isupper() or word.islower():
        return "-".join(part.capitalize() for part in word.split("-"))
    return word

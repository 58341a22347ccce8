"""Kelengkapan and Output: the things a row takes and gives, one string per thing."""

from __future__ import annotations

import re

from converters.readers.sop import items

_SENTENCE_END = re.compile(r"(?<=[a-z]{4})\s?[.]\s+(?=[A-Z])")
_SEPARATOR = re.compile(r"\s*[;,](?!\d)\s*(?:dan(?:/atau)?\s+|serta\s+|&\s*)?")
# After a comma these words go on with the sentence instead of naming another thing.
_GOES_ON = re.compile(
    r"(?:yang|untuk|sesuai|dengan|oleh|agar|maka|sehingga|dalam|di|ke)\b|[A-Z](?=[\s,;]|$)"
)
_ASPECT = "administrasi|administratif|teknis|keuangan|fisik|hukum|harga|biaya|mutu|waktu"
_ASPECTS = re.compile(rf"(?:{_ASPECT})(?:\s+(?:dan|serta|atau|&)\s+(?:{_ASPECT}))*")
# The minutes of several acts, an invitation to them, are one paper.
_OF_ACTS = re.compile(r"(?:berita acara|BA|undangan)\b", re.IGNORECASE)
_ACT = re.compile(r"(?:klarifikasi|negosiasi|evaluasi|pembuktian|verifikasi)\b", re.IGNORECASE)
# What somebody gets: the commas before it stand between those who do.
_GETS = re.compile(r"\b(?:mendapat(?:kan)?|memperoleh|menerima|mengetahui|memahami|mengikuti)\b")
_OF_THING = re.compile(r"(?:^|[,;]|\b(?:yang|untuk|guna|dalam|cara|hasil|telah|sudah))\s*$")
_LEGEND = re.compile(r"[A-Z]\s?[:=]\s?\S")
_LISTED = re.compile(r"^(?:1[.)]|[-•▪●]\s|a[.)]\s)")


def split(text: str) -> tuple[str, ...]:
    """The things a cell lists: commas, semicolons, numbers and bullets separate them.

    A cell of several sentences gives its sentences; "A dan B" stays one thing.
    """
    if _LISTED.match(text):
        return items.split([text])
    sentences = _SENTENCE_END.split(text)
    parts = sentences if len(sentences) > 1 else _at_commas(text)
    trimmed = (part.strip().rstrip(" ;,.") for part in parts)
    return tuple(part for part in trimmed if part and part != "-")


def in_lines(text: str) -> tuple[str, ...]:
    """The things of a cell with line ends: those are breaks for want of room unless a list's."""
    printed, _ = _without_legend(text)
    if items.in_lines(printed):
        return items.split(printed)
    return split(" ".join(" ".join(printed).split()))


def legend(text: str) -> str | None:
    """What a cell says the letters at a decision's arrows mean; None where it does not.

    "Usulan A : diatas 100 juta B : dibawah" lists one thing.
    """
    _, said = _without_legend(text)
    return " ".join(" ".join(said).split()) or None


def _without_legend(text: str) -> tuple[list[str], list[str]]:
    """The lines of a cell before its legend, and those of it."""
    printed = text.split("\n")
    places = [place for place, line in enumerate(printed) if _LEGEND.match(line)]
    if len(places) < 2 or places[0] == 0:  # noqa: PLR2004 - one letter distinguishes nothing
        return printed, []
    return printed[: places[0]], printed[places[0] :]


def _at_commas(text: str) -> list[str]:
    spans: list[tuple[int, int]] = []
    if not _is_sentence(text):
        for start, end in _pieces(text):
            if spans and _goes_on(text[slice(*spans[-1])], text[start:end]):
                spans[-1] = spans[-1][0], end
            else:
                spans.append((start, end))
    return [text[start:end] for start, end in spans] or [text]


def _is_sentence(text: str) -> bool:
    """Whether it says who gets what: "Desa A, Dinas B, dan Kantor C mendapatkan materi"."""
    return any(not _OF_THING.search(text[: verb.start()]) for verb in _GETS.finditer(text))


def _goes_on(thing: str, part: str) -> bool:
    """Whether what stands after a comma names no thing of its own."""
    if _GOES_ON.match(part) or _ASPECTS.fullmatch(part.strip(" .")):
        return True
    return bool(_OF_ACTS.match(thing) and _ACT.match(part))


def _pieces(text: str) -> list[tuple[int, int]]:
    """Where the text between commas and semicolons that stand outside brackets begins and ends."""
    pieces, start, seen, depth = [], 0, 0, 0
    for match in _SEPARATOR.finditer(text):
        depth += text.count("(", seen, match.start()) - text.count(")", seen, match.start())
        seen = match.start()
        if depth <= 0:
            pieces.append((start, match.start()))
            start = match.end()
    return [*pieces, (start, len(text))]

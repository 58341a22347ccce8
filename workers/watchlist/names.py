"""A person's name as comparable parts, whatever its script, spelling and titles."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from anyascii import anyascii

_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_LIGHT = frozenset(_WORDS["titles"]) | frozenset(_WORDS["particles"])
_DEGREES = frozenset(_WORDS["degrees"])
_DOTTED_DEGREES = _DEGREES | frozenset(_WORDS["dotted_degrees"])
_SAME = {form: name for name, forms in _WORDS["forms"].items() for form in forms}
# What is one consonant in Indonesian mouths and spellings, old (Soewandi, van Ophuijsen) and
# foreign.
_CONSONANTS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^X", "S"),  # Xu, Xi
        (r"X", "KS"),  # Alex
        (r"DJ", "J"),  # Djoko
        (r"^Y(?=[AEIOU])", "J"),  # Yusuf, Jusuf; not Ysmail
        (r"TJ|CH|KH|[CQ]", "K"),  # Tjipto, Cipto; Chairul, Khairul; Qomar
        (r"DZ|TS|SH|SY|SJ|ZH|Z", "S"),  # Dzaki, Zaki; Syarif, Sharif
        (r"NG|NY|NJ", "N"),
        (r"(?<=[BFGHKLMPRSTVW])[JY](?=[AEIOU])", "I"),  # Soerjadi, Suryadi, Suriadi
        (r"TH|DH|DL|D", "T"),  # Ahmad, Ahmat; Ridho, Ridlo
        (r"PH|[FV]", "P"),  # Fatimah, Patimah; Novi, Nopi
        (r"(?<=.)W", "U"),  # Anwar, Anuar
    )
)
# Harianto, Arianto: an H may be heard or not. Sometimes two vowels are one: Chaerul, Chairul.
_VOWELS = str.maketrans({"E": "I", "Y": "I", "O": "U", "H": None})
_NO_VOWELS = str.maketrans(dict.fromkeys("AIU"))
_DOUBLE = re.compile(r"(.)\1+")
_APOSTROPHE = re.compile(r"['\u2018\u2019\u02bc`]")
_TOKEN = re.compile(r"[A-Z]+(?:\.[A-Z]+)*")


@dataclass(frozen=True)
class Token:
    """One part of a name: upper-case ASCII letters."""

    text: str

    @cached_property
    def weight(self) -> float:
        """How much it says of who this is: 1 for a name, less for an initial or a title."""
        if self.text in _LIGHT:
            return 0.2
        return 0.4 if len(self.text) == 1 else 1.0

    @property
    def sound(self) -> str:
        """What it sounds like."""
        return sound_of(self.text)


@lru_cache(maxsize=4096)
def tokens(name: str) -> tuple[Token, ...]:
    """Split a name into its parts, in its order; titles and particles too, degrees not.

    Args:
        name: as written, in any script: Soeharto, H. Moh. Sjarif, S.H., Александр, محمد.
    """
    found = _TOKEN.findall(_romanised(name))
    kept = [word for word in found if not _is_degree(word)] or found
    # Initials come apart: J.K.
    return tuple(_token(part) for word in kept for part in word.split("."))


def spoken(name: str) -> str:
    """Return what a name sounds like: its parts but titles and particles, divided by spaces."""
    parts = tokens(name)
    told = [part for part in parts if part.text not in _LIGHT] or parts
    return " ".join(_spoken(part.text) for part in told)


@lru_cache(maxsize=16384)  # most names are of common parts
def _token(part: str) -> Token:
    return Token(_SAME.get(part, part))


@lru_cache(maxsize=65536)
def sound_of(text: str) -> str:
    """Return what a part sounds like: consonant classes, and A for a vowel at the start."""
    first, rest = _spoken(text)[0], _spoken(text)[1:]
    start = "A" if first in "IU" else first
    return _DOUBLE.sub(r"\1", start + rest.translate(_NO_VOWELS))


@lru_cache(maxsize=65536)
def _spoken(text: str) -> str:
    """Return how a part is spoken, in classes of consonants and three vowels."""
    heard = text
    for pattern, sound in _CONSONANTS:
        heard = pattern.sub(sound, heard)
    return _DOUBLE.sub(r"\1", heard.translate(_VOWELS)) or text


def document_key(number: str) -> str:
    """Return a document number as it is compared: its letters and digits, in upper case."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", number).upper()))


def _romanised(name: str) -> str:
    text = name if name.isascii() else unicodedata.normalize("NFKC", name)
    # An apostrophe or a hamza inside a word does not divide it: Ma'ruf, Nu'man.
    text = _APOSTROPHE.sub("", text)
    if not text.isascii():
        text = anyascii(text)
    return text.upper().replace("'", "").replace("OE", "U")


def _is_degree(word: str) -> bool:
    return word in _DEGREES or ("." in word and word.replace(".", "") in _DOTTED_DEGREES)

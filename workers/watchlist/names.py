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
_SAME = {form: name for name, forms in _WORDS["forms"].items() for form in forms}
# What sounds alike in Indonesian mouths and spellings, old (Soewandi, van Ophuijsen) and foreign.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^X", "S"),  # Xu, Xi
        (r"X", "KS"),  # Alex
        (r"DJ", "J"),  # Djoko
        (r"^Y", "J"),  # Yusuf, Jusuf
        (r"TJ|CH|KH|[CQ]", "K"),  # Tjipto, Cipto; Chairul, Khairul; Qomar
        (r"DZ|TS|SH|SY|SJ|ZH|Z", "S"),  # Dzaki, Zaki; Syarif, Sharif
        (r"NG|NY|NJ", "N"),
        (r"(?<=[BFGHKLMPRSTVW])[JY](?=[AEIOU])", ""),  # Soerjadi, Suryadi, Suriadi
        (r"TH|DH|DL|D", "T"),  # Ahmad, Ahmat; Ridho, Ridlo
        (r"PH|[FV]", "P"),  # Fatimah, Patimah; Novi, Nopi
        (r"^[AEIOU]+", "A"),  # Umar, Omar
        (r"(?<=.)[AEIOUYHW]+", ""),
        (r"(.)\1+", r"\1"),
    )
)
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
    parts = [part for word in found for part in _parts(word)]
    kept = [part for part in parts if part not in _DEGREES] or parts
    return tuple(map(_token, kept))


@lru_cache(maxsize=16384)  # most names are of common parts
def _token(part: str) -> Token:
    return Token(_SAME.get(part, part))


@lru_cache(maxsize=65536)
def sound_of(text: str) -> str:
    """Return what a part sounds like: consonant classes, and A for a vowel at the start.

    An H at the start may be heard or not: Harianto, Arianto.
    """
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return f"A{text[1:]}" if text.startswith("H") else text


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


def _parts(word: str) -> list[str]:
    """An abbreviation of degrees stays one word (S.H.); initials come apart (J.K.)."""
    joined = word.replace(".", "")
    return [joined] if joined in _DEGREES else word.split(".")

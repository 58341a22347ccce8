"""Text as words: case-folded, abbreviations written out, each knowing where it stood."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from converters.infer.vocabulary import ABBREVIATIONS, NOT_VERBS, SYNONYMS

_URL = re.compile(r"https?://\S+|www\.\S+")
_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.,;:()]")
_PREFIX = re.compile(
    r"^(?:peng|peny|pem|pen|per|pe|ke|meng|meny|mem|men|me|ber|ter|di|se)(?=\w{4})"
)
_SUFFIX = re.compile(r"(?<=\w{4})(?:nya|kan|an)$")
_VERB = re.compile(r"^(?:me|di|ber)[a-z]{3,}")
_SHORTEST_TYPO = 5  # shorter words differ by more than a slip when a letter differs


class Word(msgspec.Struct, frozen=True):
    """One word; an abbreviation gives several with the same place."""

    text: str
    start: int  # offsets into the text as printed
    end: int
    opens: bool  # punctuation, or nothing, stands before it
    proper: bool  # printed with a capital


@lru_cache(maxsize=2048)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text, addresses of web pages left out."""
    plain = _URL.sub(lambda m: " " * len(m.group()), text)
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(plain):
        opens = not found or bool(_BREAK.search(plain[end : match.start()]))
        for part in written_out(match.group().casefold()):
            proper = match[0][0].isupper()
            found.append(Word(part, match.start(), match.end(), opens, proper))
            opens = False
        end = match.end()
    return tuple(found)


@lru_cache(maxsize=4096)
def written_out(word: str) -> tuple[str, ...]:
    """A word with its abbreviations expanded: ``kadivyankum`` gives five words' worth."""
    if word in ABBREVIATIONS:
        return tuple(SYNONYMS.get(part, part) for part in ABBREVIATIONS[word].split())
    for size in range(len(word) - 3, 3, -1):
        if word[:size] in ABBREVIATIONS and word[size:] in ABBREVIATIONS:
            return written_out(word[:size]) + written_out(word[size:])
    return (SYNONYMS.get(word, word),)


@lru_cache(maxsize=16384)
def alike(one: str, other: str) -> bool:
    """The same word, but for a slip of one letter or the affixes around it."""
    return one_slip(one, other) or (stem(one) == stem(other) and one != stem(other) != other)


@lru_cache(maxsize=16384)
def one_slip(one: str, other: str) -> bool:
    """The same word, but for one letter added, lost or changed (in short words: none)."""
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST_TYPO or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    rest = other[at + 1 :]
    return one[at:] == rest or one[at + 1 :] == rest


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without one prefix and one suffix: *keamanan* and *pengamanan* meet in *aman*."""
    return _SUFFIX.sub("", _PREFIX.sub("", word))


def is_verb(word: str) -> bool:
    """True for a word with a verb's prefix (me-, di-, ber-) that is no known noun."""
    return bool(_VERB.match(word)) and word not in NOT_VERBS


def holds(text: str, stems: tuple[str, ...]) -> str | None:
    """The first of the stems that occurs in a case-folded text."""
    return next((s for s in stems if s in text), None)

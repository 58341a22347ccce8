"""What a row's text says of the performers it names: who does it, for whom, from whom."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from converters.infer.performers import Mention, Performer, mentions
from converters.infer.vocabulary import (
    AUXILIARIES,
    BY,
    COURTESIES,
    FROM,
    GIVES,
    HANDS_ON,
    ORDERS,
    PLURALS,
    PREPOSITIONS,
    RECEIVES,
    RETURNS,
    SUPERIOR_WORDS,
    TO,
    TOGETHER,
    WITH,
)
from converters.infer.words import Word, holds, is_verb, words

LONGEST = 4000  # characters of a cell that are read; what is longer is no row of an SOP
_NEAR = 4  # words between two names of one list ("JFT Ahli Pertama, Terampil, dan JFU")


class Part(StrEnum):
    """What a named performer has to do with the row."""

    SUBJECT = "subject"  # does it
    ORDERED = "ordered"  # is told to do the next
    HANDED = "handed"  # is given the work
    ADDRESSED = "addressed"  # a letter goes to them
    RETURNED = "returned"  # gets it back when it is not in order
    SOURCE = "source"  # it comes from them
    AGENT = "agent"  # something was done by them
    PARTNER = "partner"  # does it too
    NAMED = "named"  # nothing can be concluded


class Named(msgspec.Struct, frozen=True):
    """A mention with its part in the row."""

    columns: tuple[int, ...]
    part: Part
    exact: bool
    text: str  # as printed
    first: int  # words of the text: index of its first and one after its last
    last: int


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """A row's text, read for its performers."""

    names: tuple[Named, ...]
    receives: bool  # whoever stands first only receives a message
    superior: bool  # "atasan langsung" does it
    orders: bool  # it passes the work down
    text: str  # case-folded

    def of(self, *parts: Part) -> list[Named]:
        """The names that have one of these parts, in reading order."""
        return [name for name in self.names if name.part in parts]


def read(text: str, columns: tuple[Performer, ...]) -> Phrase:
    """Read one text (a row's activity, or one output)."""
    text = text[:LONGEST]
    tokens = words(text)
    found = mentions(text, columns)
    opening = _opening(tokens, found)
    named: list[Named] = []
    for mention in found:
        part = _part(tokens, mention, opening, named)
        shown = text[tokens[mention.first].start : tokens[mention.last - 1].end]
        span = (mention.first, mention.last)
        named.append(Named(mention.columns, part, mention.exact, shown, *span))
    folded = " ".join(text.casefold().split())
    return Phrase(
        names=tuple(named),
        receives=holds(folded, RECEIVES) is not None,
        superior=any(t.text in SUPERIOR_WORDS for t in tokens[:opening])
        and not any(name.part is Part.SUBJECT for name in named),
        orders=any(is_verb(t.text) and holds(t.text, ORDERS) for t in tokens)
        or any(name.part is Part.ORDERED for name in named),
        text=folded,
    )


def _opening(tokens: tuple[Word, ...], found: tuple[Mention, ...]) -> int:
    """How many words stand before the first predicate."""
    ends = {mention.first: mention.last for mention in found}
    at = 0
    while at < len(tokens):
        if at in ends:
            at = ends[at]
        elif is_verb(tokens[at].text) or tokens[at].text in AUXILIARIES:
            return at
        else:
            at += 1
    return at


def _part(tokens: tuple[Word, ...], mention: Mention, opening: int, before: list[Named]) -> Part:
    """The part of one mention, from the words before and after it."""
    at = _governor(tokens, mention.first)
    word = tokens[at].text if at >= 0 else ""
    if at >= 0 and word in PREPOSITIONS and not tokens[mention.first].opens:
        return _governed(tokens, at)
    if before and _in_list(tokens, before[-1], mention):
        return before[-1].part
    if mention.first < opening or _acts(tokens, mention):
        return Part.SUBJECT
    if at >= 0 and is_verb(word) and holds(word, ORDERS):
        return Part.ORDERED
    return Part.NAMED


def _governor(tokens: tuple[Word, ...], first: int) -> int:
    """Index of the word that governs a name: its preposition or verb, courtesies passed over."""
    at = first - 1
    while at >= 0 and tokens[at].text in COURTESIES:
        at -= 1
    return at


def _governed(tokens: tuple[Word, ...], at: int) -> Part:
    word = tokens[at].text
    plural = at + 1 < len(tokens) and tokens[at + 1].text in PLURALS
    if word in TO and not plural:
        return _recipient(tokens, at)
    if word in FROM:
        return Part.SOURCE
    if word in BY:
        return Part.AGENT
    if word in WITH and not plural and any(t.text in TOGETHER for t in tokens[max(0, at - 3) : at]):
        return Part.PARTNER
    return Part.NAMED


def _recipient(tokens: tuple[Word, ...], at: int) -> Part:
    """What the predicate before "kepada X" does to X."""
    verb = next((i for i in range(at - 1, -1, -1) if is_verb(tokens[i].text)), at)
    predicate = " ".join(t.text for t in tokens[verb:at])
    if holds(tokens[verb].text, RETURNS) or holds(tokens[at - 1].text, RETURNS):
        return Part.RETURNED
    if holds(tokens[verb].text, ORDERS):
        return Part.ORDERED
    if holds(tokens[verb].text, GIVES):
        return Part.ORDERED if holds(predicate, ORDERS) else Part.ADDRESSED
    return Part.HANDED if holds(tokens[verb].text, HANDS_ON) else Part.ADDRESSED


def _in_list(tokens: tuple[Word, ...], previous: Named, mention: Mention) -> bool:
    """True when "dan", a comma or a slash joins the mention to the name before it."""
    between = tokens[previous.last : mention.first]
    if len(between) > _NEAR or any(is_verb(t.text) or t.text in AUXILIARIES for t in between):
        return False
    joined = not between or between[-1].text in {"dan", "atau", "serta"}
    return joined or tokens[mention.first].opens


def _acts(tokens: tuple[Word, ...], mention: Mention) -> bool:
    """True when a clause begins with the name and its verb follows: ", X menganalisa ..."."""
    if not tokens[mention.first].opens or mention.last >= len(tokens):
        return False
    return tokens[mention.last].text.startswith("me") and is_verb(tokens[mention.last].text)

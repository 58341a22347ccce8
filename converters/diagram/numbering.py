"""Where a drafted letter gets its number: directly before the job that passes it on to be signed.

What is signed cannot change any more, so the number comes from the agenda once the text is agreed.
The template that numbers says which job drafts the letter (``tertib:after``) and which jobs pass it
on (``tertib:ahead-of``); where branches under way at the same time do, it is numbered before they
part. An SOP that says itself where its letters are numbered gets no more; nor does a row that signs
something else than a letter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from converters.diagram import letters
from converters.diagram.graph import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from converters.diagram.graph import Node, Row
    from converters.templates import Template

AHEAD_OF = "tertib:ahead-of"

_LETTER = re.compile(
    r"\b(?:surat\w*|naskah|konsep|no[tl]a dinas|memo\w*|undangan|sertifikat|telaah\w*|balasan)\b"
)
# What is signed: what follows "menandatangani", or comes before "ditandatangani".
_SIGNED = re.compile(
    r"\bmenanda\s?tangani\b(?!\s+(?:dan|serta|untuk|kemudian|lalu|secara)\b)(?P<after>[^.;]*)"
    r"|(?P<before>[^.;,]*?)\b(?:yang\s+)?(?:telah\s+)?ditanda\s?tangani\b"
)


def numbered(rows: tuple[Row, ...], templates: Mapping[str, Template]) -> tuple[Row, ...]:
    """The rows, told which of them draw a number, and where each letter keeps its own."""
    by = letters.numbering(templates)
    if by is None:
        return rows
    drafts = [row for row in rows if row.does(letters.drafting(templates))]
    ahead = _ahead(rows)
    branches = letters.apart(rows, [row.key for row in drafts], ahead)
    found = _belongings(rows, drafts, by, ahead, branches)
    # Of two letters, the second must not be drafted with the number of the first.
    letter_of = (found | {key: key for key in found.values()}) if len(drafts) > 1 else {}
    own = branches | {key: f"_{draft}" for key, draft in letter_of.items()}
    return tuple(
        msgspec.structs.replace(
            row,
            numbers=by if row.key in found else None,
            branch=branches.get(row.key, ""),
            letter=own.get(row.key, ""),
        )
        for row in rows
    )


def _belongings(
    rows: Sequence[Row],
    drafts: Sequence[Row],
    by: Template,
    ahead: Mapping[str, set[str]],
    branches: Mapping[str, str],
) -> dict[str, str]:
    """The rows that draw a number, and the rows that draft what is numbered there."""
    if any(row.does(by.job_type or "") for row in rows):
        return {}
    targets = ahead_of(by)
    found: dict[str, str] = {}
    for row in rows:
        if not row.does(*targets):
            continue
        branch = branches.get(row.key)
        for draft in [each for each in reversed(drafts) if branches.get(each.key) == branch]:
            between = any(key in ahead[draft.key] and row.key in ahead[key] for key in found)
            if row.key in ahead[draft.key] and not between and _is_of_letter(row, draft):
                found[_place(row, draft, rows, ahead)] = draft.key
                break
    return found


def _place(row: Row, draft: Row, rows: Sequence[Row], ahead: Mapping[str, set[str]]) -> str:
    """The key of the row that numbers: the first after the draft whose fork parts ``row`` off."""
    for fork in rows:
        if fork.forks and fork.key in ahead[draft.key]:
            branches = [row.key in ahead[way.target] for way in fork.ways if way.target]
            if any(branches) and not all(branches):
                return fork.key
    return row.key


def ahead_of(by: Template) -> tuple[str, ...]:
    """The job types that pass a letter on, which has its number by then."""
    return tuple((by.extension(AHEAD_OF) or "").split())


def _ahead(rows: Sequence[Row]) -> dict[str, set[str]]:
    """The keys of the rows that a case may come to from each, itself among them."""
    onward = {
        row.key: [way.target for way in row.ways if way.target and not way.back] for row in rows
    }
    return {row.key: _reached(row.key, onward) for row in rows}


def _reached(key: str, onward: Mapping[str, Iterable[str]]) -> set[str]:
    found, waiting = {key}, [key]
    while waiting:
        new = set(onward[waiting.pop()]) - found
        found |= new
        waiting += new
    return found


def _is_of_letter(row: Row, draft: Row) -> bool:
    """Whether the row passes on what was drafted: not where it names something else to sign."""
    match = _SIGNED.search(row.step.activity.casefold())
    if row.key == draft.key or match is None:
        return True
    signed = (match["after"] or match["before"] or "").strip(" ,")
    return not signed or _LETTER.search(signed) is not None


def put(nodes: Sequence[Node], number: Node, by: Template) -> Iterator[Node]:
    """The nodes of a row with the one that numbers before the first that passes the letter on."""
    types = ahead_of(by)
    first = next(
        n for n in nodes if n.kind is Kind.FORK or (n.template and n.template.job_type in types)
    )
    for node in nodes:
        yield from (number, node) if node is first else (node,)

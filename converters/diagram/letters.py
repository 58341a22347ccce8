"""Which variables hold a row's letter, where a process drafts more than one.

Letters that follow one another share their variables: ``letter`` is the one that the process came
to last. Only their numbers are kept apart, for the second must not be drafted with the first's.
Where branches under way at the same time each draft one, the first has these variables, and each
other branch has all of its own (``letter_5``, after its first row that drafts). Behind the place
where the branches meet, ``letter`` is the first branch's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from converters.diagram.graph import Row
    from converters.templates import Property, Template

_AFTER = "tertib:after"  # of the template that numbers letters: the job type that drafts them
_NUMBER = "letter_number"  # of the letter that a process came to last
_HELD = f"={_NUMBER}"  # the input that says which number a letter has already
_KEPT = f"=string({_NUMBER})"  # the output that keeps it where only this letter's steps look


def numbering(templates: Mapping[str, Template]) -> Template | None:
    """The template of the job that numbers letters."""
    return next((each for each in templates.values() if each.extension(_AFTER)), None)


def drafting(templates: Mapping[str, Template]) -> str:
    """The type of the job that drafts what is numbered; "" where nothing is."""
    by = numbering(templates)
    return (by.extension(_AFTER) if by else None) or ""


def apart(
    rows: Sequence[Row], drafts: Sequence[str], ahead: Mapping[str, set[str]]
) -> dict[str, str]:
    """The rows whose letter has variables of its own, and the ending of these.

    Args:
        rows: all rows.
        drafts: keys of those that draft a letter, in order.
        ahead: keys of the rows that a case may come to from each.
    """
    found: dict[str, str] = {}
    for fork in (row for row in rows if row.forks):
        branches = _branches([ahead[way.target] for way in fork.ways if way.target])
        for branch in [each for each in branches if not each.isdisjoint(drafts)][1:]:
            own = [key for key in drafts if key in branch]
            since = branch & set().union(*(ahead[key] for key in own))
            found |= dict.fromkeys(since, f"_{own[0]}")
    return found


def _branches(ways: Sequence[set[str]]) -> Iterator[set[str]]:
    """Of each way out of a fork, the rows that no other one leads to."""
    for at, way in enumerate(ways):
        yield way.difference(*ways[:at], *ways[at + 1 :])


def of_row(template: Template, row: Row, templates: Mapping[str, Template]) -> Template:
    """The template of a row's job, with the variables that hold its own letter."""
    properties: Iterable[Property] = template.properties
    if row.branch:
        names = _variables(templates)
        properties = [_of_branch(item, names, row.branch) for item in properties]
    if row.letter != row.branch:
        properties = [_with_own_number(item, row) for item in properties]
    return msgspec.structs.replace(template, properties=tuple(properties))


def _variables(templates: Mapping[str, Template]) -> re.Pattern[str]:
    """What the jobs set that draft a letter and number it."""
    makers = (numbering(templates), templates.get(drafting(templates)))
    outputs = [p.value for maker in makers if maker for p in maker.bound("zeebe:output")]
    names = "|".join(re.escape(name) for name in outputs if name)
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w-])")  # not in a job type: letter-draft


def _of_branch(item: Property, names: re.Pattern[str], ending: str) -> Property:
    """A property that names a letter's variables, with those of a branch.

    A job's result keeps its name: that is all there is of the source of an output, but where it is
    made of what the process holds as well.
    """
    binding, value = item.binding, item.value
    if binding.source and binding.source != _KEPT and not binding.source[1:].isidentifier():
        source = names.sub(rf"\g<0>{ending}", binding.source)
        binding = msgspec.structs.replace(binding, source=source)
    return msgspec.structs.replace(
        item, binding=binding, value=value and names.sub(rf"\g<0>{ending}", value)
    )


def _with_own_number(item: Property, row: Row) -> Property:
    variable = f"{_NUMBER}{row.letter}"
    if item.value == f"{_HELD}{row.branch}":
        return msgspec.structs.replace(item, value=f"={variable}")
    if item.binding.source == _KEPT:
        return msgspec.structs.replace(item, value=variable)
    return item

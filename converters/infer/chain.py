"""From clues to the likeliest performer of each row: a chain over the rows, solved exactly.

Work passes along the chain of command step by step, so a row's performer depends on its
neighbours'. Forward-backward sums over all assignments; the share of those in which a column
performs a row is the confidence in it.
"""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

from converters.infer.vocabulary import NOTIFIES, OUTSIDER, STAFF
from converters.infer.words import holds

if TYPE_CHECKING:
    from converters.infer.clues import Clue
    from converters.infer.performers import Performer
    from converters.infer.phrases import Phrase

Scores = list[list[float]]

_SHARPNESS = 1.5  # scales all clues together; set so that confidences are met, not only ranked
_JUMP = -0.5  # each rank passed over between two rows
_OTHER_OFFICE = -1.2
_OTHER_TELLS = -2.0  # whoever decided lets the applicant know, not another office
_OBEYED = 1.0  # an order without a name goes one rank down
_SERVED = 0.8  # whom the office serves turns to its staff
_STAYS = 1.2  # a row that names nobody goes on with the desk of the last
_STAYS_HIGH = 0.4  # heads do one thing and pass it on


def posterior(
    phrases: tuple[Phrase, ...], columns: tuple[Performer, ...], clues: list[Clue]
) -> Scores:
    """Probability of each column (inner) for each row (outer); each row sums to 1."""
    emission = [[0.0] * len(columns) for _ in phrases]
    for clue in clues:
        emission[clue.row][clue.column] += _SHARPNESS * clue.weight
    steps = [_steps(phrases[at], phrases[at + 1], columns) for at in range(len(phrases) - 1)]
    forward = _sweep(emission, steps)
    backward = _sweep(emission[::-1], [_turned(step) for step in reversed(steps)])[::-1]
    return [
        _shares([f + b - e for f, b, e in zip(*row, strict=True)])
        for row in zip(forward, backward, emission, strict=True)
    ]


def _sweep(emission: Scores, steps: list[Scores]) -> Scores:
    """Log-sums over all assignments up to and with each row."""
    totals = [emission[0]]
    for row, step in zip(emission[1:], steps, strict=True):
        last = totals[-1]
        reach = [
            _log_sum([before + step[come][go] for come, before in enumerate(last)])
            for go in range(len(row))
        ]
        totals.append([own + total for own, total in zip(row, reach, strict=True)])
    return totals


def _steps(one: Phrase, two: Phrase, columns: tuple[Performer, ...]) -> Scores:
    return [[_SHARPNESS * _step(one, two, come, go, columns) for go in columns] for come in columns]


def _step(
    one: Phrase, two: Phrase, come: Performer, go: Performer, columns: tuple[Performer, ...]
) -> float:
    """How likely work passes from one column to another between two rows."""
    if come is go:
        stays = _STAYS if go.rank <= STAFF else _STAYS_HIGH
        return 0.0 if two.names else stays
    if come.office != go.office:
        return _OTHER_OFFICE + (_OTHER_TELLS if holds(two.text, NOTIFIES) else 0.0)
    low, high = sorted((come.rank, go.rank))
    if low == OUTSIDER:
        return _SERVED if go.rank == STAFF else 0.0
    between = {c.rank for c in columns if c.office == come.office and low < c.rank < high}
    down = one.orders and go.rank < come.rank and not between
    return _JUMP * len(between) + (_OBEYED if down else 0.0)


def _turned(step: Scores) -> Scores:
    return [list(column) for column in zip(*step, strict=True)]


def _log_sum(values: list[float]) -> float:
    top = max(values)
    return top + log(sum(exp(value - top) for value in values))


def _shares(values: list[float]) -> list[float]:
    total = _log_sum(values)
    return [exp(value - total) for value in values]

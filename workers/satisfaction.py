"""The public satisfaction index (IKM) of Permenpan-RB 14/2017: nine elements, index and grade.

An element's value is the mean of its answers (1 to 4); the index is the mean of the nine values
times 25, so it runs from 25 to 100.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ELEMENTS = 9
# Lower bounds of the grades, table of interval values in the regulation's annex.
_GRADES = (("A", Decimal("88.31")), ("B", Decimal("76.61")), ("C", Decimal("65.00")))


def index(values: Sequence[Decimal]) -> Decimal:
    """Return the index of element values (1 to 4), to two decimals."""
    mean = sum(values, Decimal()) / len(values)
    return (mean * 25).quantize(Decimal("0.01"), ROUND_HALF_UP)


def unit_index(totals: Sequence[tuple[int, int]]) -> Decimal | None:
    """Return the index over respondents; None while an element has no answer at all.

    Args:
        totals: of each element, how many answered and the sum of their answers.
    """
    if not all(count for count, _sum in totals):
        return None
    return index([Decimal(sum_) / count for count, sum_ in totals])


def grade(value: Decimal) -> str:
    """Return the grade (mutu pelayanan) of an index: A very good, B good, C poor, D bad."""
    return next((letter for letter, least in _GRADES if value >= least), "D")

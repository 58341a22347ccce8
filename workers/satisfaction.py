"""The public satisfaction index (IKM) of Permenpan-RB 14/2017: nine elements, index and grade.

An element's value is the mean of its answers (1 to 4); each weighs a ninth; the index is the
weighted sum times 25, so it runs from 25 to 100.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# In the order and the words of the regulation's chapter on the elements.
ELEMENT_NAMES = (
    "Persyaratan",
    "Sistem, mekanisme, dan prosedur",
    "Waktu penyelesaian",
    "Biaya/tarif",
    "Produk spesifikasi jenis pelayanan",
    "Kompetensi pelaksana",
    "Perilaku pelaksana",
    "Penanganan pengaduan, saran, dan masukan",
    "Sarana dan prasarana",
)
ELEMENTS = len(ELEMENT_NAMES)
# Lower bounds of the grades, table of interval values in the regulation's annex.
_GRADES = (("A", Decimal("88.31")), ("B", Decimal("76.61")), ("C", Decimal("65.00")))
PERFORMANCE = {"A": "Sangat baik", "B": "Baik", "C": "Kurang baik", "D": "Tidak baik"}
# The regulation's table of Morgan and Krejcie: chi-square for 95 %, half of all, off by 5 %.
_CHI_SQUARE, _SHARE, _ERROR = Decimal("3.841"), Decimal("0.25"), Decimal("0.0025")


def index(values: Sequence[Decimal]) -> Decimal:
    """Return the index of element values (1 to 4), to two decimals."""
    mean = sum(values, Decimal()) / len(values)
    return converted(mean)


def converted(value: Decimal) -> Decimal:
    """Return a value from 1 to 4 on the scale of the index, 25 to 100, to two decimals."""
    return (value * 25).quantize(Decimal("0.01"), ROUND_HALF_UP)


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


def respondents_needed(served: int) -> int:
    """Return how many respondents the regulation asks for, of so many that were served."""
    spread = _CHI_SQUARE * _SHARE
    needed = spread * served / (_ERROR * (served - 1) + spread)
    return int(needed.quantize(Decimal(1), ROUND_HALF_UP))

"""Who answered a satisfaction survey: what the regulation's questionnaire asks of a respondent.

Permenpan-RB 14/2017, annex: sex, age, education, occupation. Nobody has to say, and what is said
stays with the answers, which hold no reference to a person.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import msgspec

from workers.step import Described, StepInputs

if TYPE_CHECKING:
    from collections.abc import Iterable

# As a form gives them, and as a sheet prints them. The questionnaire has no diploma; the sheet
# on which the regulation has the result published does.
SEXES = {"L": "Laki-laki", "P": "Perempuan"}
SCHOOLS = {name: name for name in ("SD", "SMP", "SMA", "Diploma", "S1", "S2", "S3")}
OCCUPATIONS = {name: name for name in ("PNS", "TNI", "Polri", "Swasta", "Wirausaha", "Lainnya")}
CHOICES = {"sex": SEXES, "education": SCHOOLS, "occupation": OCCUPATIONS}
LABELS = {
    "sex": "Jenis kelamin",
    "age": "Usia (tahun)",
    "education": "Pendidikan",
    "occupation": "Pekerjaan",
}
# The form allows the same; what is beyond is a slip of the pen.
YOUNGEST, OLDEST = 10, 120
_BANDS = {"10-20": 20, "21-30": 30, "31-40": 40, "41-50": 50, "51-60": 60, "61+": OLDEST}


class Respondent(msgspec.Struct, frozen=True, kw_only=True):
    """One respondent; None: not said."""

    sex: str | None = None
    age: int | None = None
    education: str | None = None
    occupation: str | None = None


class RespondentInputs(StepInputs, frozen=True, kw_only=True):
    """What a form gives of a respondent; all of it may be left out."""

    sex: Annotated[
        str | None, Described(description="Of the respondent: L, P; empty: not said.")
    ] = None
    age: Annotated[
        int | str | None, Described(description=f"In years, {YOUNGEST} to {OLDEST}.")
    ] = None
    education: Annotated[str | None, Described(description=f"{', '.join(SCHOOLS)}.")] = None
    occupation: Annotated[str | None, Described(description=f"{', '.join(OCCUPATIONS)}.")] = None

    def wrong(self) -> list[str]:
        """Name the fields whose value is none of the choices."""
        said = {name: _said(getattr(self, name)) for name in CHOICES}
        wrong = [name for name, value in said.items() if value and value not in CHOICES[name]]
        return [*wrong, "age"] if _said(self.age) and _age(self.age) is None else wrong

    def respondent(self) -> Respondent:
        """Read them; call it when nothing is wrong."""
        chosen = {name: _said(getattr(self, name)) for name in CHOICES}
        return Respondent(age=_age(self.age), **chosen)


def profile(respondents: Iterable[Respondent]) -> dict[str, dict[str, int]]:
    """Count respondents by each characteristic, those who said it; in the questionnaire's order."""
    everyone = list(respondents)
    counted = {name: Counter(_value(each, name) for each in everyone) for name in LABELS}
    order: dict[str, Iterable[str]] = {"age": _BANDS, **CHOICES}
    return {
        name: {key: counts[key] for key in order[name] if counts[key]}
        for name, counts in counted.items()
    }


def _value(respondent: Respondent, name: str) -> str | None:
    value: str | int | None = getattr(respondent, name)
    if isinstance(value, int):
        return next(band for band, last in _BANDS.items() if value <= last)
    return value


def _said(value: int | str | None) -> str | None:
    return (str(value).strip() or None) if value is not None else None


def _age(value: int | str | None) -> int | None:
    text = _said(value) or ""
    inside = text.isdecimal() and YOUNGEST <= int(text) <= OLDEST
    return int(text) if inside else None

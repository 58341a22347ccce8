"""satisfaction-survey: one respondent's nine answers, and the unit's index with them in it.

By Permenpan-RB 14/2017. The form also asks what the regulation wants to know of respondents (sex,
age, education, occupation); it is kept with the answers, without a word of who the person is, and
taken out of the process. The index in the process is the unit's, of the calendar year; `tertib
survey` reckons it for any days, by service and by period, and writes the sheet that is published.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import msgspec
from sqlalchemy import (
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
)

from workers.handler import Context, IncidentError, job_handler
from workers.letters.phrases import process_name
from workers.registers import Book, Entry, enter
from workers.respondents import Respondent, RespondentInputs
from workers.satisfaction import ELEMENTS, grade, index, unit_index
from workers.state.database import METADATA, Timestamp
from workers.state.personal import holds
from workers.step import Described

KEYS = tuple(f"u{number}" for number in range(1, ELEMENTS + 1))
CHARACTERISTICS = Respondent.__struct_fields__
# An answer is about the office: it holds no reference to the applicant.
ANSWERS = Table(
    "survey_answers",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("office", Text, nullable=False),
    Column("service", Text),  # the SOP's title; None: not known
    Column("year", Integer, nullable=False),
    Column("number", String(40), nullable=False),
    *(Column(key, Integer) for key in KEYS),
    Column("answered_at", Timestamp, nullable=False),
    Column("sex", String(20)),
    Column("age", Integer),
    Column("education", String(20)),
    Column("occupation", String(20)),
    UniqueConstraint("office", "number"),
    Index("survey_answers_time", "answered_at"),
    info=holds(
        others=f"id office service year number {' '.join(KEYS)} answered_at "
        + " ".join(CHARACTERISTICS)
    ),
)
Answer = Annotated[
    int | str | None, Described(description="1 (worst) to 4 (best); 0: not answered.")
]
Emptied = Annotated[None, Described(description="Null: it stays with the answers alone.")]


class SurveyInputs(RespondentInputs, frozen=True, kw_only=True):
    """The nine answers, in the regulation's order, and who gives them."""

    survey_number: Annotated[
        str | None,
        Described(description="The number the process carries; answers given again replace it."),
    ] = None
    u1: Answer = None
    u2: Answer = None
    u3: Answer = None
    u4: Answer = None
    u5: Answer = None
    u6: Answer = None
    u7: Answer = None
    u8: Answer = None
    u9: Answer = None


class SurveyOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The response and what the unit's index is now."""

    survey_number: Annotated[str, Described(description="Number of the response in the year.")]
    survey_score: Annotated[
        float | None, Described(description="This respondent's score, 25 to 100; null: no answer.")
    ]
    ikm_index: Annotated[
        float | None,
        Described(description="The unit's index this year, 25 to 100; null: not all elements yet."),
    ]
    ikm_grade: Annotated[str | None, Described(description="A, B, C or D.")]
    ikm_respondents: Annotated[int, Described(description="Responses this year.")]
    sex: Emptied = None
    age: Emptied = None
    education: Emptied = None
    occupation: Emptied = None


@job_handler("satisfaction-survey")
def record_survey(inputs: SurveyInputs, context: Context) -> SurveyOutputs:
    """Keep the answers and reckon the index anew."""
    answers = _answers(inputs)
    number = _store(inputs, context, answers)
    given = [Decimal(answer) for answer in answers if answer is not None]
    respondents, totals = _everyone(inputs, context)
    unit = unit_index(totals)
    return SurveyOutputs(
        survey_number=number,
        survey_score=float(index(given)) if given else None,
        ikm_index=float(unit) if unit is not None else None,
        ikm_grade=grade(unit) if unit is not None else None,
        ikm_respondents=respondents,
    )


def _answers(inputs: SurveyInputs) -> list[int | None]:
    """Return nine answers, None for one that the respondent left out.

    Raises:
        IncidentError: names the elements whose answers are missing or impossible.
    """
    raw = {key.upper(): getattr(inputs, key) for key in KEYS}
    if missing := [key for key, value in raw.items() if value is None]:
        raise IncidentError(f"Without an answer: {', '.join(missing)}.")
    wrong = [key for key, value in raw.items() if str(value).strip() not in set("01234")]
    if wrong:
        raise IncidentError(f"Not an answer from 0 to 4: {', '.join(wrong)}.")
    if wrong := inputs.wrong():
        raise IncidentError(f"None of the choices: {', '.join(wrong)}.")
    return [int(value) or None for value in raw.values()]


def _store(inputs: SurveyInputs, context: Context, answers: list[int | None]) -> str:
    year = context.now.year
    number = enter(
        context,
        Book(kind="satisfaction-survey", office=inputs.office_key, period=str(year)),
        Entry(subject=inputs.topic),
        label=lambda number: f"{number:04}/{year}",
        held=inputs.survey_number,
    )
    mine = (ANSWERS.c.office == inputs.office_key) & (ANSWERS.c.number == number)
    context.db.execute(delete(ANSWERS).where(mine))
    values = dict(zip(KEYS, answers, strict=True))
    context.db.execute(
        insert(ANSWERS).values(
            office=inputs.office_key,
            service=process_name(inputs.process_title),
            year=year,
            number=number,
            answered_at=context.now,
            **values,
            **msgspec.structs.asdict(inputs.respondent()),
        )
    )
    return number


def _everyone(inputs: SurveyInputs, context: Context) -> tuple[int, list[tuple[int, int]]]:
    """Return how many respondents there are; of each element, the answers and their sum."""
    columns = [ANSWERS.c[key] for key in KEYS]
    query = select(
        func.count(), *map(func.count, columns), *(func.coalesce(func.sum(c), 0) for c in columns)
    ).where(ANSWERS.c.office == inputs.office_key, ANSWERS.c.year == context.now.year)
    respondents, *numbers = context.db.execute(query).one()
    return respondents, list(zip(numbers[:ELEMENTS], numbers[ELEMENTS:], strict=True))

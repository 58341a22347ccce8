"""What a respondent of the survey says of themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ANSWERS = "survey_answers"


def upgrade() -> None:
    """Add the columns: who answered before was not asked."""
    op.add_column(ANSWERS, sa.Column("sex", sa.String(20)))
    op.add_column(ANSWERS, sa.Column("age", sa.Integer))
    op.add_column(ANSWERS, sa.Column("education", sa.String(20)))
    op.add_column(ANSWERS, sa.Column("occupation", sa.String(20)))

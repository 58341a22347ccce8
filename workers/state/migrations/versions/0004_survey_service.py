"""Which service a survey's answers are about: the index is also asked for by service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of answers given before, the service is not known."""
    op.add_column("survey_answers", sa.Column("service", sa.Text))
    op.create_index("survey_answers_time", "survey_answers", ["answered_at"], if_not_exists=True)

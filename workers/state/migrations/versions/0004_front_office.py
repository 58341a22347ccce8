"""Which service a survey's answers are about; dispositions numbered in a register."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: of answers given before, the service is not known. Rename the counters."""
    op.add_column("survey_answers", sa.Column("service", sa.Text))
    op.create_index("survey_answers_time", "survey_answers", ["answered_at"], if_not_exists=True)
    _go_on_numbering_dispositions()


def _go_on_numbering_dispositions() -> None:
    """A register's series has a name, too, which here is empty."""
    counters = sa.table("counters", sa.column("name", sa.Text))
    name = counters.c.name
    found = sa.select(name).where(name.startswith('["disposition",'))
    for old in op.get_bind().execute(found).scalars().all():
        kind, office, year = msgspec.json.decode(old, type=tuple[str, str, str])
        new = msgspec.json.encode((kind, office, "", year)).decode()
        op.get_bind().execute(sa.update(counters).where(name == old).values(name=new))

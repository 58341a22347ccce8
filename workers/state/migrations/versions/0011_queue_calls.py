"""Which numbers of a queue were called."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table: numbers drawn before were called without it."""
    op.create_table(
        "queue_calls",
        sa.Column(
            "entry_id",
            sa.Integer,
            sa.ForeignKey("register_entries.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("called_at", sa.DateTime, nullable=False),
        if_not_exists=True,
    )

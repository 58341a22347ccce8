"""What became of a message after it was sent, and what its process is to hear of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SENDINGS = "outbox_sendings"


def upgrade() -> None:
    """Add columns, indexes and a table; of messages sent before nothing more is known."""
    op.add_column(SENDINGS, sa.Column("tag", sa.String(32)))
    op.add_column(SENDINGS, sa.Column("provider_key", sa.String(64)))
    op.add_column(SENDINGS, sa.Column("delivery", sa.String(20)))
    op.add_column(SENDINGS, sa.Column("delivered_at", sa.DateTime))
    op.create_index("outbox_sendings_changed", SENDINGS, ["changed_at"])
    op.create_index("outbox_sendings_tag", SENDINGS, ["tag"])
    op.create_index("outbox_sendings_provider_key", SENDINGS, ["provider_key"])
    outbox = sa.ForeignKey("outbox.id", ondelete="CASCADE")
    op.create_table(
        "outbox_reports",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("outbox_id", sa.Integer, outbox, nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("tag", sa.String(32)),
        sa.Column("reason", sa.Text),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        if_not_exists=True,
    )

"""What became of a message after it was sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SENDINGS = "outbox_sendings"


def upgrade() -> None:
    """Add columns and indexes; of messages sent before nothing more is known."""
    op.add_column(SENDINGS, sa.Column("tag", sa.String(32)))
    op.add_column(SENDINGS, sa.Column("provider_key", sa.String(64)))
    op.add_column(SENDINGS, sa.Column("delivery", sa.String(20)))
    op.add_column(SENDINGS, sa.Column("delivered_at", sa.DateTime))
    op.create_index("outbox_sendings_changed", SENDINGS, ["changed_at"])
    op.create_index("outbox_sendings_tag", SENDINGS, ["tag"])
    op.create_index("outbox_sendings_provider_key", SENDINGS, ["provider_key"])

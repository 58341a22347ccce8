"""What was asked of a signing service, when a request expires, and what processes are to be told.

Requests made before were asked of no service and do not expire.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and the table of the messages to the engine."""
    op.add_column("signature_requests", sa.Column("provider", sa.String(20)))
    op.add_column("signature_requests", sa.Column("attempted_at", sa.DateTime))
    op.add_column("signature_requests", sa.Column("expires_at", sa.DateTime))
    op.create_table(
        "process_messages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("correlation_key", sa.String(255), nullable=False),
        sa.Column("message_id", sa.String(255), nullable=False, unique=True),
        sa.Column("variables", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("published_at", sa.DateTime),
        sa.Column("refused", sa.String(40)),
    )
    op.create_index("process_messages_waiting", "process_messages", ["published_at", "refused"])

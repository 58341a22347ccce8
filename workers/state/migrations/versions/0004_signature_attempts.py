"""Which service was asked for a signature, and when: what became of it may be unknown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; no service was asked before."""
    op.add_column("signature_requests", sa.Column("provider", sa.String(20)))
    op.add_column("signature_requests", sa.Column("attempted_at", sa.DateTime))

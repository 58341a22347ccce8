"""The receipt that closes a hand-off, and when it was entered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; hand-offs made before have no receipt yet."""
    op.add_column("handoffs", sa.Column("receipt", sa.Text))
    op.add_column("handoffs", sa.Column("closed_at", sa.DateTime))

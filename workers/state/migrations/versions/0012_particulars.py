"""The office's own columns in its registers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: entries made before have none."""
    op.add_column("register_entries", sa.Column("particulars", sa.Text))

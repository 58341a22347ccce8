"""Under which name a step took a scan in, as a hash."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: of what was taken in before, nothing is known."""
    op.add_column("scans", sa.Column("name_hash", sa.String(64)))

"""What became of a request for a signature: the signed document, when, and why not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; requests made before have no decision yet."""
    op.add_column("signature_requests", sa.Column("signed_document_id", sa.String(64)))
    op.add_column("signature_requests", sa.Column("decided_at", sa.DateTime))
    op.add_column("signature_requests", sa.Column("reason", sa.Text))

"""Watchlists that are imported beside the one before, sealed, with an index in blocks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables; lists are imported into them from their files, the older tables stay."""
    op.create_table(
        "watchlist_imports",
        sa.Column("id", KEY, primary_key=True, autoincrement=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("stamp", sa.Text, nullable=False),
        sa.Column("key_id", sa.String(16)),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("block_bits", sa.Integer),
        sa.Column("entries", sa.Integer),
        sa.Column("imported_at", sa.DateTime),
        if_not_exists=True,
    )
    for table, content in (("watchlist_people", "person"), ("watchlist_blocks", "block")):
        op.create_table(
            table,
            sa.Column("list_id", KEY, primary_key=True, autoincrement=False),
            sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column(content, sa.LargeBinary, nullable=False),
            if_not_exists=True,
        )

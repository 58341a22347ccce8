"""The record of processing: who had to do with whose data, and which documents are about whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what was done before is in none of them."""
    _processings()
    op.create_table(
        "person_keys",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("record", sa.String(64), primary_key=True),
        if_not_exists=True,
    )
    _index("person_keys_record", "person_keys", "record")
    op.create_table(
        "person_documents",
        sa.Column("record", sa.String(64), primary_key=True),
        sa.Column("document_id", sa.String(64), primary_key=True),
        if_not_exists=True,
    )
    _index("person_documents_document", "person_documents", "document_id")
    op.create_table(
        "person_secret",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        if_not_exists=True,
    )


def _processings() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "processings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("record", sa.String(64), nullable=False),
        sa.Column("job_type", sa.String(255), nullable=False),
        sa.Column("process_id", sa.String(255), nullable=False),
        sa.Column("process_instance_key", key, nullable=False),
        sa.Column("element_id", sa.String(255), nullable=False),
        sa.Column("sop_row", sa.Text),
        sa.Column("purpose", sa.Text),
        sa.Column("role", sa.Text),
        sa.Column("worker", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("processed_at", sa.DateTime, nullable=False),
        if_not_exists=True,
    )
    _index("processings_record", "processings", "record", "processed_at")


def _index(name: str, table: str, *columns: str) -> None:
    op.create_index(name, table, list(columns), if_not_exists=True)

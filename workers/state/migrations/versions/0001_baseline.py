"""The form of the database when migrations began.

What is there already stays as it is: so are databases taken over that were made before there were
migrations.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make what is missing."""
    _jobs()
    _registers()
    _archive()
    _signatures()
    _handoffs()
    _scans()
    _survey()
    _outbox()
    _watchlist()
    _fingerprints()


def _table(name: str, *parts: sa.Column[Any] | sa.Constraint) -> None:
    op.create_table(name, *parts, if_not_exists=True)


def _index(name: str, table: str, *columns: str) -> None:
    op.create_index(name, table, list(columns), if_not_exists=True)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _step() -> tuple[sa.Column[Any], sa.Column[Any]]:
    """Which step of which instance wrote a row."""
    return (
        sa.Column("process_instance_key", KEY, nullable=False),
        sa.Column("element_id", sa.String(255), nullable=False),
    )


def _jobs() -> None:
    _table(
        "job_ledger",
        sa.Column("job_key", KEY, primary_key=True, autoincrement=False),
        sa.Column("inputs_hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("job_type", sa.String(255), nullable=False),
        *_step(),
        sa.Column("outputs", sa.LargeBinary, nullable=False),
        sa.Column("done_at", sa.DateTime, nullable=False),
    )
    _index("job_ledger_done_at", "job_ledger", "done_at")
    _table("storage_probe", _id())


def _registers() -> None:
    _table(
        "counters",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
    _table(
        "register_entries",
        _id(),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("applicant_id", sa.String(64)),
        sa.Column("document_id", sa.String(64)),
        *_step(),
        sa.Column("entered_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("kind", "office", "book", "period", "number"),
    )


def _archive() -> None:
    _table(
        "archive",
        _id(),
        sa.Column("number", sa.Text, nullable=False, unique=True),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("classification", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("process", sa.Text),
        sa.Column("letter_number", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("active_until", sa.Date, nullable=False),
        sa.Column("inactive_until", sa.Date, nullable=False),
        sa.Column("fate", sa.String(20), nullable=False),
        *_step(),
        sa.Column("archived_at", sa.DateTime, nullable=False),
    )
    _index("archive_title", "archive", "title")
    _index("archive_classification", "archive", "classification", "archived_at")
    _index("archive_content", "archive", "content_hash")


def _signatures() -> None:
    _table(
        "signature_requests",
        _id(),
        sa.Column("number", sa.String(40), nullable=False, unique=True),
        sa.Column("official", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("document_id", sa.String(64)),
        sa.Column("status", sa.String(20), nullable=False),
        *_step(),
        sa.Column("requested_at", sa.DateTime, nullable=False),
    )
    _index("signature_requests_queue", "signature_requests", "status", "official")


def _handoffs() -> None:
    _table(
        "handoffs",
        _id(),
        sa.Column("number", sa.String(40), nullable=False, unique=True),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("package_id", sa.String(64), nullable=False),
        *_step(),
        sa.Column("opened_at", sa.DateTime, nullable=False),
    )
    _index("handoffs_status", "handoffs", "status", "system")


def _scans() -> None:
    _table(
        "scans",
        _id(),
        sa.Column("file_name", sa.Text),
        sa.Column("document_id", sa.String(64)),
        sa.Column("applicant_id", sa.String(64)),
        *_step(),
        sa.Column("scanned_at", sa.DateTime, nullable=False),
    )


def _survey() -> None:
    _table(
        "survey_answers",
        _id(),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        *(sa.Column(f"u{number}", sa.Integer) for number in range(1, 10)),
        sa.Column("answered_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("office", "number"),
    )


def _outbox() -> None:
    _table(
        "outbox",
        _id(),
        sa.Column("number", sa.String(40), nullable=False, unique=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("recipient_kind", sa.String(20), nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        *_step(),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint(
            "process_instance_key", "element_id", "channel", "recipient", "content_hash"
        ),
    )
    _index("outbox_status", "outbox", "status", "created_at")
    outbox = sa.ForeignKey("outbox.id", ondelete="CASCADE")
    _table(
        "outbox_sendings",
        sa.Column("outbox_id", sa.Integer, outbox, primary_key=True, autoincrement=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("claimed_by", sa.Text),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("not_before", sa.DateTime),
        sa.Column("reason", sa.Text),
    )


def _watchlist() -> None:
    _table(
        "watchlists",
        _id(),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("stamp", sa.Text, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("imported_at", sa.DateTime, nullable=False),
    )
    _table("watchlist_entries", _id(), sa.Column("entry", sa.Text, nullable=False))
    entry = sa.ForeignKey("watchlist_entries.id", ondelete="CASCADE")
    _table(
        "watchlist_keys",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("entry_id", sa.Integer, entry, primary_key=True),
    )


def _fingerprints() -> None:
    _table(
        "enrolled_fingerprints",
        _id(),
        sa.Column("template_id", sa.String(64), nullable=False, unique=True),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("enrolled_at", sa.DateTime, nullable=False),
    )

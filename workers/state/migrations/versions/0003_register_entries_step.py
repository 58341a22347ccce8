"""An index that finds a step's entries in a register without reading the year's book."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index; a database from before there were migrations may have it."""
    op.create_index(
        "register_entries_step",
        "register_entries",
        ["process_instance_key", "element_id", "kind", "office", "book"],
        if_not_exists=True,
    )

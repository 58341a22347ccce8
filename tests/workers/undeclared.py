"""Which columns of the workers' tables do not say what they hold of a person.

python tests/workers/undeclared.py
"""

from __future__ import annotations

import json
from collections import Counter

from sqlalchemy import Table

from workers.registry import own_handlers
from workers.state.database import METADATA
from workers.state.personal import declared
from workers.state.state import open_state  # noqa: F401 -- for its tables


def undeclared(table: Table) -> list[str]:
    """The columns that are not declared once, and the declared ones that do not exist."""
    said = declared(table)
    kinds = (said.person, said.documents, said.words, said.kept, said.others) if said else ()
    names = Counter(name for kind in kinds for name in kind)
    columns = {column.name for column in table.columns}
    wrong = {name for name in columns if names[name] != 1}
    return sorted(wrong | (names.keys() - columns))


if __name__ == "__main__":
    own_handlers()
    print(json.dumps({table.name: undeclared(table) for table in METADATA.tables.values()}))

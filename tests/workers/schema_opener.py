"""Open the state as a worker does; print what it was migrated from, and whether Alembic was needed.

python tests/workers/schema_opener.py DATABASE_URL DOCUMENTS
"""

import json
import sys
from pathlib import Path

from workers.state.state import open_state


def main(url: str, documents: str) -> None:
    state = open_state(url, Path(documents))
    print(json.dumps([state.database.migrated_from, "alembic" in sys.modules]))
    state.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

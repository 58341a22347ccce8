"""Say how a database differs from what Tertib's workers declare; nothing if it does not.

python tests/workers/schema_differences.py DATABASE_URL

A process of its own: in the tests' process other tests declare tables, too.
"""

import sys

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import workers.state.state  # noqa: F401 -- declares the tables of no job
from workers.registry import own_handlers
from workers.state.database import METADATA, Database


def main(url: str) -> None:
    own_handlers()
    database = Database(url)
    with database.reading() as connection:
        for difference in compare_metadata(MigrationContext.configure(connection), METADATA):
            print(difference)
    database.close()


if __name__ == "__main__":
    main(sys.argv[1])

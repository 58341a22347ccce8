"""Threads that draw numbers and write each down, as a process that a test may kill.

python tests/workers/drawers.py DATABASE_URL THREADS NUMBERS_OF_EACH
"""

import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Column, Integer, Table, insert

from workers.registers import draw
from workers.state.database import METADATA, Database

# No key, so that a number drawn twice is there twice.
DRAWN = Table("drawn_numbers", METADATA, Column("number", Integer, nullable=False))


def draw_one(database: Database) -> None:
    with database.transaction() as transaction:
        number = draw(transaction.connection, "test")
        time.sleep(random.uniform(0, 0.002))
        transaction.connection.execute(insert(DRAWN).values(number=number))


def main(url: str, threads: int, count: int) -> None:
    database = Database(url, connections=threads)
    database.create_tables()

    def draw_all(_: int) -> None:
        for _ in range(count):
            draw_one(database)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(draw_all, range(threads)))
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

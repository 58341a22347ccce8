"""A process that stores documents, or encrypts them, and says what it has done; tests kill it.

python tests/workers/documents/storing.py put|encrypt PLACE
"""

import itertools
import os
import sys
from pathlib import Path

from workers.state.documents import open_documents


def main(what: str, place: str) -> None:
    store = open_documents(place if "://" in place else Path(place))
    if what == "put":
        done = (
            store.put(letter(n), content_type="text/plain", file_name="surat.txt").document_id
            for n in itertools.count()
        )
    else:
        done = (str(store.encrypt(name)) for name in store.objects())
    for each in done:
        print(each, flush=True)
    os._exit(0)


def letter(number: int) -> bytes:
    return f"surat {number} ".encode() * 5_000


if __name__ == "__main__":
    main(*sys.argv[1:])

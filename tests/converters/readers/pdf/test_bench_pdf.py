"""Our reading of the real documents beside pdfplumber's finding of tables on the same pages."""

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pdfplumber
import pytest

from converters.errors import DocumentError
from converters.readers.pdf import document
from converters.readers.scan import recogniser
from tests import corpus

# The peak is of a process that reads nothing else; the pages are given back one file at a time.
PEAK = """
import json, resource, sys
from pathlib import Path
from converters.readers.pdf import document
for path in sys.argv[1:]:
    document.pages("sop.pdf", Path(path).read_bytes())
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
"""


def _ours(path: Path) -> None:
    with suppress(DocumentError):  # without OCR there is a document that says so
        document.pages(path.name, path.read_bytes())


def _theirs(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def _seconds(read, path: Path) -> float:
    start = time.perf_counter()
    read(path)
    return time.perf_counter() - start


@pytest.mark.bench
def test_the_real_documents_take_no_longer_than_pdfplumber_takes_for_their_tables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """pdfplumber reads no pictures: what the OCR takes is told apart."""
    paths = corpus.documents()
    with_ocr = sum(_seconds(_ours, path) for path in paths)
    monkeypatch.setattr(recogniser, "ready", lambda: False)
    pairs = [(_seconds(_ours, path), _seconds(_theirs, path)) for path in paths]  # in turns
    ours, theirs = (sum(column) for column in zip(*pairs, strict=True))
    print(
        f"\n{len(paths)} PDFs: {ours:.2f} s, pdfplumber {theirs:.2f} s, ratio {ours / theirs:.3f}"
        f"; with OCR of the tables that are pictures {with_ocr:.2f} s"
    )
    assert ours <= theirs


@pytest.mark.bench
def test_the_real_documents_need_less_than_400_megabytes() -> None:
    command = [sys.executable, "-c", PEAK, *map(str, corpus.documents())]
    megabytes = json.loads(subprocess.check_output(command))
    print(f"\nat most {megabytes:.0f} MB")
    assert megabytes < 400

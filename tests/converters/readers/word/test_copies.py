"""The same SOP gives the same model as a PDF and as a Word document."""

import msgspec
import pytest

from converters.infer import infer
from converters.readers.pdf import document as pdf
from converters.readers.sop_pages.assembly import assemble
from converters.readers.word import document as word
from tests import corpus
from tests.converters.readers.word.copying import copied


def model(pages):
    """The SOPs of pages without where they were read."""
    found = [infer(table) for table in assemble(pages, "sop").tables]
    return [_sourceless(msgspec.to_builtins(sop)) for sop in found]


def _sourceless(value):
    if isinstance(value, dict):
        return {key: _sourceless(one) for key, one in value.items() if key != "source"}
    return [_sourceless(one) for one in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("place", range(0, 40, 8))
def test_a_real_sop_copied_to_word_gives_the_model_of_its_pdf(place):
    path = corpus.documents()[place]
    pages = pdf.pages(path.name, path.read_bytes())
    copy = word.pages("sop.docx", copied(pages))
    assert model(copy) == model(pages) != []

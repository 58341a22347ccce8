"""Layers that are not shown when a PDF is opened."""

import pytest

from converters.readers.pdf import document

MARKED = "/OC /{} BDC q BT /F1 9 Tf 50 300 Td ({}) Tj ET Q EMC"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 400] /Contents 10 0 R /Resources <<"
    b" /Font << /F1 4 0 R >> /XObject << /Form 9 0 R >>"
    b" /Properties << /On 5 0 R /Off 6 0 R /Any 7 0 R /All 8 0 R >> >> >>"
)
FORM = (
    b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 400] /OC %d 0 R /Length 35"
    b" /Resources << /Font << /F1 4 0 R >> >> >>\nstream\n"
    b"BT /F1 9 Tf 50 200 Td (form) Tj ET \nendstream"
)
LAYERS = b"[5 0 R 6 0 R]"


@pytest.fixture
def read_layered(make_file):
    """The texts of a page of which layer 6 is off; the one form on it is in the layer named."""

    def run(*operators, settings=b"/OFF [6 0 R]", form=6):
        content = "\n".join(operators).encode()
        (page,) = document.pages(
            "sop.pdf",
            make_file(
                [
                    b"<< /Type /Catalog /Pages 2 0 R"
                    b" /OCProperties << /OCGs %s /D << %s >> >> >>" % (LAYERS, settings),
                    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                    PAGE,
                    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                    b"<< /Type /OCG /Name (tampak) >>",
                    b"<< /Type /OCG /Name (sembunyi) >>",
                    b"<< /Type /OCMD /OCGs %s >>" % LAYERS,
                    b"<< /Type /OCMD /P /AllOn /OCGs %s >>" % LAYERS,
                    FORM % form,
                    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
                ]
            ),
        )
        return page

    return run


def texts(page):
    return [text.text for text in page.texts]


def test_what_a_hidden_layer_paints_is_not_read(read_layered):
    boxes = "/OC /Off BDC 0 0 1 RG 100 100 40 20 re S EMC 200 100 40 20 re S"
    page = read_layered(MARKED.format("On", "tampak"), MARKED.format("Off", "lama"), boxes)
    assert texts(page) == ["tampak"]
    assert [shape.box.left for shape in page.shapes] == [200]


def test_a_form_in_a_hidden_layer_is_not_read(read_layered):
    assert texts(read_layered("/Form Do")) == []
    assert texts(read_layered("/Form Do", form=5)) == ["form"]


def test_what_is_within_a_hidden_layer_is_not_read(read_layered):
    inner = MARKED.format("On", "dalam")
    page = read_layered("/OC /Off BDC", inner, "/Form Do EMC", MARKED.format("On", "luar"), form=5)
    assert texts(page) == ["luar"]


@pytest.mark.parametrize(("name", "found"), [("Any", ["teks"]), ("All", [])])
def test_what_is_in_several_layers_is_shown_by_their_policy(read_layered, name, found):
    assert texts(read_layered(MARKED.format(name, "teks"))) == found


def test_where_all_layers_begin_hidden_those_named_are_shown(read_layered):
    marked = MARKED.format("On", "tampak"), MARKED.format("Off", "lama")
    assert texts(read_layered(*marked, settings=b"/BaseState /OFF /ON [5 0 R]")) == ["tampak"]


def test_a_file_without_hidden_layers_is_read_as_it_is(read_layered):
    marked = MARKED.format("Off", "satu"), "/Form Do"
    assert texts(read_layered(*marked, settings=b"")) == ["satu", "form"]

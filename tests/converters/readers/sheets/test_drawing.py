"""What is drawn on a sheet is where its anchors put it."""

from converters.readers.page import Box, Point, ShapeKind
from converters.readers.sheets import pages

WIDE, HIGH = 48, 15  # points of a usual column and row


def sheet(book):
    book.active["A1"] = "isi"
    return book


def test_a_shape_between_two_cells_is_where_they_are(book, read_page, draw):
    drawn = draw.between((1, 12, 2, 3), (2, 0, 4, 0), draw.shape(5, "flowChartProcess", "Cek"))
    (shape,) = read_page(sheet(book), [drawn]).shapes
    assert shape.kind == ShapeKind.PROCESS
    assert shape.text == "Cek"
    assert shape.box == Box(WIDE + 12, 2 * HIGH + 3, 2 * WIDE, 4 * HIGH)


def test_a_shape_at_one_cell_has_its_own_size(book, read_page, draw):
    drawn = draw.at((0, 4, 1, 5), 30, 20, draw.shape(5, "diamond"))
    (shape,) = read_page(sheet(book), [drawn]).shapes
    assert (shape.kind, shape.box) == (ShapeKind.DECISION, Box(4, 20, 34, 40))


def test_an_offset_reaches_no_farther_than_its_cell(book, read_page, draw):
    drawn = draw.between((0, 0, 0, 0), (1, 500, 1, 500), draw.shape(5, "rect"))
    assert read_page(sheet(book), [drawn]).shapes[0].box == Box(0, 0, 2 * WIDE, 2 * HIGH)


def test_a_connector_runs_as_mirrored_and_knows_what_it_is_glued_to(book, read_page, draw):
    box, tip = (0, 0, 0, 0), (1, 0, 1, 0)
    line = draw.connector(9, "bentConnector3", 5, 7, xfrm=draw.xfrm(turned='flipH="1"'))
    page = read_page(
        sheet(book),
        [
            draw.between(box, tip, draw.shape(7, "rect")),
            draw.between(box, tip, draw.shape(5, "diamond")),
            draw.between((0, 0, 1, 0), (1, 0, 2, 0), line),
        ],
    )
    (found,) = page.connectors
    assert found.points == (
        Point(WIDE, HIGH), Point(WIDE / 2, HIGH), Point(WIDE / 2, 2 * HIGH), Point(0, 2 * HIGH),
    )  # fmt: skip
    assert (found.start, found.end) == (1, 0)
    assert (found.head_at_start, found.head_at_end) == (False, True)


def test_a_shape_turned_by_a_quarter_is_upright_however_it_is_anchored(book, read_page, draw):
    own = draw.xfrm((0, 0, 40, 10), 'rot="5400000"')
    upright = draw.at((2, 0, 2, 0), 10, 40, draw.shape(5, "homePlate", xfrm=own))
    lying = draw.at((2, 0, 2, 0), 40, 10, draw.shape(6, "homePlate", xfrm=own))
    one, other = read_page(sheet(book), [upright, lying]).shapes
    left, top = 2 * WIDE, 2 * HIGH
    assert [round(x, 3) for x in one.box] == [left, top, left + 10, top + 40]
    assert [round(x, 3) for x in other.box] == [left + 15, top - 15, left + 25, top + 25]


def test_what_is_in_groups_is_where_the_groups_put_it(book, read_page, draw):
    def child(number, box):
        return draw.shape(number, "rect", xfrm=draw.xfrm(box))

    inner = draw.group(3, (50, 0, 50, 50), (0, 0, 5, 5), child(5, (0, 0, 5, 5)))
    outer = draw.group(2, (0, 0, 1, 1), (0, 0, 100, 50), child(4, (0, 0, 50, 25)), inner)
    drawn = draw.at((1, 0, 1, 0), 200, 100, outer)
    boxes = [[round(x, 3) for x in shape.box] for shape in read_page(sheet(book), [drawn]).shapes]
    assert boxes == [
        [WIDE, HIGH, WIDE + 100, HIGH + 50],
        [WIDE + 100, HIGH, WIDE + 200, HIGH + 100],
    ]


def test_labels_and_pictures_are_no_shapes(book, read_page, draw):
    bare = "<a:noFill/><a:ln><a:noFill/></a:ln>"
    place = (0, 0, 0, 0), (1, 0, 1, 0)
    picture = f"<xdr:pic><xdr:nvPicPr>{draw.named(8)}</xdr:nvPicPr><xdr:spPr/></xdr:pic>"
    page = read_page(
        sheet(book),
        [
            draw.between(*place, draw.shape(5, "rect", "Tidak\nlengkap", look=bare)),
            draw.between(*place, picture),
        ],
    )
    assert [text.text for text in page.texts] == ["Tidak\nlengkap"]
    assert page.pictures == (Box(0, 0, WIDE, HIGH),)
    assert page.shapes == ()


def test_an_embedded_drawing_of_another_program_is_a_picture(book, save, changed, draw):
    ends = (draw.marker(name, (at, 0, at, 0)) for name, at in (("from", 0), ("to", 2)))
    anchor = "".join(ends).replace("xdr:", "")  # of the main namespace here
    visio = f'<oleObject progId="Visio.Drawing.15"><objectPr><anchor>{anchor}</anchor></objectPr>'
    either = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="x14">{visio}</oleObject></mc:Choice>'
        '<mc:Fallback><oleObject progId="Visio.Drawing.15"/></mc:Fallback></mc:AlternateContent>'
    )
    end = f"<oleObjects>{either}</oleObjects></worksheet>".encode()
    part = "xl/worksheets/sheet1.xml"
    content = changed(save(sheet(book)), {part: lambda old: old.replace(b"</worksheet>", end)})
    (page,) = pages("sop.xlsx", content)
    assert page.pictures == (Box(0, 0, 2 * WIDE, 2 * HIGH),)


def test_what_is_hidden_is_not_read(book, read_page, draw):
    hidden = 'hidden="1"'
    place = (0, 0, 0, 0), (1, 0, 1, 0)
    inside = draw.shape(7, "rect", xfrm=draw.xfrm())
    group = draw.group(6, (0, 0, 1, 1), (0, 0, 1, 1), inside, attributes=hidden)
    shape = draw.shape(5, "rect", attributes=hidden)
    page = read_page(sheet(book), [draw.between(*place, shape), draw.between(*place, group)])
    assert page.shapes == ()


def test_what_lies_in_a_hidden_row_is_not_read(book, read_page, draw):
    book.active.row_dimensions[5].hidden = True
    inside = draw.between((0, 5, 4, 2), (0, 30, 4, 12), draw.shape(5, "rect"))
    below = draw.between((0, 5, 5, 2), (0, 30, 5, 12), draw.shape(6, "diamond"))
    (shape,) = read_page(sheet(book), [inside, below]).shapes
    assert shape.kind == ShapeKind.DECISION
    assert shape.box.top == 4 * HIGH + 2


def test_of_alternatives_the_first_is_read_once(book, read_page, draw):
    place = (0, 0, 0, 0), (1, 0, 1, 0)
    new = draw.between(*place, draw.shape(5, "rect", "baru"))
    old = draw.between(*place, draw.shape(5, "rect", "lama"))
    either = (
        f'<mc:AlternateContent><mc:Choice Requires="a14">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )
    assert [shape.text for shape in read_page(sheet(book), [either]).shapes] == ["baru"]


def test_an_id_that_two_shapes_have_glues_nothing(book, read_page, draw):
    place = (0, 0, 0, 0), (1, 0, 1, 0)
    twin = draw.between(*place, draw.shape(5, "rect"))
    line = draw.between(*place, draw.connector(9, "straightConnector1", 5, 5))
    (found,) = read_page(sheet(book), [twin, twin, line]).connectors
    assert (found.start, found.end) == (None, None)

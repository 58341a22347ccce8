"""Drawings stand where their anchors say: by page, margin, column, paragraph, line or letter."""

import pytest

from converters.readers.page import ShapeKind
from converters.readers.word.document import pages
from tests.converters.readers.word import writing
from tests.converters.readers.word.writing import Box, Figure, docx, p, tbl, tc, tr

BOX = Figure("rect", Box(10, 20, 40, 20), id=2)
MARGIN = 36
JUSTIFIED = '<w:jc w:val="center"/>'


def page_of(*body, **written):
    (page,) = pages("sop.docx", docx(*body, **written))
    return page


def corner(*body, **written):
    (shape,) = page_of(*body, **written).shapes
    return round(shape.box.left, 1), round(shape.box.top, 1)


def aligned(across, down):
    """The box with alignments in place of offsets."""
    run = writing.alone(BOX, across="margin", down="margin", fallback=False)
    for name, align in (("H", across), ("V", down)):
        start = run.index("<wp:posOffset>", run.index(f"<wp:position{name}"))
        end = run.index("</wp:posOffset>", start) + len("</wp:posOffset>")
        run = f"{run[:start]}<wp:align>{align}</wp:align>{run[end:]}"
    return run


@pytest.mark.parametrize(
    ("across", "down", "expected"),
    [
        ("page", "page", (10, 20)),
        ("margin", "margin", (MARGIN + 10, MARGIN + 20)),
        ("leftMargin", "topMargin", (10, 20)),
        ("rightMargin", "bottomMargin", (842 - MARGIN + 10, 595 - MARGIN + 20)),
        ("column", "paragraph", (MARGIN + 10, MARGIN + 50 + 20)),
        ("character", "line", (MARGIN + 10, MARGIN + 50 + 20)),
    ],
)
def test_places_outside_of_tables(across, down, expected):
    above = p(properties='<w:spacing w:line="1000" w:lineRule="exact"/>')
    assert corner(above, p(writing.alone(BOX, across=across, down=down))) == expected


@pytest.mark.parametrize(
    ("across", "down", "expected"),
    [
        ("column", "paragraph", (100 + 5.4 + 10, 50 + 20)),
        ("margin", "margin", (100 + 5.4 + 10, 50 + 20)),
        ("page", "page", (100 + 10, 50 + 20)),
    ],
)
def test_in_a_table_page_and_margin_mean_the_cell(across, down, expected):
    run = writing.alone(BOX, across=across, down=down, fallback=False)
    rows = tr("", "", height=50, exact=True), tr("", tc(p(run)), height=80, exact=True)
    left, top = expected
    assert corner(tbl((100, 100), *rows)) == (MARGIN + left, MARGIN + top)


def test_a_drawing_that_is_not_laid_out_in_its_cell_is_so_from_word_2013_on():
    run = writing.alone(BOX, across="page", down="page", fallback=False)
    outside = p(run.replace('layoutInCell="1"', 'layoutInCell="0"'))
    table = tbl((100,), tr("", height=50, exact=True), tr(tc(outside), height=80, exact=True))
    assert corner(table, mode=writing.WORD_2010) == (10, 20)
    assert corner(table) == (MARGIN + 10, MARGIN + 50 + 20)


@pytest.mark.parametrize(
    ("across", "down", "expected"),
    [
        ("left", "top", (MARGIN, MARGIN)),
        ("center", "center", ((842 - 40) / 2, (595 - 20) / 2)),
        ("right", "bottom", (842 - MARGIN - 40, 595 - MARGIN - 20)),
    ],
)
def test_a_drawing_may_be_aligned(across, down, expected):
    assert corner(p(aligned(across, down))) == expected


def test_a_position_in_shares_of_the_page_has_a_fallback_in_lengths():
    run = writing.alone(BOX, fallback=False)
    start, end = run.index("<wp:positionH"), run.index("</wp:positionH>") + len("</wp:positionH>")
    shares = '<wp:positionH relativeFrom="page"><wp14:pctPosHOffset>5</wp14:pctPosHOffset>'
    run = (
        f"{run[:start]}<mc:AlternateContent><mc:Choice Requires='wp14'>{shares}</wp:positionH>"
        f"</mc:Choice><mc:Fallback>{run[start:end]}</mc:Fallback></mc:AlternateContent>{run[end:]}"
    )
    assert corner(p(run)) == (MARGIN + 10, MARGIN + 20)


def test_a_drawing_in_the_line_stands_among_its_letters():
    run = writing.alone(BOX, fallback=False).replace("wp:anchor", "wp:inline")
    table = tbl((100,), tr(tc(p(run, properties=JUSTIFIED))), tr("2"))
    assert corner(table) == (MARGIN + 30, MARGIN)
    grid = page_of(table).grids[0]
    assert grid.cells[0].box.height == pytest.approx(20.5)


def test_a_cell_makes_room_for_a_drawing_that_text_flows_around():
    run = writing.alone(BOX, fallback=False).replace("wrapNone", "wrapTopAndBottom")
    first, second = page_of(tbl((100,), tr(tc(p(run))), tr("2"))).grids[0].cells
    assert first.box.height >= 40
    assert second.box.height < 20


def test_a_connector_turned_by_a_quarter_leads_down():
    # Word's way from (50, 10) down to (90, 110): drawn lying, then turned about its middle.
    line = Figure("bentConnector3", Box(20, 40, 100, 40), id=3, flip="x", turn=270, head=True)
    (found,) = page_of(p(writing.alone(line, across="page", down="page"))).connectors
    assert [(round(x), round(y)) for x, y in found.points] == [
        (50, 10), (50, 60), (90, 60), (90, 110),
    ]  # fmt: skip
    assert found.head_at_end


def test_of_the_shapes_with_one_id_a_connector_is_glued_to_the_nearest():
    twins = (Figure("rect", Box(0, 0, 40, 20), id=2), Figure("rect", Box(0, 200, 40, 20), id=2))
    line = Figure("straightConnector1", Box(40, 210, 60, 0), id=3, head=True, glue=(2, 9))
    (found,) = page_of(p(*map(writing.alone, (*twins, line)))).connectors
    assert (found.start, found.end) == (1, None)


def test_vml_has_shapes_of_its_own_names_and_lines_between_points():
    style = "position:absolute;margin-left:{}pt;margin-top:{}pt;width:60pt;height:30pt"
    shapes = (
        f'<v:rect style="{style.format(0, 0)}"/>'
        f'<v:roundrect style="{style.format(0, 50)}"/>'
        f'<v:oval style="{style.format(0, 100)}"/>'
        f'<v:shape coordsize="100,100" path="m50,l100,50,50,100,,50xe" '
        f'style="{style.format(0, 150)}"/>'
        '<v:line from="60pt,65pt" to="20pt,15pt"><v:stroke endarrow="classic"/></v:line>'
    )
    runs = (f"<w:r><w:pict><v:{one}</w:pict></w:r>" for one in shapes.split("<v:")[1:3])
    found = page_of(p(*runs))
    assert [shape.kind for shape in found.shapes] == [ShapeKind.PROCESS, ShapeKind.TERMINATOR]
    grouped = page_of(
        p(f'<w:r><w:pict><v:group style="position:absolute;width:100pt;height:200pt" '
          f'coordsize="100,200">{shapes.replace("pt", "").replace("margin-", "")}'
          "</v:group></w:pict></w:r>")
    )  # fmt: skip
    assert [(shape.kind, round(shape.box.top - MARGIN)) for shape in grouped.shapes] == [
        (ShapeKind.PROCESS, 0),
        (ShapeKind.TERMINATOR, 50),
        (ShapeKind.TERMINATOR, 100),
        (ShapeKind.DECISION, 150),
    ]
    (line,) = grouped.connectors
    assert [(round(x - MARGIN), round(y - MARGIN)) for x, y in line.points] == [(60, 65), (20, 15)]
    assert line.head_at_end


def test_vml_as_wps_office_writes_it():
    """Lines have a box and no ends, all shapes an ``imagedata``, be it without a picture."""
    size = 'coordsize="21600,21600" style="position:absolute;left:0pt;margin-left:{}pt;'
    size += 'margin-top:{}pt;height:{}pt;width:{}pt;{}"'
    rest = '<v:fill on="f" focussize="0,0"/><v:stroke endarrow="block"/><v:imagedata o:title=""/>'
    runs = (
        f'<v:shape type="#_x0000_t109" {size.format(10, 20, 30, 60, "")}>{rest}</v:shape>',
        f'<v:line o:spt="20" filled="f" {size.format(20, 50, 40, 30, "flip:x;")}>{rest}</v:line>',
    )
    found = page_of(p(*(f"<w:r><w:pict>{run}</w:pict></w:r>" for run in runs)))
    assert [shape.kind for shape in found.shapes] == [ShapeKind.PROCESS]
    (line,) = found.connectors
    assert [(x - MARGIN, y - MARGIN) for x, y in line.points] == [(50, 50), (20, 90)]
    assert found.pictures == ()


def test_a_freeform_is_judged_by_its_outline_and_a_picture_is_one():
    points = ((0, 0), (100, 0), (100, 60), (50, 100), (0, 60))
    path = "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in points)
    path = path.replace("lnTo", "moveTo", 1).replace("</a:lnTo>", "</a:moveTo>", 1)
    freeform = (
        f'<a:custGeom><a:pathLst><a:path w="100" h="100">{path}<a:close/></a:path>'
        "</a:pathLst></a:custGeom>"
    )
    preset = '<a:prstGeom prst="rect"><a:avLst></a:avLst></a:prstGeom>'
    run = writing.alone(BOX, fallback=False)
    assert preset in run
    picture = writing.anchor(writing.graphic("<pic:pic/>", "Picture"), Box(5, 5, 50, 50))
    page = page_of(p(run.replace(preset, freeform), picture))
    assert [shape.kind for shape in page.shapes] == [ShapeKind.OFF_PAGE]
    assert [round(picture.width) for picture in page.pictures] == [50]

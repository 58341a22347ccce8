"""Connectors that Excel writes as small pictures, as large as the line."""

import pytest

BAR = [(1, 16, 38, 19)]  # from left to right, in dots: left, top, right, bottom
HEAD = [(38 + k, 8 + k, 39 + k, 27 - k) for k in range(9)]  # narrower from dot to dot
ELBOW = [(0, 2, 60, 5), (57, 2, 60, 40)]
DOWN = [(50 + k, 40 + k, 67 - k, 41 + k) for k in range(8)]


def dots(width, height, boxes):
    rows = [[255] * width for _ in range(height)]
    for left, top, right, bottom in boxes:
        for row in rows[top:bottom]:
            row[left:right] = [0] * (right - left)
    return "".join(f"{dot:02x}" for row in rows for dot in row)


@pytest.fixture
def read_lines(canvas, read_page):
    """The connectors of a page with one shape and one picture, three dots to a point."""

    def run(place, size, boxes, entries=""):
        (left, top), (width, height) = place, size
        canvas.table([20, 300, 580], [20, 200, 380])
        canvas.box(60, 90, 100, 110)
        matrix = f"{width / 3} 0 0 {height / 3} {left} {400 - top - height / 3} cm"
        form = f"/W {width} /H {height} /CS /G /BPC 8 /F /AHx"
        canvas.raw(f"q {matrix} BI {form} ID {dots(width, height, boxes)}> EI Q")
        return read_page(canvas, entries).connectors

    return run


def test_an_arrow_is_read_from_its_dots(read_lines):
    (line,) = read_lines((102, 94), (50, 36), [*BAR, *HEAD])
    assert line.head_at_end
    assert not line.head_at_start
    assert line.points == (pytest.approx((102, 100), abs=1), pytest.approx((118, 100), abs=1.5))


def test_a_bent_arrow_is_read_stroke_by_stroke(read_lines):
    lines = read_lines((100, 99), (70, 50), [*ELBOW, *DOWN])
    assert [(line.head_at_start, line.head_at_end) for line in lines] == [
        (False, True),
        (False, False),
    ]
    assert lines[0].points[1] == pytest.approx((119.5, 115), abs=1)


def test_a_dark_picture_as_thin_as_a_line_is_one(read_lines):
    (line,) = read_lines((100, 100), (90, 3), [(0, 0, 90, 3)])
    assert line.points == (pytest.approx((100, 100.5), abs=1), pytest.approx((130, 100.5), abs=1))


def test_a_code_of_squares_is_no_line(read_lines):
    squares = [(x, y, x + 4, y + 4) for x in range(0, 60, 4) for y in range(0, 60, 4) if x * y % 3]
    assert read_lines((100, 90), (60, 60), squares) == ()


def test_an_arrow_on_a_turned_page_is_turned_with_it(read_lines):
    (line,) = read_lines((102, 94), (50, 36), [*BAR, *HEAD], "/Rotate 90")
    assert line.head_at_end
    start, end = line.points
    assert end.y - start.y == pytest.approx(16, abs=1.5)
    assert end.x == pytest.approx(start.x)


@pytest.mark.parametrize(
    "matrix", ["0 0 0 0", "17 0 0 0", "0 0 0 12", "17 17 17 17", "9e37 0 0 9e37"]
)
def test_a_picture_without_a_surface_is_no_line_and_loses_no_page(canvas, read_page, matrix):
    canvas.table([20, 300, 580], [20, 200, 380])
    canvas.box(60, 90, 100, 110)
    form = "/W 50 /H 36 /CS /G /BPC 8 /F /AHx"
    canvas.raw(f"q {matrix} 102 294 cm BI {form} ID {dots(50, 36, [*BAR, *HEAD])}> EI Q")
    assert len(read_page(canvas).grids) == 1


@pytest.mark.parametrize(
    "operators",
    [
        "3e38 3e38 m -3e38 3e38 l S",
        "0 0 m 0 0 l S 5 5 m 5 5 l 5 5 l h f",
        "3e38 0 0 3e38 0 0 cm 3e38 0 0 3e38 0 0 cm 1 1 m 9 9 l S",
        "0 0 0 0 0 0 cm 1 1 m 9 9 l 9 1 l h S",
        "q 3e38 3e38 -3e38 3e38 3e38 0 cm BT /F1 3e38 Tf (A) Tj ET Q",
        "q 3e38 0 0 1 0 0 cm 9e37 0 9 9 re W n BT /F1 9 Tf (A) Tj ET Q",
        "BT /F1 0 Tf (A) Tj 0 0 0 0 0 0 Tm (A) Tj ET",
    ],
)
def test_numbers_without_sense_lose_no_page(canvas, read_page, operators):
    canvas.table([20, 300, 580], [20, 200, 380])
    canvas.raw(f"q {operators} Q")
    assert len(read_page(canvas).grids) == 1

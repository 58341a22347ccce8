"""Rules to grids, and the text of their cells."""

XS, YS = (50, 100, 250, 400), (50, 80, 110)


def test_a_ruled_table_gives_its_cells_row_by_row_with_their_text(canvas, read_cells):
    canvas.table(XS, YS).text(55, 65, "1").text(105, 65, "Menerima surat").text(255, 95, "Arsip")
    assert read_cells(canvas) == [
        (0, 0, 1, 1, "1"),
        (0, 1, 1, 1, "Menerima surat"),
        (0, 2, 1, 1, ""),
        (1, 0, 1, 1, ""),
        (1, 1, 1, 1, ""),
        (1, 2, 1, 1, "Arsip"),
    ]


def test_a_header_of_two_storeys_spans_rows_and_columns(canvas, read_cells):
    for y in (50, 110):
        canvas.line(50, y, 400, y)
    canvas.line(100, 80, 400, 80)
    for x in (50, 100, 400):
        canvas.line(x, 50, x, 110)
    canvas.line(250, 80, 250, 110)
    canvas.text(55, 80, "No").text(200, 65, "Pelaksana")
    canvas.text(105, 95, "Kabag").text(255, 95, "Staf")
    assert read_cells(canvas) == [
        (0, 0, 2, 1, "No"),
        (0, 1, 1, 2, "Pelaksana"),
        (1, 1, 1, 1, "Kabag"),
        (1, 2, 1, 1, "Staf"),
    ]


def test_the_arrows_and_boxes_of_a_flowchart_rule_no_cells(canvas, read_cells):
    canvas.table(XS, YS)
    canvas.box(120, 55, 180, 75).box(300, 55, 360, 75).line(180, 65, 300, 65)
    canvas.line(150, 75, 150, 95)
    assert len(read_cells(canvas)) == 6


def test_the_soft_line_ends_of_a_paragraph_become_spaces(canvas, read_cells):
    canvas.table(XS, YS)
    canvas.text(105, 60, "Menerima surat masuk dan meneruskan ").text(105, 70, "kepada Kabag Umum")
    canvas.text(255, 60, "1. Surat").text(255, 70, "2. Agenda")
    texts = [text for *_, text in read_cells(canvas)]
    assert texts[1] == "Menerima surat masuk dan meneruskan kepada Kabag Umum"
    assert texts[2] == "1. Surat\n2. Agenda"

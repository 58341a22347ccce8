"""Which line ends of a cell were the writer's."""

import pytest


@pytest.fixture
def read_cell(canvas, read_cells):
    """The text of a cell of this width with these lines, ten points apart."""

    def run(*lines, width=150, left=55):
        canvas.table((50, 50 + width), (50, 150)).table((50, 50 + width), (150, 170))
        for number, line in enumerate(lines):
            canvas.text(left, 62 + 10 * number, line)
        return read_cells(canvas)[0][-1]

    return run


def test_a_line_that_had_room_for_the_next_word_ends_a_paragraph(read_cell):
    assert read_cell("Surat masuk", "Agenda surat") == "Surat masuk\nAgenda surat"


def test_a_full_line_goes_on(read_cell):
    assert read_cell("Menerima surat dinas dari", "Kepala Kantor", width=120) == (
        "Menerima surat dinas dari Kepala Kantor"
    )


def test_a_small_letter_goes_on_with_the_sentence(read_cell):
    assert read_cell("Menerima surat", "dan mencatat") == "Menerima surat dan mencatat"


def test_an_item_of_a_list_begins_a_paragraph(read_cell):
    assert read_cell("berupa", "- Nota", "2) Surat", "a. Arsip") == (
        "berupa\n- Nota\n2) Surat\na. Arsip"
    )


def test_an_empty_line_ends_a_paragraph(read_cell):
    text = read_cell("Menerima surat dinas dari", "Kepala", "", "Kantor", width=120)
    assert text == "Menerima surat dinas dari Kepala\nKantor"


def test_a_word_the_column_was_too_narrow_for_is_whole_again(canvas, read_cells):
    canvas.table((50, 102, 300), (50, 150, 170))
    canvas.text(75, 62, "Sub ").text(54, 72, "Koordinato").text(62, 82, "r Fungsi ")
    canvas.text(62, 92, "Umum")
    canvas.text(200, 62, "Koordinator ").text(200, 72, "Staf ").text(200, 82, "Kabag ")
    assert read_cells(canvas)[0][-1] == "Sub Koordinator Fungsi Umum"


def test_an_address_broken_at_a_slash_is_whole_again(read_cell):
    assert read_cell("https://kantor.go.id/", "layanan", width=100) == (
        "https://kantor.go.id/layanan"
    )


def test_an_address_broken_before_a_full_stop_is_whole_again(read_cell):
    assert read_cell("surat.kantor.go", ".id/", width=76) == "surat.kantor.go.id/"


def test_an_address_that_ends_in_a_slash_is_not_joined_with_a_usual_word(canvas, read_cells):
    canvas.table((50, 150, 300), (50, 100, 150))
    canvas.text(54, 62, "https://kantor.go.id/").text(54, 72, "atau surat")
    canvas.text(160, 62, "Telepon atau surat")
    assert read_cells(canvas)[0][-1] == "https://kantor.go.id/ atau surat"


def test_words_painted_without_spaces_are_parted_by_their_gaps(canvas, read_cells):
    canvas.table((50, 250), (50, 80, 110))
    canvas.raw("BT /F1 9 Tf 60 335 Td [(Menerima) -250 (surat) -180 (dinas)] TJ ET")
    assert read_cells(canvas)[0][-1] == "Menerima surat dinas"


def test_numbers_level_with_the_middle_of_their_items_stand_before_them(canvas, read_cells):
    canvas.table((50, 250), (50, 150, 170))
    canvas.text(55, 67, "1.").text(80, 62, "Undang-Undang tentang").text(80, 72, "Kearsipan")
    canvas.text(55, 82, "2.").text(80, 82, "Peraturan Menteri")
    assert read_cells(canvas)[0][-1] == "1. Undang-Undang tentang\nKearsipan\n2. Peraturan Menteri"

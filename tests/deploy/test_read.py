"""``tertib read`` and ``tertib convert`` as the owner and the operator see them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner

from converters.model import to_json
from deploy.batch import read_all
from deploy.cli import app

SAMPLES = sorted((Path(__file__).parents[2] / "converters" / "samples").glob("*.txt"))


@pytest.fixture
def folder(tmp_path) -> Path:
    """Two good documents, one of them below; an empty one; and what no document is."""
    place = tmp_path / "documents"
    (place / "below").mkdir(parents=True)
    shutil.copy(SAMPLES[0], place / "a.txt")
    shutil.copy(SAMPLES[1], place / "below" / "b.txt")
    (place / "empty.txt").touch()
    (place / "~$a.docx").touch()
    (place / "photo.jpg").touch()
    return place


def tertib(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_read_says_what_was_skipped_then_shows_sops_then_sums_up_then_what_was_wrong(folder):
    answer = tertib("read", folder)
    assert answer.exit_code == 1
    spoken = ["Jumlah", "empty.txt: Berkas kosong."]
    assert sorted(spoken, key=answer.output.index) == spoken
    assert "1 berkas dilewati (sisa dokumen Office yang sedang dibuka): ~$a.docx" in answer.output
    assert "1 berkas dilewati (bukan dokumen SOP): photo.jpg" in answer.output
    assert "below/b.txt" in answer.stdout


@pytest.mark.parametrize("command", ["read", "convert"])
@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_not_this_folder(command, name, folder, monkeypatch):
    monkeypatch.chdir(folder)
    answer = tertib(command, name)
    assert answer.exit_code == 2
    assert "an empty name" in answer.output
    assert not (folder / "bpmn").exists()


def test_what_is_wrong_with_many_documents_alike_is_said_once(folder):
    for number in range(11):
        (folder / f"notes-{number:02}.txt").write_text("Rapat hari Senin.\n")
    answer = tertib("read", folder)
    told = [line for line in answer.stderr.splitlines() if line.startswith("✗")]
    assert len(told) == 2
    assert told[1].startswith("✗ 11 berkas (notes-00.txt, notes-01.txt")
    assert "dan 6 lagi" in told[1]
    assert "notes-10.txt" in answer.stdout
    every = [line for line in tertib("read", "--json", folder).stderr.splitlines() if "✗" in line]
    assert len(every) == 12


def test_read_tells_each_answer_and_where_it_leads(monkeypatch):
    monkeypatch.setenv("COLUMNS", "250")
    told = tertib("read", SAMPLES[0]).stdout
    assert "Ya → baris 8" in told
    assert "Tidak → baris 5" in told


def test_read_json_is_the_array_of_models_and_nothing_else(folder):
    answer = tertib("read", folder, "--json")
    paths = [folder / "a.txt", folder / "below" / "b.txt"]
    sops = [sop for reading in read_all(paths) for sop in reading.document.sops]
    assert answer.stdout.encode() == to_json(tuple(sops))


@pytest.mark.parametrize("command", ["read", "convert"])
def test_the_summary_is_there_for_machines_too(folder, tmp_path, command):
    file = tmp_path / "summary.json"
    out = ("--out", tmp_path / "out") if command == "convert" else ()
    answer = tertib(command, folder, "--json", "--summary", file, *out)
    assert isinstance(json.loads(answer.stdout), list)
    a, empty, b = json.loads(file.read_text())
    assert (a["sops"], a["rows"], a["lanes_read"] + a["lanes_inferred"]) == (1, 7, 7)
    assert (b["sops"], b["doubts"], b["errors"]) == (1, 8, [])
    assert [line.partition(" ")[0] for line in empty["errors"]] == ["empty.txt:"]


def test_a_folder_without_documents_is_told(tmp_path):
    answer = tertib("read", tmp_path)
    assert answer.exit_code == 1
    assert "Tidak ada dokumen SOP" in answer.output


@pytest.mark.parametrize("arguments", [["read"], ["read", "x", "--processes", "0"], ["convert"]])
def test_wrong_usage_has_its_own_exit_status(arguments):
    assert tertib(*arguments).exit_code == 2


def test_ctrl_c_ends_a_batch_without_a_traceback_and_its_children_with_it(tmp_path):
    (tmp_path / "0.txt").write_bytes(SAMPLES[-1].read_bytes() * 20)
    for number in range(1, 60):  # more than is read before the signal comes, however busy we are
        (tmp_path / f"{number}.txt").hardlink_to(tmp_path / "0.txt")
    command = [sys.executable, "-m", "deploy", "read", tmp_path, "--json", "--processes", "2"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # Tests that a script runs in the background would pass on that it is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        while process.poll() is None and not psutil.Process(process.pid).children():
            time.sleep(0.05)
        time.sleep(0.3)  # until the pool is at work
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=20)
    assert process.returncode == 130
    assert (stdout, stderr) == (b"", b"")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_show_writes_a_page_per_document_and_prints_where(folder, tmp_path):
    out = tmp_path / "shown"
    answer = tertib("read", "--show", folder, "--out", out)
    files = [out / "a.txt.html", out / "b.txt.html", out / "empty.txt.html"]
    assert sorted(out.iterdir()) == files
    for file in files:
        assert str(file) in answer.stdout
    assert "Pelayanan Legalisasi Elektronik" in files[0].read_text()
    assert "Berkas kosong" in files[2].read_text()


def test_documents_of_the_same_name_are_shown_in_files_of_their_own(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        shutil.copy(SAMPLES[0], tmp_path / name / "sop.txt")
    out = tmp_path / "shown"
    tertib("read", "--show", tmp_path / "a", tmp_path / "b", tmp_path / "c", "--out", out)
    names = sorted(path.name for path in out.iterdir())
    assert names == ["sop.txt-2.html", "sop.txt-3.html", "sop.txt.html"]


@pytest.mark.parametrize("options", [["--show", "--json"], ["--out", "x"], ["--open"]])
def test_what_belongs_to_show_is_wrong_without_it(options):
    assert tertib("read", "x.txt", *options).exit_code == 2


def test_convert_writes_a_report_of_each_sop_and_says_where(folder, tmp_path):
    out = tmp_path / "out"
    answer = tertib("convert", folder, "--out", out)
    assert f"{out}/reports" in answer.stdout
    diagrams = {path.stem for path in (out / "processes").iterdir()}
    assert {path.stem for path in (out / "reports").iterdir()} == diagrams


def test_a_report_is_written_anew_even_where_an_edited_diagram_is_kept(tmp_path):
    tertib("convert", SAMPLES[0], "--out", tmp_path)
    (diagram,), (report,) = (list((tmp_path / p).iterdir()) for p in ("processes", "reports"))
    diagram.write_text("edited")
    report.write_text("old")
    answer = tertib("convert", SAMPLES[0], "--out", tmp_path)
    assert answer.exit_code == 1
    assert diagram.read_text() == "edited"
    assert answer.stderr.count("--force") == 1
    assert f"isi berkas yang sudah ada lain ({diagram.name})" in answer.stderr
    assert "mungkin sudah disunting" in report.read_text()


def test_titles_that_differ_in_brackets_are_processes_of_their_own_in_any_order(tmp_path):
    (tmp_path / "a.txt").write_text(with_title("Pelayanan Legalisasi Elektronik (Perorangan)"))
    (tmp_path / "b.txt").write_text(with_title("Pelayanan Legalisasi Elektronik (Badan Hukum)"))
    answers = [
        tertib("convert", *(tmp_path / name for name in names), "--out", tmp_path / "out")
        for names in (["a.txt", "b.txt"], ["b.txt"], ["a.txt"])
    ]
    assert [answer.exit_code for answer in answers] == [0, 0, 0]
    written = sorted(path.stem for path in (tmp_path / "out" / "processes").iterdir())
    assert written == ["legalisasi-elektronik-badan-hukum", "legalisasi-elektronik-perorangan"]


def test_the_same_sop_in_two_files_is_converted_once_and_said(folder, tmp_path):
    copy = Path(shutil.copy(folder / "a.txt", folder / "below" / "a.txt"))
    answer = tertib("convert", folder / "a.txt", copy, "--out", tmp_path / "out", "--json")
    assert answer.exit_code == 0
    assert [item["file"] for item in json.loads(answer.stdout)] == [str(folder / "a.txt")]
    assert f'{copy}: SOP "Pelayanan Legalisasi Elektronik" sama dengan yang di' in answer.stderr


@pytest.mark.parametrize("options", [[], ["--force"]])
def test_of_two_sops_of_one_title_the_first_is_written_and_the_second_told(tmp_path, options):
    first, second = tmp_path / "lama.txt", tmp_path / "baru.txt"
    first.write_text(SAMPLES[0].read_text())
    out = tmp_path / "out"
    tertib("convert", first, "--out", out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    second.write_text(SAMPLES[0].read_text().replace("60 menit", "30 menit"))
    answer = tertib("convert", first, second, "--out", out, *options)
    assert answer.exit_code == 1
    assert 'baru.txt, halaman 1: Judul SOP "Pelayanan Legalisasi Elektronik"' in answer.stderr
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def with_title(title: str) -> str:
    return SAMPLES[0].read_text().replace("Pelayanan Legalisasi Elektronik", title)


def test_a_folder_that_cannot_be_looked_into_is_an_error_and_the_others_are_read(
    folder, tmp_path, monkeypatch
):
    look = os.scandir

    def scandir(path):
        if Path(path).name == "below":
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return look(path)

    (folder / "empty.txt").unlink()
    monkeypatch.setattr(os, "scandir", scandir)
    answer = tertib("read", folder, "--json", "--summary", tmp_path / "summary.json")
    assert answer.exit_code == 1
    assert len(json.loads(answer.stdout)) == 1
    assert "below: Folder tidak dapat dibuka: Permission denied." in answer.stderr
    closed, read = json.loads((tmp_path / "summary.json").read_text())
    assert (Path(closed["file"]).name, read["errors"]) == ("below", [])


def test_what_a_file_name_would_do_to_a_terminal_is_not_done(tmp_path):
    name = "a\x1b[31m\n\u202eb"
    shutil.copy(SAMPLES[0], tmp_path / f"{name}.txt")
    (tmp_path / f"{name}-empty.txt").touch()
    (tmp_path / f"{name}.jpg").touch()
    answers = [
        tertib("read", tmp_path),
        tertib("read", "--show", tmp_path, "--out", tmp_path / "shown"),
        tertib("convert", tmp_path, "--out", tmp_path / "out"),
    ]
    for answer in answers:
        assert "a?[31m??b" in answer.output
        assert not {"\x1b", "\u202e"} & set(answer.output)
    (report,) = (tmp_path / "out" / "reports").iterdir()
    assert "\u202e" not in report.read_text()


@pytest.mark.parametrize(
    "options",
    [
        ["--summary", "."],
        ["--summary", "not-there/summary.json"],
        ["--show", "--out", "file"],
    ],
)
def test_a_place_that_nothing_can_be_written_to_is_wrong_usage(tmp_path, monkeypatch, options):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    answer = tertib("read", SAMPLES[0], *options)
    assert (answer.exit_code, answer.stdout) == (2, "")


def test_nothing_is_shown_of_a_file_that_is_not_there(tmp_path):
    answer = tertib("read", "--show", tmp_path / "x.pdf", "--out", tmp_path / "shown")
    assert answer.exit_code == 1
    assert "x.pdf: Berkas tidak ditemukan." in answer.stderr
    assert not (tmp_path / "shown").exists()


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "sop.txt").touch()
    assert "b/sop.txt: Berkas kosong." in tertib("read", tmp_path).stderr


@pytest.mark.parametrize("width", ["50", "80", "200"])
def test_no_number_of_the_table_and_no_process_is_cut_however_narrow_the_terminal(
    tmp_path, monkeypatch, width
):
    monkeypatch.setenv("COLUMNS", width)
    told = tertib("convert", *SAMPLES, "--out", tmp_path).stdout
    numbers = next(line for line in told.splitlines() if "Jumlah" in line)
    assert re.findall(r"\d+", numbers)[:2] == ["15", "133"]
    words = re.sub(r"[^a-z-]", "", told)
    assert "permohonan-surat-keterangan-selesai-penelitian" in words


def test_a_full_disk_ends_in_one_message_that_names_the_file_and_leaves_no_piece(tmp_path):
    program = (
        "import resource, signal, sys; from deploy.cli import main;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)); main()"
    )
    out = tmp_path / "out"
    command = [sys.executable, "-c", program, "convert", SAMPLES[0], "--out", out]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{out}/processes/legalisasi-elektronik.bpmn: File too large." in done.stderr
    assert not list(out.rglob("*.bpmn"))
    assert not list(out.rglob(".writing-*"))

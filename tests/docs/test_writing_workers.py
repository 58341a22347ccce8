"""docs/writing-workers.md, followed to the letter: every block in order, in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from deploy.testing.engine import spare_offset

PAGE = Path(__file__).parents[2] / "docs" / "writing-workers.md"
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATIENCE_S = 180
# The reader's own cluster and settings; where downloads are kept is the user's.
CLUSTER = ("ZEEBE_", "CAMUNDA_", "TERTIB_HOME", "TERTIB_PORT", "TERTIB_WORKER", "TERTIB_CONFIG")


class Terminal:
    """A program that runs in a terminal of its own."""

    def __init__(self, shell, log, output):
        self._shell, self._log, self._output = shell, log, output

    def stop(self):
        """End it by a signal, once it has said what the page says."""
        deadline = time.monotonic() + PATIENCE_S
        while (line := missing(self._written, self._output)) is not None:
            assert self._shell.poll() is None, self._written
            assert time.monotonic() < deadline, f"{line} is not in:\n{self._written}"
            time.sleep(0.1)
        self._shell.terminate()
        assert self._shell.wait(PATIENCE_S) == 0, self._written

    def kill(self):
        self._shell.kill()
        self._shell.wait()

    @property
    def _written(self):
        return self._log.read_text(encoding="utf-8")


class Reader:
    """Somebody who follows the page in a folder, with a shell."""

    def __init__(self, folder):
        self.folder = folder
        self.terminal = None
        kept = {n: v for n, v in os.environ.items() if not n.startswith(CLUSTER)}
        self.environment = {
            **kept,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "TERTIB_HOME": str(folder / "home"),
            "TERTIB_PORT_OFFSET": str(spare_offset()),
            "TERTIB_WORKER_HTTP_PORT": "0",
        }

    def follow(self, language, info, text):
        commands, output = _commands_and_output(text)
        if info.startswith("file="):
            self.stop_terminal()  # it would go on with the file as it was
            path = self.folder / info.removeprefix("file=")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif (language, info) == ("console", ""):
            self._run(commands, output)
        elif (language, info) == ("console", "background"):
            self.stop_terminal()
            self._open_terminal(commands, output)
        else:
            pytest.fail(f"nobody runs a block like ```{language} {info}")

    def stop_terminal(self):
        if self.terminal:
            terminal, self.terminal = self.terminal, None
            try:
                terminal.stop()
            finally:
                terminal.kill()

    def clean_up(self):
        if self.terminal:
            self.terminal.kill()
        command = ["tertib", "down", "--purge", "--yes"]
        subprocess.run(command, cwd=self.folder, env=self.environment, check=False)

    def _run(self, commands, output):
        if any(command.startswith("tertib down") for command in commands):
            self.stop_terminal()
        shell = self._shell([*commands, "env -0 > .environment"], subprocess.PIPE)
        written, _ = shell.communicate(timeout=PATIENCE_S)
        assert shell.returncode == 0, written
        assert missing(written, output) is None, written
        # What was exported holds for the next block, as in a terminal.
        lines = (self.folder / ".environment").read_text(encoding="utf-8").split("\0")
        self.environment = dict(line.split("=", 1) for line in lines if line)

    def _open_terminal(self, commands, output):
        log = self.folder / "terminal.log"
        with log.open("wb") as file:
            shell = self._shell([*commands[:-1], f"exec {commands[-1]}"], file)
        self.terminal = Terminal(shell, log, output)

    def _shell(self, commands, stdout):
        return subprocess.Popen(
            ["bash", "-e", "-c", "\n".join(commands)],
            cwd=self.folder,
            env=self.environment,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            text=True,
        )


def _commands_and_output(text):
    lines = text.splitlines()
    commands = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return commands, [line for line in lines if not line.startswith("$ ")]


def missing(written, output):
    """The first of the page's lines that was not written, in their order; ``...`` is anything."""
    lines = iter(written.splitlines())
    for wanted in output:
        pattern = wanted.replace("[", "[[]").replace("...", "*")
        if not any(fnmatchcase(line.strip(), pattern) for line in lines):
            return wanted
    return None


@pytest.mark.engine
def test_the_page_can_be_followed_to_the_letter(tmp_path):
    page = PAGE.read_text(encoding="utf-8")
    blocks = BLOCK.findall(page)
    assert 2 * len(blocks) == len(re.findall("^```", page, re.MULTILINE))
    reader = Reader(tmp_path)
    try:
        for language, info, text in blocks:
            reader.follow(language, info.strip(), text)
        assert reader.terminal is None, "the page leaves a program running"
    finally:
        reader.clean_up()


def test_a_line_the_page_promises_and_nobody_writes_is_noticed():
    assert missing("a 1\nb 2\n", ["a ...", "b ..."]) is None
    assert missing("a 1\nb 2\n", ["b ...", "a ..."]) == "a ..."

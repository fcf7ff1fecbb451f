"""Every command on every page runs and says what the page says it says; every block of Python runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from edu_supply.cli import app

from .pages import PAGES, ROOT, Block, Command, blocks, commands

MINE = [page for page in PAGES if page.parent.name != "models"]
FIRST_HOUR = ROOT / "docs" / "first-hour.md"
CONSOLE = [block for page in MINE if page != FIRST_HOUR for block in blocks(page, "console")]
PYTHON = [block for page in MINE for block in blocks(page, "python")]


def is_slow(command: Command) -> bool:
    return "data/europe" in command.words


def run(words: tuple[str, ...]) -> Result:
    assert words[0] == "edu-supply"
    return CliRunner().invoke(app, words[1:], catch_exceptions=False)


def compare(shown: str, said: str) -> None:
    """Whatever stands between lines of dots is said, line by line, in this order."""
    start = 0
    for part in re.split(r"^\.\.\.\n", shown, flags=re.MULTILINE):
        assert part in said[start:], said
        start = said.index(part, start) + len(part)


def follow(command: Command) -> None:
    if command.words[0] == "edu-supply" and not is_slow(command):
        result = run(command.words)
        assert result.exit_code == 0, result.stderr
        compare(command.shown, result.stdout)
    elif command.words[0] != "edu-supply":
        assert command.words[:3] == ("python", "-m", "pip")


@pytest.mark.parametrize("block", CONSOLE, ids=str)
def test_commands(block: Block, place: Path) -> None:
    for command in commands(block):
        if command.words[:2] == ("edu-supply", "verify"):
            make_run(Path(command.words[2]))
        follow(command)


def test_the_first_hour_from_its_beginning_to_its_end(place: Path) -> None:
    for block in blocks(FIRST_HOUR, "console"):
        for command in commands(block):
            follow(command)
    for block in blocks(FIRST_HOUR, "powershell"):
        assert all(line.startswith("py -m pip install ") for line in block.text.splitlines())


@pytest.mark.slow
def test_the_pages_are_a_site(tmp_path: Path) -> None:
    """Sphinx finds nothing to warn about: every page has its place, every link its end."""
    words = [sys.executable, "-m", "sphinx", "-q", "-W", "-d", tmp_path / "seen", ROOT / "docs", tmp_path / "site"]
    built = subprocess.run(words, check=False, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "site" / "first-hour.html").exists()


def make_run(folder: Path) -> None:
    """The run that an earlier block of the page wrote."""
    if not folder.exists():
        assert run(("edu-supply", "solve", "data/tutorial", "--out", str(folder))).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [command for block in CONSOLE for command in commands(block) if is_slow(command)],
    ids=lambda command: " ".join(command.words),
)
def test_commands_on_europe(command: Command, place: Path) -> None:
    result = run(command.words)
    assert result.exit_code == 0, result.stderr


@pytest.mark.slow
def test_the_readme_shows_what_its_first_command_prints(place: Path) -> None:
    """Figures differ within the gap; the lines' beginnings do not."""
    first = blocks(ROOT / "README.md", "sh")[0].text.strip()
    _, _, command = first.partition(" && ")
    result = run(tuple(command.split()))
    assert result.exit_code == 0, result.stderr
    [excerpt] = blocks(ROOT / "README.md", "text")
    headings = [line for line in excerpt.text.splitlines() if re.match(r"[A-Z]", line)]
    assert headings
    for heading in headings:
        beginning = re.match(r"[A-Za-z ]*", heading)
        assert beginning
        assert re.search(rf"^{beginning[0]}", result.stdout, re.MULTILINE), heading


@pytest.mark.parametrize("block", PYTHON, ids=str)
def test_python(block: Block, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block.text, str(block), "exec"), {"__name__": "__main__"})
    assert "Traceback" not in capsys.readouterr().out


def test_every_command_on_a_page_is_in_a_block_that_runs() -> None:
    """No example hides in a block of another language."""
    for page in MINE:
        if page.parent.parent.name != "data":
            for language in ("", "bash", "shell", "text"):
                assert not [block for block in blocks(page, language) if re.search(r"^edu-supply ", block.text, re.M)]


@pytest.mark.parametrize("page", [page for page in MINE if page.parent.parent.name == "data"], ids=str)
def test_the_commands_of_the_datasets_pages_are_right(page: Path, place: Path) -> None:
    """They stand indented; their files exist, and they are on a page that runs them or run on the tutorial."""
    said = re.findall(r"^    edu-supply (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert said
    for words in said:
        for word in words.split():
            if "/" in word:
                assert (ROOT / word).exists()
        if "data/europe" not in words:
            assert run(("edu-supply", *words.split())).exit_code == 0

"""Every command and every option of the command line is documented, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import typer.main

from edu_supply.cli import app

from .pages import ROOT, text_of

GROUP = typer.main.get_command(app)
PAGE = ROOT / "docs" / "commands.md"


def section(command: str) -> str:
    return text_of(PAGE).partition(f"\n## edu-supply {command} ")[2].partition("\n## ")[0]


def test_every_command_has_a_section_and_a_line_in_the_readme() -> None:
    names = set(GROUP.commands)  # type: ignore[attr-defined]
    assert set(re.findall(r"^## edu-supply (\w+) ", text_of(PAGE), re.MULTILINE)) == names
    assert set(re.findall(r"^\| `edu-supply (\w+) ", text_of(ROOT / "README.md"), re.MULTILINE)) == names


def test_every_option_is_documented_with_its_command() -> None:
    for name, command in GROUP.commands.items():  # type: ignore[attr-defined]
        options = {option for one in command.params for option in one.opts if option.startswith("-")}
        said = {option for row in re.findall(r"^\| (`-.*?) \|", section(name), re.MULTILINE)
                for option in re.findall(r"`(-[\w-]+)", row)}  # fmt: skip
        assert said == options, name


def test_options_of_all_commands_are_documented() -> None:
    head = text_of(PAGE).partition("\n## ")[0]
    assert all(f"`{option}`" in head for one in GROUP.params for option in one.opts)


def test_every_option_on_any_page_exists() -> None:
    known = {option for command in GROUP.commands.values()  # type: ignore[attr-defined]
             for one in command.params for option in one.opts} | {"--help", "-h", "--version"}  # fmt: skip
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for line in text_of(page).splitlines():
            if not re.search(r"\bpip\b|tests/benchmarks", line):
                for option in re.findall(r"(?<![\w-])(--[a-z][\w-]*)", line):
                    assert option in known, f"{page.name}: {option}"


def test_the_exit_codes_are_in_the_readme() -> None:
    assert re.findall(r"^\| (\d) \|", text_of(ROOT / "README.md"), re.MULTILINE) == ["0", "1", "2", "3", "4"]


def test_what_the_readme_says_to_run_first_and_second() -> None:
    said = [block.strip() for block in re.findall(r"^```sh\n(.*?)^```$", text_of(ROOT / "README.md"), re.M | re.S)]
    assert said == [
        "python -m pip install -c requirements.lock . && edu-supply solve data/europe --model models/baseline.toml",
        'python -m pip install -c requirements.lock ".[dev]" && python -m pytest',
    ]


def test_everything_that_is_installed_is_locked() -> None:
    """Each requirement of pyproject.toml has one exact version in requirements.lock."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    locked = [line for line in Path(ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines() if line]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+( ; .*)?", line) for line in locked)
    names = {re.split("==", line)[0].lower().replace("_", "-") for line in locked}
    assert {re.split(r"[<>=\[]", one)[0] for one in asked} - {"edu-supply"} <= names

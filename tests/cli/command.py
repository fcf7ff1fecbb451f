"""The command line as a user meets it: in this process, or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from edu_supply.cli import app

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "data" / "tutorial"
EUROPE = ROOT / "data" / "europe"
MODELS = ROOT / "models"
WITHOUT_PROCUREMENT = Path(__file__).parent / "without_procurement.toml"
"""Europe without contracts and rules: nothing must be made, so that a plan is in hand at any moment."""
MARKING = "NOTIONAL - no real plant, depot or plan"


def run(*words: object) -> Result:
    """One command, in this process."""
    return CliRunner().invoke(app, [str(word) for word in words], prog_name="edu-supply")


def start(*words: object, **settings: str) -> subprocess.Popen[str]:
    """One command, in a process of its own, with some environment variables set."""
    return subprocess.Popen(
        [sys.executable, "-m", "edu_supply", *map(str, words)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
    )  # fmt: skip


def edited(folder: Path, table: str, old: str, new: str) -> Path:
    """The tutorial dataset in a folder, with one piece of text replaced in one table."""
    folder.mkdir(parents=True)
    for file in TUTORIAL.glob("*.csv"):
        (folder / file.name).write_bytes(file.read_bytes())
    text = (folder / table).read_text(encoding="utf-8")
    assert old in text
    (folder / table).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def contradictory(folder: Path) -> Path:
    """150 rounds lie at the front at the start, none can come in the first month, and 400 must lie there at its end."""
    return edited(folder, "stocks.csv", "site,product,initial\nUA-front,round,150",
                  "site,product,initial,minimum\nUA-front,round,150,400")  # fmt: skip

"""A run of the tutorial dataset, solved once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .command import TUTORIAL, run


@pytest.fixture(scope="session")
def _solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("solved") / "plan"
    assert run("solve", TUTORIAL, "--out", folder).exit_code == 0
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which commands run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def plan(_solved: Path, elsewhere: Path) -> Path:
    """A copy of the run, in the folder in which commands run."""
    return shutil.copytree(_solved, elsewhere / "plan")

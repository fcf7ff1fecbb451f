"""``safety`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .command import MARKING, TUTORIAL, run

pytestmark = pytest.mark.usefixtures("elsewhere")


def test_safety_stock_of_a_given_plan(plan: Path) -> None:
    result = run("safety", TUTORIAL, "--plan", plan, "--variation", 0.3)
    assert result.exit_code == 0, result.stderr
    said = result.stdout.splitlines()
    assert said[0] == said[-1] == MARKING
    # 157.5 rounds a month, a month under way: 1.645 * 0.3 * 157.5.
    assert "UA-front  round    77.7  units" in result.stdout
    manifest = json.loads(Path("runs", "tutorial-safety", "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["kind"], manifest["tree"], manifest["plan"]) == ("safety", True, "plan")
    assert run("safety", TUTORIAL, "--service", 1).exit_code == 2

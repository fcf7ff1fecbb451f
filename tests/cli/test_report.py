"""The command report, and the report that solve writes."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from .command import MARKING, TUTORIAL, run


def test_solve_writes_a_report_that_only_its_owner_can_read(plan: Path) -> None:
    text = (plan / "report.html").read_text("utf-8")
    assert text.count(MARKING) == 3
    if sys.platform != "win32":
        assert stat.S_IMODE((plan / "report.html").stat().st_mode) == 0o600
    assert run("verify", plan).exit_code == 0


def test_it_is_written_anew_with_the_losses_that_lie_beside(plan: Path) -> None:
    assert "Single points of failure" not in (plan / "report.html").read_text("utf-8")
    assert run("spof", TUTORIAL, "--plan", plan, "--kinds", "site", "--out", plan.parent / "losses").exit_code == 0
    assert "What the loss of each asset costs." in (plan.parent / "losses" / "report.html").read_text("utf-8")
    result = run("report", plan)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "written to plan/report.html\n")
    assert "Single points of failure" in (plan / "report.html").read_text("utf-8")


def test_for_partners_it_has_a_name_of_its_own(plan: Path) -> None:
    assert run("report", plan, "--for-partners").stderr == "written to plan/report-for-partners.html\n"
    assert "DE-charges" not in (plan / "report-for-partners.html").read_text("utf-8")


@pytest.mark.usefixtures("elsewhere")
def test_a_file_that_is_there_is_left_alone(plan: Path) -> None:
    Path("letter.html").write_text("a letter")
    result = run("report", plan, "--out", "letter.html")
    assert result.exit_code == 2
    assert result.stderr == "cannot write letter.html: File exists\n"
    assert Path("letter.html").read_text() == "a letter"


@pytest.mark.usefixtures("elsewhere")
def test_what_is_no_run_is_said() -> None:
    Path("nothing").mkdir()
    result = run("report", "nothing")
    assert result.exit_code == 2
    assert "This is not a run folder." in result.stderr

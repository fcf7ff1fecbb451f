"""The command ``compare``: runs side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edu_supply.cli.commands import app
from edu_supply.cli.excel import check_excel
from edu_supply.cli.shared import BAD_INPUT, NO_PLAN, Quiet, Replace, check_target, fail, stopped_by_ctrl_c
from edu_supply.cli.talk import Voice, columns, marked, say_verification, short_path, show, talk, why
from edu_supply.cli.watched import FAILED
from edu_supply.comparing import compare, comparison_page, comparison_text
from edu_supply.owner_only import create
from edu_supply.planning.solve import VerificationError
from edu_supply.problems import DataError, Problem
from edu_supply.report.file import REPORT, outages_beside
from edu_supply.runs import read_run, safe_name, write_run
from edu_supply.solving import Progress, SolverError, Stop
from edu_supply.workbooks import write_workbook


@app.command("compare")
def compare_command(
    runs: Annotated[list[Path], typer.Argument(help="Run folders of plans, the base first.", metavar="RUN RUN...")],
    undivided: Annotated[bool, typer.Option("--no-why", help="Do not divide the difference among changes.")] = False,
    country: Annotated[str, typer.Option("--for", metavar="COUNTRY", help="Told from one country's side.")] = "",
    excel: Annotated[bool, typer.Option("--excel", help="Write comparison.xlsx into the run folder too.")] = False,
    out: Annotated[Path | None, typer.Option(help="The run folder to write; runs/BASE-and-OTHER otherwise.")] = None,
    replace: Replace = False,
    quiet: Quiet = False,
) -> None:
    """What differs between runs, in the inputs and in the plans, by how much, and why."""
    if len(runs) < 2:
        raise typer.BadParameter("give the base and one other run, or more", param_hint="RUN")
    if excel:
        check_excel()
    known = [read_run(run) for run in runs]
    sweeps = [outages_beside(run) for run in runs]
    names = _names(runs)
    target = out or Path("runs") / safe_name("-and-".join(names))
    check_target(target, replace=replace)
    voice, stop = Voice(quiet), Stop()

    def hear(about: str, progress: Progress) -> None:
        voice.hear(Progress(progress.seconds, progress.objective, progress.bound, f"{about}, {progress.phase}"))

    try:
        with stopped_by_ctrl_c(stop):
            found = compare(*known, names=names, why=not undivided, country=country, sweeps=sweeps, name=target.name,
                            progress=hear, stop=stop)  # fmt: skip
    except VerificationError as error:
        say_verification(known[0][1], error.verification)
        fail(FAILED, "a plan failed its verification: nothing is published")
    except SolverError as error:
        fail(FAILED, f"the solver failed: {error}. Nothing is published")
    voice.done()
    base = known[0][1]
    try:
        folder = write_run(found, base, target, replace=replace)
        create({folder / REPORT: comparison_page(found).encode()})
        if excel:
            write_workbook(found, base, folder / "comparison.xlsx")
    except (OSError, DataError) as error:
        fail(BAD_INPUT, f"cannot write the run folder {target.name}: {why(error)}")
    show(marked(base, comparison_text(found, columns())))
    talk(f"written to {short_path(folder)}")
    if found.manifest["status"] != "done":
        raise typer.Exit(NO_PLAN)


def _names(runs: list[Path]) -> list[str]:
    """The folders' names; where two are alike, with that of the folder they are in."""
    short = [run.resolve().name for run in runs]
    if len(set(short)) == len(short):
        return short
    longer = [f"{run.resolve().parent.name}/{name}" for run, name in zip(runs, short, strict=True)]
    if len(set(longer)) == len(longer):
        return longer
    raise DataError([Problem("run", "", short[0], "This run is named twice.", "Name each run once.")])

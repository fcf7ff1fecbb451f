"""The command ``solve``: the plan of a dataset, or of each of several model files."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from edu_supply.cli.commands import app
from edu_supply.cli.excel import check_excel
from edu_supply.cli.several import Job, several
from edu_supply.cli.shared import (
    BAD_INPUT,
    FINDING,
    LONGEST_S,
    NO_PLAN,
    Changes,
    Data,
    Quiet,
    Replace,
    check_target,
    dataset_of,
    fail,
    model_of,
    solved,
    stopped_by_ctrl_c,
)  # fmt: skip
from edu_supply.cli.talk import Voice, columns, marked, say_warnings, short_path, show, talk, why
from edu_supply.dataset import Dataset
from edu_supply.plan import Plan
from edu_supply.planning.summary import summary
from edu_supply.problems import DataError
from edu_supply.reading import read
from edu_supply.report import REPORT, report_page
from edu_supply.run_list import runs_text
from edu_supply.runs import read_run, safe_name, write_run
from edu_supply.solving import Stop
from edu_supply.solving.race import cores
from edu_supply.whatif import ModelFile, apply
from edu_supply.workbooks import write_workbook


class SolveFinding(StrEnum):
    """What `solve --fail-on` can ask for."""

    shortage = "shortage"


@dataclass(frozen=True)
class Asked:
    """How closely and how long to look, and how to write what is found; None: as the model file says."""

    gap: float | None
    time_limit: float | None
    threads: int | None
    net: bool
    replace: bool
    fail_on: SolveFinding | None
    excel: bool
    near: Plan | None = None
    cores: int = 0
    """So many threads where neither the command line nor the model file says a number; 0: as many as there are."""


@app.command("solve")
def solve_command(
    data: Data,
    more: Annotated[list[Path] | None, typer.Argument(metavar="[MODEL]...", hidden=True)] = None,
    model: Annotated[
        list[Path] | None,
        typer.Option("--model", "-m", help="A model file (TOML): horizon, pools, what-ifs. Several: each is solved."),
    ] = None,
    changes: Changes = None,
    out: Annotated[
        Path | None, typer.Option(help="The run folder to write (of several, the folder they are in); else runs/NAME.")
    ] = None,
    replace: Replace = False,
    gap: Annotated[float | None, typer.Option(min=0, max=1, help="Relative gap that is good enough.")] = None,
    time_limit: Annotated[
        float | None, typer.Option(min=0.001, max=LONGEST_S, help="Seconds; then the best plan in hand.")
    ] = None,
    threads: Annotated[int | None, typer.Option(min=0, max=1024, help="0: as many as there are cores.")] = None,
    net: Annotated[
        bool, typer.Option("--net", help="Count value-added tax and what programmes pay in the objective.")
    ] = False,
    near: Annotated[
        Path | None, typer.Option(metavar="RUN", help="Of plans that cost the same, the one nearest to this run's.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Of several models, so many are solved at once.")] = 1,
    fail_on: Annotated[SolveFinding | None, typer.Option(help="Exit with 1 where something falls short.")] = None,
    excel: Annotated[bool, typer.Option("--excel", help="Write plan.xlsx into the run folder too.")] = False,
    quiet: Quiet = False,
) -> None:
    """Find the cheapest plan that meets the demand as far as it can be met, verify it and write a run folder."""
    data, models = _sorted_out([data, *(more or [])], model or [])
    asked = Asked(gap, time_limit, threads, net, replace, fail_on, excel, _near(near))
    if excel:
        check_excel()
    if len(models) > 1:
        _solve_each(data, models, changes or [], asked, out or Path("runs"), workers, Voice(quiet))
        return
    began = time.perf_counter()
    dataset, settings = dataset_of(data, models[0] if models else None, changes)
    read_s = time.perf_counter() - began
    say_warnings(dataset, dataset.warnings)
    plan, _ = solve_and_write(dataset, settings, asked, out or Path("runs") / safe_name(settings.name), read_s,
                              Voice(quiet))  # fmt: skip
    show(summary(plan, dataset, width=columns()))
    raise typer.Exit(code_of(plan, asked))


def _near(run: Path | None) -> Plan | None:
    if run is None:
        return None
    plan, _ = read_run(run)
    if plan.status == "no plan":
        fail(BAD_INPUT, f"--near: {run.name} holds no plan")
    return plan


def _sorted_out(places: list[Path], models: list[Path]) -> tuple[Path, list[Path]]:
    """DATA, and the model files: also those that a shell has made of ``--model models/*.toml``, wherever they stand."""
    more = [place for place in places if place.suffix == ".toml" and not place.is_dir()]
    data = [place for place in places if place not in more]
    if len(data) != 1:
        said = f"there are {len(data)}: {', '.join(place.name for place in data)}" if data else "there is none"
        raise typer.BadParameter(f"one dataset is solved, and {said}. Model files end in .toml", param_hint="DATA")
    return data[0], [*models, *more]


def solve_and_write(
    dataset: Dataset, settings: ModelFile, asked: Asked, target: Path, read_s: float, voice: Voice,
    start: Plan | None = None,
) -> tuple[Plan, Path]:  # fmt: skip
    """The plan of a dataset, verified and written; whatever goes wrong on the way ends in an exit code."""
    check_target(target, replace=asked.replace)
    limit = settings.solver.time_limit_s if asked.time_limit is None else asked.time_limit
    gap = settings.solver.gap if asked.gap is None else asked.gap
    threads = (settings.solver.threads if asked.threads is None else asked.threads) or asked.cores
    settings = settings.model_copy(update={"net": asked.net or settings.net})
    stop = Stop(time.monotonic() + limit)
    with stopped_by_ctrl_c(stop):
        plan = solved(dataset, settings, gap, limit, threads, voice, stop, start, asked.near)
    voice.done()
    plan.manifest["seconds"]["read"] = read_s
    try:
        folder = write_run(plan, dataset, target, replace=asked.replace,
                           beside={REPORT: report_page(plan, dataset)})  # fmt: skip
        if asked.excel:
            write_workbook(plan, dataset, folder / "plan.xlsx")
    except (OSError, DataError) as error:
        fail(BAD_INPUT, f"cannot write the run folder {target.name}: {why(error)}")
    talk(f"written to {short_path(folder)}")
    return plan, folder


def code_of(plan: Plan, asked: Asked) -> int:
    """The exit code that a plan deserves."""
    if plan.status == "no plan":
        return NO_PLAN
    short = asked.fail_on is SolveFinding.shortage and plan["demand"]["short_units"].sum() > 0
    return FINDING if short else 0


@dataclass(frozen=True)
class _Solve:
    """One of several: a model file applied to the dataset that all share, and solved in a process of its own."""

    dataset: Dataset
    model: Path
    changes: tuple[str, ...]
    asked: Asked
    target: Path

    def __call__(self, voice: Voice, start: Plan | None) -> tuple[int, Plan, Path]:
        settings = model_of(self.dataset, self.model, self.changes)
        dataset = apply(self.dataset, settings)
        say_warnings(dataset, dataset.warnings)
        plan, folder = solve_and_write(dataset, settings, self.asked, self.target / safe_name(settings.name), 0.0,
                                       voice, start)  # fmt: skip
        return code_of(plan, self.asked), plan, folder


def _solve_each(
    data: Path, models: list[Path], changes: list[str], asked: Asked, target: Path, workers: int, voice: Voice
) -> None:
    """Solve every model file; one that fails stops no other. The exit code is the worst of them."""
    dataset = read(data)
    asked = replace(asked, cores=max(1, cores() // workers) if workers > 1 else 0)
    jobs = [Job(model.stem, _Solve(dataset, model, tuple(changes), asked, target)) for model in models]
    done = several(jobs, workers, voice)
    folders = [one.folder for one in done if one.folder is not None]
    if folders:
        show(marked(dataset, runs_text(folders, columns())))
    for one in done:
        if one.folder is None:
            talk(f"{one.name}: there is no run folder (exit code {one.code})")
    raise typer.Exit(max(one.code for one in done))

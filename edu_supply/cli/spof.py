"""The command ``spof``: what breaks replenishment, how badly and how soon."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from edu_supply.cli.commands import app
from edu_supply.cli.named import asset_of, check_named
from edu_supply.cli.shared import (
    BAD_INPUT,
    FINDING,
    NO_PLAN,
    Data,
    Model,
    check_target,
    dataset_of,
    fail,
    solved,
    stopped_by_ctrl_c,
)  # fmt: skip
from edu_supply.cli.talk import Voice, columns, marked, say_warnings, short_path, show, talk, why
from edu_supply.cli.watched import FAILED
from edu_supply.dataset import Dataset
from edu_supply.outages.assets import ALL_KINDS, KINDS
from edu_supply.outages.explain import explain, explained_run
from edu_supply.outages.explain_text import explain_text
from edu_supply.outages.journal import about_of
from edu_supply.outages.summary_text import spof_text
from edu_supply.outages.sweep import Swept, spof
from edu_supply.outages.undisturbed import NoYardstickError
from edu_supply.plan import Plan, Run
from edu_supply.problems import DataError, Problem
from edu_supply.runs import manifest_sha256, read_run, safe_name, write_run
from edu_supply.solving import SolverError, Stop
from edu_supply.whatif import ModelFile

INTERRUPTED = "interrupted: {:,} losses are known and kept. Run the same command again to go on"

USUAL = ",".join(KINDS)


@app.command("spof")
def spof_command(
    data: Data,
    model: Model = None,
    plan: Annotated[
        Path | None, typer.Option(metavar="RUN", help="The run folder of the plan to stress; else one is solved first.")
    ] = None,
    start: Annotated[int, typer.Option(min=1, help="First period of the loss.")] = 1,
    duration: Annotated[int, typer.Option(min=1, help="Periods for which an asset is lost.")] = 6,
    kinds: Annotated[str, typer.Option(help=f"Kinds of assets, with commas: {', '.join(ALL_KINDS)}.")] = ",".join(
        KINDS
    ),
    explained: Annotated[
        list[str] | None,
        typer.Option("--explain", metavar="KIND:TARGET", help="Explain this loss instead. May be repeated."),
    ] = None,
    top: Annotated[int, typer.Option(min=0, help="So many of the dearest losses are shown.")] = 20,
    no_survival: Annotated[bool, typer.Option("--no-survival", help="Without the times to survive: quicker.")] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(help="Exit with 1 where there is one: structural, gap, shortage:EUR or units:N. May be repeated."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes that solve.")] = 1,
    out: Annotated[Path | None, typer.Option(help="The run folder to write; runs/NAME-spof otherwise.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the run folder of that name.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")] = False,
) -> None:
    """Lose every asset, one at a time: what that costs, how long it is survived, what runs dry first."""
    findings = [_finding(one) for one in fail_on or []]
    wanted, named = _kinds(kinds), [asset_of(one) for one in explained or []]
    if named and findings:
        raise typer.BadParameter("goes with the sweep, not with --explain", param_hint="--fail-on")
    dataset, settings = dataset_of(data, model)
    if start > dataset.periods:
        fail(BAD_INPUT, f"--start {start}: the horizon has {dataset.periods} periods")
    say_warnings(dataset, dataset.warnings)
    check_named(dataset, named)
    target = out or Path("runs") / f"{safe_name(settings.name)}-{'explain' if named else 'spof'}"
    check_target(target, replace=replace)
    journal = target.parent / f".{target.name}.sweep"
    voice, stop = Voice(quiet), Stop()
    with stopped_by_ctrl_c(stop), _told_apart():
        stressed, about = _plan_to_stress(plan, dataset, settings, target, journal, voice, stop)
        if named:
            told = explain(dataset, stressed, named, start=start, duration=duration)
            found: Run = explained_run(told, dataset, stressed, target.name, about)
            said = "\n\n".join(explain_text(one, dataset, width=columns()) for one in told)
        else:
            found = spof(
                dataset, stressed, name=target.name, kinds=wanted, start=start, duration=duration,
                survival=not no_survival, workers=workers, journal=journal, about=about,
                progress=lambda swept: voice.say(swept.seconds, _so_far(swept)), stop=stop,
            )  # fmt: skip
            said = spof_text(found, dataset, top=top, width=columns())
    voice.done()
    if found.manifest["status"] != "done":
        fail(NO_PLAN, INTERRUPTED.format(len(found["spof"])))
    _publish(found, dataset, target, journal, replace=replace)
    show(marked(dataset, said))
    if any(finding.is_in(found) for finding in findings):
        raise typer.Exit(FINDING)


@contextmanager
def _told_apart() -> Iterator[None]:
    """Data that cannot be compared with anything, and a solver that failed, each with its exit code."""
    try:
        yield
    except NoYardstickError as error:
        fail(NO_PLAN, str(error))
    except SolverError as error:
        fail(FAILED, f"the solver failed: {error}. What is done is kept; run it again to go on")


def _publish(found: Run, dataset: Dataset, target: Path, journal: Path, *, replace: bool) -> None:
    try:
        folder = write_run(found, dataset, target, replace=replace)
    except (OSError, DataError) as error:
        fail(BAD_INPUT, f"cannot write the run folder {target.name}: {why(error)}")
    journal.unlink(missing_ok=True)
    talk(f"written to {short_path(folder)}")


def _so_far(swept: Swept) -> str:
    left = "" if swept.left_s is None else f", {swept.left_s / 60:,.0f} min left" if swept.left_s >= 90 else (
        f", {swept.left_s:,.0f} s left")  # fmt: skip
    what = {"losses": "losses", "survival": "times to survive"}[swept.phase]
    return f"{what}: {swept.done:,} of {swept.assets:,}{left}"


def _kinds(said: str) -> list[str]:
    kinds = [kind.strip() for kind in said.split(",") if kind.strip()]
    for kind in kinds:
        if kind not in ALL_KINDS:
            raise typer.BadParameter(f"{kind!r} is no kind of asset: {', '.join(ALL_KINDS)}", param_hint="--kinds")
    if not kinds:
        raise typer.BadParameter(f"give one or more of {', '.join(ALL_KINDS)}", param_hint="--kinds")
    return kinds


@dataclass(frozen=True)
class _Finding:
    """What --fail-on asks for: a kind, and for shortage and units the amount above which it is one."""

    what: str
    most: float = 0.0

    def is_in(self, found: Run) -> bool:
        rows = found["spof"]
        rows = rows[rows["self"] == 0]
        if self.what == "structural":
            return bool(rows["structural"].any())
        if self.what == "gap":
            return bool((rows["gap_periods"].fillna(0) > 0).any())
        return bool((rows["short_eur" if self.what == "shortage" else "short_units"] > self.most).any())


def _finding(said: str) -> _Finding:
    what, _, amount = said.partition(":")
    if what in ("structural", "gap") and not amount:
        return _Finding(what)
    try:
        most = float(amount)
    except ValueError:
        most = -1.0
    if what not in ("shortage", "units") or not 0 <= most < float("inf"):
        raise typer.BadParameter(f"{said!r}: write structural, gap, shortage:EUR or units:N, such as shortage:1000000",
                                 param_hint="--fail-on")  # fmt: skip
    return _Finding(what, most)


def _plan_to_stress(
    plan: Path | None, dataset: Dataset, settings: ModelFile, target: Path, journal: Path, voice: Voice, stop: Stop
) -> tuple[Plan, dict[str, Any]]:
    """The plan of --plan; else the one of the sweep that was cut off; else one that is solved and written beside."""
    folder = plan or _begun_with(dataset, settings, target, journal)
    if folder is None:
        limit = settings.solver.time_limit_s
        solving = Stop(time.monotonic() + limit)
        with stopped_by_ctrl_c(solving):
            found = solved(dataset, settings, settings.solver.gap, limit, settings.solver.threads, voice, solving)
        if solving.interrupted:
            fail(NO_PLAN, "interrupted before there was a plan to stress")
        folder = write_run(found, dataset, target.parent / safe_name(settings.name))
        talk(f"the plan that is stressed is written to {short_path(folder)}")
    stressed, its = read_run(folder)
    if stressed.status == "no plan":
        fail(NO_PLAN, f"{folder.name} holds no plan: there is nothing to stress")
    _check_same(dataset, stressed, its)
    return stressed, {
        "plan": folder.name,
        "plan_sha256": manifest_sha256(folder),
        "data_sha256": _inputs(dataset, settings),
    }


def _begun_with(dataset: Dataset, settings: ModelFile, target: Path, journal: Path) -> Path | None:
    """The plan that a sweep of the same data was stressing when it was cut off, if it is still there."""
    about = about_of(journal).get("about", {})
    folder = target.parent / str(about.get("plan", ""))
    if about.get("data_sha256") != _inputs(dataset, settings) or not (folder / "manifest.json").is_file():
        return None
    return folder if manifest_sha256(folder) == about.get("plan_sha256") else None


def _inputs(dataset: Dataset, settings: ModelFile) -> str:
    said = json.dumps([sorted(dataset.hashes.items()), sorted(settings.hashes.items()), dataset.periods])
    return hashlib.sha256(said.encode()).hexdigest()


def _check_same(dataset: Dataset, plan: Plan, its: Dataset) -> None:
    """Whether the plan's choices are those of this dataset; where other tables differ, say so."""
    if its.periods != dataset.periods:
        raise _not_for_these_data(plan, f"It is for {its.periods} periods, the data are for {dataset.periods}.")
    known = {"expansion": dataset["expansions"]["expansion"], "site": dataset["sites"]["site"],
             "lane": dataset["lanes"]["lane"]}  # fmt: skip
    for kind, target in plan["choices"][["kind", "target"]].itertuples(index=False):
        if target not in set(known[kind]):
            raise _not_for_these_data(plan, f'It has the {kind} "{target}", which the data have not.')
    other = [name for name in its.tables if not _same_table(dataset[name], its[name])]
    if other:
        named = ", ".join(other)
        talk(f"the plan {plan.name} was made from other tables ({named}): its choices are stressed on these data")


def _same_table(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    aside = ["where", "note", "source"]
    return one.drop(columns=aside, errors="ignore").equals(other.drop(columns=aside, errors="ignore"))


def _not_for_these_data(plan: Plan, why_not: str) -> DataError:
    return DataError([Problem("run", "", plan.name, f"This plan is not one for these data. {why_not}",
                              "Give the data and the --model that it was made from.")])  # fmt: skip

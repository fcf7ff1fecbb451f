"""The command ``stockpile``: how much of which product to add where, so that every threat is survived."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Annotated

import typer

from edu_supply.cli.commands import app
from edu_supply.cli.published import publish
from edu_supply.cli.shared import (
    BAD_INPUT,
    LONGEST_S,
    NO_PLAN,
    Changes,
    Data,
    Model,
    Quiet,
    Replace,
    check_target,
    dataset_of,
    fail,
    stopped_by_ctrl_c,
)  # fmt: skip
from edu_supply.cli.spof import told_apart
from edu_supply.cli.stressed import plan_to_stress
from edu_supply.cli.talk import Voice, columns, marked, say_warnings, short_path, show, talk, why
from edu_supply.dataset import Dataset
from edu_supply.network.wording import named
from edu_supply.outages.assets import ALL_KINDS, KINDS
from edu_supply.plan import Run
from edu_supply.planning.wording import eur
from edu_supply.problems import DataError
from edu_supply.runs import safe_name, write_dataset
from edu_supply.solving import Stop
from edu_supply.stockpiles import LEVELS, Sizing, stockpile, stockpile_text, with_targets


@app.command("stockpile")
def stockpile_command(
    data: Data,
    model: Model = None,
    changes: Changes = None,
    plan: Annotated[
        Path | None, typer.Option(metavar="RUN", help="The run folder of the plan; else one is solved first.")
    ] = None,
    kinds: Annotated[
        str | None,
        typer.Option(help=f"Survive the loss of every asset of these kinds, with commas: {', '.join(ALL_KINDS)}. "
                     "Without it the rows of threats."),
    ] = None,
    with_self: Annotated[bool, typer.Option("--with-self", help="Places of demand are lost too.")] = False,
    start: Annotated[int, typer.Option(min=1, help="First period of the loss.")] = 1,
    duration: Annotated[int, typer.Option(min=1, help="Periods for which an asset is lost.")] = 6,
    service: Annotated[float, typer.Option(min=0, max=1, help="Share that is served while something is lost.")] = 0.95,
    settle: Annotated[int, typer.Option(min=0, help="Periods after an outage for which that holds too.")] = 3,
    frontier: Annotated[
        str | None,
        typer.Option(metavar="LEVELS", help="The price of safety too: what each of these service levels costs, with "
                     "commas, or usual."),
    ] = None,
    gap: Annotated[float, typer.Option(min=0, max=1, help="Stop at this share above the cheapest.")] = 1e-6,
    time_limit: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", min=0, max=LONGEST_S, help="Then the best found, and its gap."),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=256, help="Processes that solve.")] = 1,
    write: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the dataset there with the targets as priced minimums.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The run folder to write; runs/NAME-stockpile otherwise.")] = None,
    replace: Replace = False,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Say how much of which product to add where, so that no single loss breaks replenishment, and what that costs."""
    asked, levels = _kinds(kinds), _levels(frontier)
    dataset, settings = dataset_of(data, model, changes)
    if start > dataset.periods:
        fail(BAD_INPUT, f"--start {start}: the horizon has {dataset.periods} periods")
    say_warnings(dataset, dataset.warnings)
    target = out or Path("runs") / f"{safe_name(settings.name)}-stockpile"
    check_target(target, replace=replace)
    voice, stop = Voice(quiet), Stop()
    with stopped_by_ctrl_c(stop), told_apart("Nothing is published"):
        no_journal = target.parent / f".{target.name}.sweep"
        stressed, about = plan_to_stress(plan, dataset, settings, target, no_journal, voice, stop)
        stop.deadline = time.monotonic() + (settings.solver.time_limit_s if time_limit is None else time_limit)
        found = stockpile(
            dataset, stressed, kinds=asked, own=with_self, start=start, duration=duration, service=service,
            settle=settle, gap=gap, frontier=levels, workers=workers, name=target.name, about=about, stop=stop,
            progress=lambda so_far: voice.say(so_far.seconds, _so_far(so_far)),
        )  # fmt: skip
    voice.done()
    publish(found, dataset, target, said := stockpile_text(found, dataset, columns()), replace=replace)
    if write is not None and found.manifest["status"] != "no plan":
        _write(dataset, found, write)
    show(marked(dataset, said))
    if found.manifest["status"] == "no plan":
        raise typer.Exit(NO_PLAN)


def _kinds(said: str | None) -> list[str]:
    kinds = ["threat"] if said is None else [kind.strip() for kind in said.split(",") if kind.strip()]
    for kind in kinds:
        if kind not in ALL_KINDS:
            raise typer.BadParameter(f"{kind!r} is no kind of asset: {', '.join(ALL_KINDS)}", param_hint="--kinds")
    if not kinds:
        raise typer.BadParameter(f"give one or more of {', '.join(KINDS)}", param_hint="--kinds")
    return kinds


def _levels(said: str | None) -> list[float]:
    """The service levels of the frontier: numbers from 0 to 1 with commas."""
    if said is None:
        return []
    if said.strip() == "usual":
        return list(LEVELS)
    try:
        levels = [float(level) for level in said.split(",") if level.strip()]
    except ValueError:
        levels = []
    if not levels or not all(0 <= level <= 1 for level in levels):
        raise typer.BadParameter("write service levels from 0 to 1 with commas, such as 0.5,0.9,1, or usual",
                                 param_hint="--frontier")  # fmt: skip
    return levels


def _write(dataset: Dataset, found: Run, folder: Path) -> None:
    changed, hard = with_targets(dataset, found["stockpile"])
    try:
        talk(f"the targets are written to {short_path(write_dataset(changed, folder))}")
    except (OSError, DataError) as error:
        fail(BAD_INPUT, f"cannot write the dataset: {why(error)}")
    if hard:
        talk(f"left as they are, for their minimum is hard: {named(hard)}")


def _so_far(so_far: Sizing) -> str:
    best = "none found yet" if math.isinf(so_far.objective_eur) else eur(so_far.objective_eur)
    return f"stock: {so_far.worlds:,} worlds asked, {best}, at least {eur(so_far.bound_eur)}"

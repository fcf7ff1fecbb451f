"""The command ``risk``: the stock that is cheapest over all worlds that may come."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Annotated

import typer

from edu_supply.cli.commands import app
from edu_supply.cli.published import publish
from edu_supply.cli.shared import (
    LONGEST_S,
    NO_PLAN,
    Changes,
    Data,
    Model,
    Quiet,
    Replace,
    check_target,
    dataset_of,
    stopped_by_ctrl_c,
)  # fmt: skip
from edu_supply.cli.spof import told_apart
from edu_supply.cli.stressed import plan_to_stress
from edu_supply.cli.talk import Voice, columns, marked, say_warnings, show
from edu_supply.planning.wording import eur
from edu_supply.risk import Risking, risk, risk_text
from edu_supply.runs import safe_name
from edu_supply.solving import Stop


@app.command("risk")
def risk_command(
    data: Data,
    model: Model = None,
    changes: Changes = None,
    plan: Annotated[
        Path | None, typer.Option(metavar="RUN", help="The run folder of the plan; else one is solved first.")
    ] = None,
    weight: Annotated[float, typer.Option(min=0, max=1e9, help="So many times the worst count beside the mean.")] = 0.0,
    alpha: Annotated[float, typer.Option(min=0, max=0.9999, help="The worst are the dearest 1 - alpha.")] = 0.95,
    gap: Annotated[float, typer.Option(min=0, max=1, help="Stop at this share above the least.")] = 1e-6,
    time_limit: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", min=0, max=LONGEST_S, help="Then the best found, and its gap."),
    ] = None,
    no_perfect: Annotated[
        bool, typer.Option("--no-perfect", help="Leave out what it is worth to know which world comes.")
    ] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, max=256, help="Processes that solve.")] = 1,
    out: Annotated[Path | None, typer.Option(help="The run folder to write; runs/NAME-risk otherwise.")] = None,
    replace: Replace = False,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Add the stock that is cheapest over all that may come: threats with probabilities, tempos, and how much the worst
    counts."""
    dataset, settings = dataset_of(data, model, changes)
    say_warnings(dataset, dataset.warnings)
    target = out or Path("runs") / f"{safe_name(settings.name)}-risk"
    check_target(target, replace=replace)
    voice, stop = Voice(quiet), Stop()
    with stopped_by_ctrl_c(stop), told_apart("Nothing is published"):
        no_journal = target.parent / f".{target.name}.sweep"
        stressed, about = plan_to_stress(plan, dataset, settings, target, no_journal, voice, stop)
        stop.deadline = time.monotonic() + (settings.solver.time_limit_s if time_limit is None else time_limit)
        found = risk(
            dataset, stressed, tempos=settings.tempos, weight=weight, alpha=alpha, gap=gap, perfect=not no_perfect,
            workers=workers, name=target.name, about=about, stop=stop,
            progress=lambda so_far: voice.say(so_far.seconds, _so_far(so_far)),
        )  # fmt: skip
    voice.done()
    said = risk_text(found, dataset, columns())
    publish(found, dataset, target, said, replace=replace)
    show(marked(dataset, said))
    if found.manifest["status"] == "no plan":
        raise typer.Exit(NO_PLAN)


def _so_far(so_far: Risking) -> str:
    best = "none found yet" if math.isinf(so_far.objective_eur) else eur(so_far.objective_eur)
    return f"{so_far.phase}: {so_far.worlds:,} worlds asked, {best}, at least {eur(so_far.bound_eur)}"

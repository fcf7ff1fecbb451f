"""The command ``autonomy``: cost and fill rate against the allowed outside share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edu_supply.cli.commands import app
from edu_supply.cli.published import publish
from edu_supply.cli.shared import (
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
from edu_supply.cli.talk import Voice, columns, marked, say_verification, say_warnings, show
from edu_supply.cli.watched import FAILED
from edu_supply.dependence import SHARES, autonomy, autonomy_text
from edu_supply.planning.solve import VerificationError
from edu_supply.runs import safe_name
from edu_supply.solving import Progress, SolverError, Stop


@app.command("autonomy")
def autonomy_command(
    data: Data,
    inside: Annotated[str, typer.Option(help="The group or country whose content counts as inside.")],
    model: Model = None,
    changes: Changes = None,
    product: Annotated[list[str] | None, typer.Option(help="Limit only this product's components; repeatable.")] = None,
    share: Annotated[
        list[float] | None, typer.Option(min=0, max=1, help="An allowed outside share; repeatable.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The run folder to write; runs/NAME-autonomy otherwise.")] = None,
    replace: Replace = False,
    quiet: Quiet = False,
) -> None:
    """Show what a plan costs and serves, the less of its content may come from outside."""
    dataset, settings = dataset_of(data, model, changes)
    say_warnings(dataset, dataset.warnings)
    target = out or Path("runs") / safe_name(f"{settings.name}-autonomy")
    check_target(target, replace=replace)
    voice, stop = Voice(quiet), Stop()

    def hear(at: float, progress: Progress) -> None:
        voice.hear(Progress(progress.seconds, progress.objective, progress.bound, f"share {at:g}, {progress.phase}"))

    try:
        with stopped_by_ctrl_c(stop):
            run = autonomy(
                dataset, inside, products=product or (), shares=share or SHARES, name=settings.name, progress=hear,
                stop=stop, gap=settings.solver.gap, time_limit_s=settings.solver.time_limit_s,
                threads=settings.solver.threads, net=settings.net,
            )  # fmt: skip
    except VerificationError as error:
        say_verification(dataset, error.verification)
        fail(FAILED, "a plan failed its verification: nothing is published")
    except SolverError as error:
        fail(FAILED, f"the solver failed: {error}. Nothing is published")
    voice.done()
    said = autonomy_text(run, columns())
    publish(run, dataset, target, said, replace=replace)
    show(marked(dataset, said))
    if run.manifest["status"] != "done" or (run["autonomy"]["status"] == "no plan").all():
        raise typer.Exit(NO_PLAN)

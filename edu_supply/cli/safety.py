"""The command ``safety``: safety stock against ordinary variability."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from edu_supply.cli.commands import app
from edu_supply.cli.published import publish
from edu_supply.cli.shared import (
    Changes,
    Data,
    Model,
    Quiet,
    Replace,
    check_target,
    dataset_of,
    stopped_by_ctrl_c,
)  # fmt: skip
from edu_supply.cli.stressed import plan_to_stress
from edu_supply.cli.talk import Voice, columns, marked, say_warnings, show
from edu_supply.runs import safe_name
from edu_supply.safety import safety_stock, safety_text
from edu_supply.solving import Stop


@app.command("safety")
def safety_command(
    data: Data,
    model: Model = None,
    changes: Changes = None,
    plan: Annotated[
        Path | None, typer.Option(metavar="RUN", help="The run folder of the plan to go by; else one is solved first.")
    ] = None,
    variation: Annotated[
        float, typer.Option(min=0, max=10, help="Standard deviation of a period's demand, as a share of its mean.")
    ] = 0.3,
    service: Annotated[
        float, typer.Option(min=0.5, max=0.999999, help="Share of periods in which promises are kept.")
    ] = 0.95,
    rate: Annotated[float, typer.Option(min=0, max=10, help="Cost of capital a year, as a share of the value.")] = 0.1,
    out: Annotated[Path | None, typer.Option(help="The run folder to write; runs/NAME-safety otherwise.")] = None,
    replace: Replace = False,
    quiet: Quiet = False,
) -> None:
    """Show how much safety stock ordinary variability of demand asks for, and where it is best kept."""
    dataset, settings = dataset_of(data, model, changes)
    say_warnings(dataset, dataset.warnings)
    target = out or Path("runs") / safe_name(f"{settings.name}-safety")
    check_target(target, replace=replace)
    voice, stop = Voice(quiet), Stop()
    with stopped_by_ctrl_c(stop):
        followed, about = plan_to_stress(plan, dataset, settings, target, None, voice, stop)
    voice.done()
    found = safety_stock(dataset, followed, variation=variation, service=service, rate=rate, name=target.name)
    found = dataclasses.replace(found, manifest={**found.manifest, **about})
    said = safety_text(found, dataset, columns())
    publish(found, dataset, target, said, replace=replace)
    show(marked(dataset, said))

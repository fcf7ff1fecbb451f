"""The commands: a thin layer over the library. Nothing prompts."""

from __future__ import annotations

import os
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from edu_supply.cli.shared import (
    BAD_INPUT,
    FINDING,
    LONGEST_S,
    NO_PLAN,
    Changes,
    Data,
    Model,
    check_target,
    dataset_of,
    fail,
    solved,
    stopped_by_ctrl_c,
)  # fmt: skip
from edu_supply.cli.talk import (
    Voice,
    columns,
    marked,
    say_problems,
    say_verification,
    say_warnings,
    short_path,
    show,
    talk,
    why,
)  # fmt: skip
from edu_supply.cli.watched import FAILED
from edu_supply.dataset import Dataset
from edu_supply.network import Network
from edu_supply.network.export import write_geojson, write_graphml
from edu_supply.network.report import describe, text
from edu_supply.network.stock_only import stock_only_demand
from edu_supply.network.unreachable import unreachable_demand
from edu_supply.outages.structure_text import describe_structure, structure_text
from edu_supply.planning.summary import summary
from edu_supply.problems import DataError, printable
from edu_supply.runs import read_run, safe_name, write_run
from edu_supply.solving import Stop
from edu_supply.verification import verify
from edu_supply.version import __version__


class _Commands(TyperGroup):
    """The commands; whatever goes wrong in one becomes a sentence and an exit code."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        try:
            return super().invoke(ctx)
        except DataError as error:
            say_problems(error.problems)
            fail(BAD_INPUT, f"{error.errors:,} error{'' if error.errors == 1 else 's'}: nothing further was done")
        except KeyboardInterrupt:
            fail(NO_PLAN, "interrupted: there is no plan in hand")
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None
        except MemoryError:
            fail(FAILED, "out of memory: nothing is published")
        except (typer.Exit, typer.Abort, TyperException):
            raise
        except Exception as error:
            if os.environ.get("EDU_SUPPLY_DEBUG"):
                raise
            if isinstance(error, OSError):
                fail(FAILED, f"cannot go on: {why(error)}")
            fail(FAILED, f"this is a fault of edu-supply, not of your data: {type(error).__name__}: {error}. "
                          "Set EDU_SUPPLY_DEBUG=1 to see where, and please report it")  # fmt: skip


app = typer.Typer(
    cls=_Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


class CheckFinding(StrEnum):
    """What `check --fail-on` can ask for."""

    warning = "warning"


class SolveFinding(StrEnum):
    """What `solve --fail-on` can ask for."""

    shortage = "shortage"


def _say_version(wanted: bool) -> None:
    if wanted:
        show(f"edu-supply {__version__}")
        raise typer.Exit


@app.callback()
def _all_commands(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Plans munitions supply across European states, from tables to a verified plan."""


@app.command("check")
def check_command(
    data: Data,
    model: Model = None,
    changes: Changes = None,
    fail_on: Annotated[CheckFinding | None, typer.Option(help="Exit with 1 where there is one.")] = None,
) -> None:
    """Read a dataset and say everything that is wrong with it, all at once."""
    dataset, _ = dataset_of(data, model, changes)
    network = Network.of(dataset)
    warnings = [*dataset.warnings, *unreachable_demand(network), *stock_only_demand(network)]
    say_warnings(dataset, warnings)
    rows = sum(len(table) for table in dataset.given.values())
    count = f"{len(warnings)} warning{'' if len(warnings) == 1 else 's'}" if warnings else "no warnings"
    show(marked(dataset, f"{printable(dataset.name)}: {rows:,} rows in {_tables(dataset)} tables, "
                            f"{dataset.periods} periods: no errors, {count}"))  # fmt: skip
    if fail_on is not None and warnings:
        raise typer.Exit(FINDING)


@app.command("network")
def network_command(
    data: Data,
    model: Model = None,
    changes: Changes = None,
    graphml: Annotated[Path | None, typer.Option(help="Write the graph of sites and lanes there.")] = None,
    geojson: Annotated[Path | None, typer.Option(help="Write a map of sites and lanes there.")] = None,
) -> None:
    """Show the network: sites, lanes, products by tier, what was pruned or is out of reach, what has no way round."""
    dataset, _ = dataset_of(data, model, changes)
    network = text(describe(Network.of(dataset)), width=columns())
    show(marked(dataset, f"{network}\n\n{structure_text(describe_structure(dataset), width=columns())}"))
    for path, write in ((graphml, write_graphml), (geojson, write_geojson)):
        if path is not None:
            try:
                write(dataset, path)
            except OSError as error:
                fail(BAD_INPUT, f"cannot write {path.name}: {why(error)}")


@app.command("solve")
def solve_command(
    data: Data,
    model: Model = None,
    changes: Changes = None,
    out: Annotated[Path | None, typer.Option(help="The run folder to write; runs/NAME of the model otherwise.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the run folder of that name.")] = False,
    gap: Annotated[float | None, typer.Option(min=0, max=1, help="Relative gap that is good enough.")] = None,
    time_limit: Annotated[
        float | None, typer.Option(min=0.001, max=LONGEST_S, help="Seconds; then the best plan in hand.")
    ] = None,
    threads: Annotated[int | None, typer.Option(min=0, max=1024, help="0: as many as there are cores.")] = None,
    net: Annotated[
        bool, typer.Option("--net", help="Count value-added tax and what programmes pay in the objective.")
    ] = False,
    fail_on: Annotated[SolveFinding | None, typer.Option(help="Exit with 1 where something falls short.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")] = False,
) -> None:
    """Find the cheapest plan that meets the demand as far as it can be met, verify it and write a run folder."""
    began = time.perf_counter()
    dataset, settings = dataset_of(data, model, changes)
    read_s = time.perf_counter() - began
    say_warnings(dataset, dataset.warnings)
    target = out or Path("runs") / safe_name(settings.name)
    check_target(target, replace=replace)
    limit = settings.solver.time_limit_s if time_limit is None else time_limit
    voice, stop = Voice(quiet), Stop(time.monotonic() + limit)
    settings = settings.model_copy(update={"net": net or settings.net})
    with stopped_by_ctrl_c(stop):
        plan = solved(
            dataset, settings, settings.solver.gap if gap is None else gap, limit,
            settings.solver.threads if threads is None else threads, voice, stop,
        )  # fmt: skip
    voice.done()
    plan.manifest["seconds"]["read"] = read_s
    try:
        folder = write_run(plan, dataset, target, replace=replace)
    except (OSError, DataError) as error:
        fail(BAD_INPUT, f"cannot write the run folder {target.name}: {why(error)}")
    show(summary(plan, dataset, width=columns()))
    talk(f"written to {short_path(folder)}")
    if plan.status == "no plan":
        raise typer.Exit(NO_PLAN)
    if fail_on is SolveFinding.shortage and plan["demand"]["short_units"].sum() > 0:
        raise typer.Exit(FINDING)


@app.command("verify")
def verify_command(run: Annotated[Path, typer.Argument(help="A run folder.", metavar="RUN")]) -> None:
    """Recompute every law and every euro of a plan from its tables alone."""
    plan, dataset = read_run(run)
    if plan.status == "no plan":
        fail(NO_PLAN, f"{run.name} holds no plan")
    verification = verify(dataset, plan.tables, plan.manifest)
    rows = sum(verification.checked.values())
    if not verification.ok:
        say_verification(dataset, verification)
        fail(FAILED, f"{run.name} does not hold: {sum(verification.broken.values()):,} of {rows:,} rows are broken")
    worst = max(verification.worst.values(), default=0.0)
    said = f"{printable(run.name)}: {rows:,} rows of {len(verification.checked)} laws hold, every euro adds up"
    show(marked(dataset, f"{said} (largest relative residual {worst:.1g})"))


def _tables(dataset: Dataset) -> int:
    return sum(not table.empty for table in dataset.given.values())

"""The commands: a thin layer over the library. Nothing prompts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from edu_supply.cli.shared import (
    BAD_INPUT,
    FINDING,
    NO_PLAN,
    Changes,
    Data,
    Model,
    dataset_of,
    fail,
    in_words,
)  # fmt: skip
from edu_supply.cli.talk import (
    columns,
    marked,
    say_verification,
    say_warnings,
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
from edu_supply.problems import grouped, printable
from edu_supply.run_list import list_runs, runs_text
from edu_supply.runs import read_run
from edu_supply.verification import verify
from edu_supply.version import __version__


class _Commands(TyperGroup):
    """The commands; whatever goes wrong in one becomes a sentence and an exit code."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        with in_words():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


class CheckFinding(StrEnum):
    """What `check --fail-on` can ask for."""

    warning = "warning"


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


@app.command("runs")
def runs_command(
    folder: Annotated[Path, typer.Argument(help="The folder that holds the runs.", metavar="[DIR]")] = Path("runs"),
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with more figures, for other programs.")] = False,
) -> None:
    """List the run folders in a folder: name, data, objective, gap, fill rate, when."""
    found, problems = list_runs(folder)
    for line in grouped(problems):
        talk(line)
    if as_json:
        show(found.to_json(orient="records", indent=1, force_ascii=False))
        return
    markings = [marking for marking in found["marking"].unique() if marking]
    show("\n".join([*markings, runs_text([folder / name for name in found["run"]], columns()), *markings]))


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

"""The commands ``share`` and ``coalitions``: fair shares of buying together, and what each member and partner adds."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
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
    check_target,
    dataset_of,
    fail,
    stopped_by_ctrl_c,
)  # fmt: skip
from edu_supply.cli.talk import Voice, columns, say_verification, say_warnings, show
from edu_supply.cli.watched import FAILED
from edu_supply.dataset import Dataset
from edu_supply.plan import Run
from edu_supply.planning.solve import VerificationError
from edu_supply.pooling.coalitions import coalitions
from edu_supply.pooling.coalitions_text import coalitions_text
from edu_supply.pooling.share import ORDERS, share
from edu_supply.pooling.share_text import game_text, share_text
from edu_supply.runs import safe_name
from edu_supply.sharing import nucleolus, shapley
from edu_supply.sharing.game_file import read_game
from edu_supply.solving import Progress, SolverError, Stop
from edu_supply.whatif import ModelFile

MaybeData = Annotated[Path | None, typer.Argument(help="A folder of CSV files, or an .xlsx workbook.", metavar="DATA")]
Out = Annotated[Path | None, typer.Option(help="The run folder to write; runs/NAME-COMMAND otherwise.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace the run folder of that name.")]
Gap = Annotated[float | None, typer.Option(min=0, max=1, help="Relative gap of each plan that is good enough.")]
TimeLimit = Annotated[float | None, typer.Option(min=0.001, max=LONGEST_S, help="Seconds for each plan.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")]


class GameKind(StrEnum):
    """What the values of a game are."""

    saving = "saving"
    cost = "cost"


@app.command("share")
def share_command(
    data: MaybeData = None,
    game: Annotated[Path | None, typer.Option(help="Divide the game in this file (CSV, TOML, JSON) instead.")] = None,
    kind: Annotated[GameKind | None, typer.Option(help="With --game: what its values are.")] = None,
    model: Model = None,
    changes: Changes = None,
    players: Annotated[str | None, typer.Option(help="Countries and groups, with commas; else the first pool.")] = None,
    orders: Annotated[int, typer.Option(min=2, help="Orders that are drawn for more than ten players.")] = ORDERS,
    seed: Annotated[int, typer.Option(min=0, help="Where that drawing begins.")] = 0,
    out: Out = None,
    replace: Replace = False,
    gap: Gap = None,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
) -> None:
    """Who should get what of the saving when they buy as one pool: Shapley value, nucleolus, core."""
    if (data is None) == (game is None):
        raise typer.BadParameter("give DATA, or --game FILE", param_hint="DATA")
    if game is not None:
        played = read_game(game, None if kind is None else kind.value)
        show(game_text(played, shapley(played), nucleolus(played), columns()))
        return
    if kind is not None:
        raise typer.BadParameter("--kind goes with --game", param_hint="--kind")
    assert data is not None
    dataset, settings = dataset_of(data, model, changes)
    target = _target(dataset, settings, "share", out, replace=replace)
    voice, stop = Voice(quiet), Stop()
    with stopped_by_ctrl_c(stop), _Failing(dataset):
        found = share(
            dataset, _listed(players), name=target.name, gap=settings.solver.gap if gap is None else gap,
            time_limit_s=settings.solver.time_limit_s if time_limit is None else time_limit,
            threads=settings.solver.threads, orders=orders, seed=seed, progress=_heard(voice), stop=stop,
        )  # fmt: skip
    voice.done()
    _publish(found, dataset, settings, target, share_text(found, dataset, columns()), replace=replace)


@app.command("coalitions")
def coalitions_command(
    data: Data,
    model: Model = None,
    changes: Changes = None,
    base: Annotated[str, typer.Option(help="Who buys together to begin with: groups and countries.")] = "EU",
    partners: Annotated[str, typer.Option(help="Who may join: countries and groups, with commas.")] = "NO,GB,UA",
    at_most: Annotated[int | None, typer.Option(min=2, help="The best small pools, of so many buyers at most.")] = None,
    product: Annotated[str | None, typer.Option(help="With --at-most: the product they buy together.")] = None,
    out: Out = None,
    replace: Replace = False,
    gap: Gap = None,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
) -> None:
    """What each member and partner adds to money, fill rate and outside share; the best small pools."""
    dataset, settings = dataset_of(data, model, changes)
    target = _target(dataset, settings, "coalitions", out, replace=replace)
    voice, stop = Voice(quiet), Stop()
    with stopped_by_ctrl_c(stop), _Failing(dataset):
        found = coalitions(
            dataset, base=base, partners=_listed(partners) or [], at_most=at_most, product=product, name=target.name,
            gap=settings.solver.gap if gap is None else gap,
            time_limit_s=settings.solver.time_limit_s if time_limit is None else time_limit,
            threads=settings.solver.threads, progress=_heard(voice), stop=stop,
        )  # fmt: skip
    voice.done()
    _publish(found, dataset, settings, target, coalitions_text(found, dataset, columns()), replace=replace)


def _heard(voice: Voice) -> Callable[[Progress], None]:
    """Says which coalition is next, and while one plan is sought how far that is."""

    def hear(progress: Progress) -> None:
        if progress.phase.startswith("coalition"):
            voice.say(progress.seconds, progress.phase)
        else:
            voice.hear(progress)

    return hear


def _listed(said: str | None) -> list[str] | None:
    return None if said is None else [name.strip() for name in said.split(",") if name.strip()]


def _target(dataset: Dataset, settings: ModelFile, command: str, out: Path | None, *, replace: bool) -> Path:
    say_warnings(dataset, dataset.warnings)
    target = out or Path("runs") / f"{safe_name(settings.name)}-{command}"
    check_target(target, replace=replace)
    return target


class _Failing:
    """Whatever goes wrong in a plan becomes a sentence and exit code 4."""

    def __init__(self, dataset: Dataset):
        self.dataset = dataset

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: object) -> None:
        if isinstance(error, VerificationError):
            say_verification(self.dataset, error.verification)
            fail(FAILED, "a plan failed its verification: nothing is published")
        if isinstance(error, SolverError):
            fail(FAILED, f"the solver failed: {error}. Nothing is published")


def _publish(found: Run, dataset: Dataset, settings: ModelFile, target: Path, said: str, *, replace: bool) -> None:
    if found.manifest["status"] == "done":
        publish(found, dataset, target, said, replace=replace)
        show(said)
        return
    show(said)
    raise typer.Exit(NO_PLAN)

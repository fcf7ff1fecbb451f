"""What several commands use: arguments, exit codes, reading the dataset, where a run may be written, Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from edu_supply.cli.talk import Voice, say_problems, say_verification, talk, why
from edu_supply.cli.watched import FAILED
from edu_supply.dataset import Dataset
from edu_supply.outages.undisturbed import NoYardstickError
from edu_supply.plan import Plan
from edu_supply.planning.solve import VerificationError, solve
from edu_supply.problems import DataError
from edu_supply.reading import read
from edu_supply.resilience import solve_resilient
from edu_supply.runs import is_name, read_manifest
from edu_supply.solving import SolverError, Stop
from edu_supply.whatif import ModelFile, apply, read_model, with_changes

FINDING, BAD_INPUT, NO_PLAN = 1, 2, 3

LONGEST_S = 1e7
"""A solve may not be asked to take longer."""

Data = Annotated[Path, typer.Argument(help="A folder of CSV files, or an .xlsx workbook.", metavar="DATA")]
Model = Annotated[
    Path | None, typer.Option("--model", "-m", help="A model file (TOML): horizon, pools, what-if changes.")
]

Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="CHANGE", help='A what-if, such as "lines[site=A].capacity=0". May be repeated.'),
]

Replace = Annotated[bool, typer.Option("--replace", help="Replace the run folder of that name.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")]


def dataset_of(data: Path, model: Path | None, changes: Sequence[str] | None) -> tuple[Dataset, ModelFile]:
    """The dataset with its model file applied (one of defaults where none is given), then the changes of --set."""
    dataset = read(data)
    settings = model_of(dataset, model, changes or ())
    return (apply(dataset, settings) if model or changes else dataset), settings


def model_of(dataset: Dataset, model: Path | None, changes: Sequence[str]) -> ModelFile:
    """What a model file says, with the changes of --set beside its own."""
    return with_changes(ModelFile(name=dataset.name) if model is None else read_model(model), changes)


def check_target(target: Path, *, replace: bool) -> None:
    """Whether a run folder can be written there: asked before the solve, not after it."""
    if not is_name(target.name):
        fail(BAD_INPUT, "--out: give the run folder a name, such as runs/first")
    if replace and target.exists():
        read_manifest(target)
    parent = target.parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        fail(BAD_INPUT, f"cannot write into the folder {parent.name or '.'}: choose another with --out")


@contextmanager
def stopped_by_ctrl_c(stop: Stop) -> Iterator[None]:
    """The first Ctrl-C asks for the best plan in hand, wherever it comes; the second ends the program."""

    def heard(number: int, frame: object) -> None:
        if stop.interrupted:
            raise KeyboardInterrupt
        stop.interrupted = True

    before = signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def in_words() -> Iterator[None]:
    """Whatever goes wrong becomes a sentence and an exit code."""
    try:
        yield
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


def fail(code: int, said: str) -> NoReturn:
    talk(said)
    raise typer.Exit(code)


def solved(
    dataset: Dataset, settings: ModelFile, gap: float, limit_s: float, threads: int, voice: Voice, stop: Stop,
    start: Plan | None = None, near: Plan | None = None,
) -> Plan:  # fmt: skip
    """The plan of a dataset, verified; whatever goes wrong on the way ends the program with code 4."""
    asked: dict[str, Any] = {
        "name": settings.name, "gap": gap, "time_limit_s": limit_s, "threads": threads, "net": settings.net,
        "start": start, "progress": voice.hear, "stop": stop,
    }  # fmt: skip
    try:
        if settings.resilience is None:
            plan = solve(dataset, near=near, **asked)
        elif near is not None:
            fail(BAD_INPUT, "--near: a plan that is to survive ([resilience]) cannot be asked to be near another one")
        else:
            plan = solve_resilient(dataset, settings.resilience.wanted, **asked)
    except VerificationError as error:
        say_verification(dataset, error.verification)
        fail(FAILED, "the plan failed its verification: nothing is published")
    except NoYardstickError as error:
        fail(NO_PLAN, str(error))
    except SolverError as error:
        fail(FAILED, f"the solver failed: {error}. Nothing is published")
    return plan

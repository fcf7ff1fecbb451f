"""Simplex and interior point side by side: the first to end wins, and nothing of the others is left."""

from __future__ import annotations

import importlib
import threading
import time
from typing import Any

import numpy as np
import pytest

from edu_supply.solving import Limits, Progress, Solver, SolverError, Stop, optimise
from edu_supply.solving.answers import Answer
from edu_supply.solving.highs import THREAD
from edu_supply.solving.race import cores as usable_cores
from edu_supply.solving.race import race

from .forms import form

BOX = form([-5, -1], [[4, 1]], [10])
BEST = -12.5


class Slow(Solver):
    """Comes to no end before it is told to."""

    def run(self, stop: Stop, *rest: Any) -> Answer:
        while stop.left_s > 0:
            time.sleep(0.01)
        return Answer("limit", None, np.inf, -np.inf)


class Dying(Solver):
    def run(self, stop: Stop, *rest: Any) -> Answer:
        raise SolverError("HiGHS ended with: Solve error")


class Faulty(Solver):
    def run(self, stop: Stop, *rest: Any) -> Answer:
        raise ZeroDivisionError


@pytest.mark.parametrize("kinds", [(Solver, Slow), (Slow, Solver), (Dying, Solver), (Solver, Dying)])
def test_the_first_to_end_wins(kinds: tuple[type[Solver], ...]) -> None:
    runners = [kind(BOX) for kind in kinds]
    winner, answer = race(runners, Stop())
    assert type(winner) is Solver
    assert (answer.ending, answer.objective) == ("optimal", BEST)
    assert not [thread for thread in threading.enumerate() if thread.name == THREAD and thread.is_alive()]


def test_where_all_die_that_is_said() -> None:
    with pytest.raises(SolverError, match="Solve error"):
        race([Dying(BOX), Dying(BOX)], Stop())


def test_a_fault_is_never_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        race([Faulty(BOX), Slow(BOX)], Stop(time.monotonic() + 0.1))


@pytest.mark.parametrize("ending", ["limit", "interrupted"])
def test_a_race_that_is_stopped(ending: str) -> None:
    stop = Stop(time.monotonic() + (0.1 if ending == "limit" else 60))
    if ending == "interrupted":
        threading.Timer(0.1, lambda: setattr(stop, "interrupted", True)).start()
    _, answer = race([Slow(BOX), Slow(BOX)], stop)
    assert (answer.ending, answer.values) == (ending, None)


def test_a_race_is_heard() -> None:
    heard: list[Progress] = []
    race([Slow(BOX), Slow(BOX)], Stop(time.monotonic() + 1.2), heard.append, "relaxation")
    assert [(one.phase, one.objective, one.bound) for one in heard] == [("relaxation", None, None)]


@pytest.mark.parametrize(("cores", "threads", "raced"), [(2, 0, True), (8, 2, True), (2, 1, False), (1, 0, False)])
def test_only_large_models_race_and_only_where_there_are_cores(
    cores: int, threads: int, raced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    optimising = importlib.import_module("edu_supply.solving.relaxation")
    races: list[int] = []

    def watched(solvers: list[Solver], *rest: Any) -> tuple[Solver, Answer]:
        races.append(len(solvers))
        return race(solvers, *rest)

    monkeypatch.setattr(optimising, "cores", lambda: cores)
    monkeypatch.setattr(optimising, "race", watched)
    assert optimise(BOX, Limits(threads=threads)).objective == pytest.approx(BEST)
    assert not races
    monkeypatch.setattr(optimising, "RACE_FROM", 1)
    assert optimise(BOX, Limits(threads=threads)).objective == pytest.approx(BEST)
    assert races == [2] * raced


def test_cores() -> None:
    assert 1 <= usable_cores() <= 4096

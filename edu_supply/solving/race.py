"""Simplex and interior point side by side: which of them is quicker for a model is known only afterwards."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from edu_supply.solving.answers import Answer, Heat, Progress, SolverError, Stop, wait
from edu_supply.solving.highs import THREAD, Solver


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def race(
    solvers: list[Solver], stop: Stop, report: Callable[[Progress], None] | None = None, phase: str = ""
) -> tuple[Solver, Answer]:
    """Run solvers of one model at once: the first to come to an end wins with its answer, and the others are stopped.

    Where the race itself is stopped, one of the solvers stands for all. Raises SolverError where each of them dies.
    """
    began = time.monotonic()
    heats = [Heat(stop) for _ in solvers]
    finished: list[tuple[Solver, Answer]] = []
    failed: list[Exception] = []
    over = threading.Event()

    def run(solver: Solver, heat: Heat) -> None:
        try:
            answer = solver.run(heat, None, phase)
            finished.append((solver, answer))
            if answer.ending in ("optimal", "infeasible"):
                for other in heats:
                    other.interrupted = other is not heat
        except Exception as error:
            failed.append(error)
        finally:
            if len(finished) + len(failed) == len(solvers):
                over.set()

    for solver, heat in zip(solvers, heats, strict=True):
        threading.Thread(target=run, args=(solver, heat), name=THREAD, daemon=True).start()
    wait(over, stop, lambda: report and report(Progress(time.monotonic() - began, None, None, phase)))
    for solver, answer in finished:
        if answer.ending in ("optimal", "infeasible"):
            return solver, answer
    for error in failed:
        if len(failed) == len(solvers) or not isinstance(error, SolverError):
            raise error
    solver, answer = finished[0]
    return solver, replace(answer, ending="interrupted" if stop.interrupted else "limit")

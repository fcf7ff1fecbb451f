"""What the command line says: stdout is the result, stderr the talk. All of it is safe to send to a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from edu_supply.dataset import Dataset
from edu_supply.problems import DataError, Problem, grouped, printable
from edu_supply.solving import Progress
from edu_supply.verification import Verification


class Voice:
    """Says on stderr how far the solver is: one line that is rewritten on a terminal, a line now and then elsewhere."""

    def __init__(self, quiet: bool):
        self.quiet = quiet
        self.every_s = _every_s()
        self.live = sys.stderr.isatty()
        self.said = -self.every_s
        self.length = 0

    def hear(self, progress: Progress) -> None:
        if self.quiet or (not self.live and progress.seconds - self.said < self.every_s):
            return
        self._say(progress.seconds, f"{progress.phase}: {_so_far(progress)}")

    def say(self, seconds: float, so_far: str) -> None:
        """Say how far something is, in words, unless something was said just now."""
        every = 0.5 if self.live else self.every_s
        if not self.quiet and seconds - self.said >= every:
            self._say(seconds, so_far)

    def _say(self, seconds: float, so_far: str) -> None:
        self.said = seconds
        line = f"{seconds:6.0f} s  {so_far}"
        sys.stderr.write(f"\r{line:<{self.length}}" if self.live else f"{line}\n")
        sys.stderr.flush()
        self.length = len(line)

    def done(self) -> None:
        if self.live and self.length:
            sys.stderr.write("\r" + " " * self.length + "\r")


def _every_s() -> float:
    """Seconds between two lines of progress where there is no terminal: 10, or as EDU_SUPPLY_EVERY_S says."""
    said = os.environ.get("EDU_SUPPLY_EVERY_S", "")
    return float(said) if said.isdecimal() else 10.0


def _so_far(progress: Progress) -> str:
    if progress.objective is None:
        return "no plan in hand yet" if progress.bound is None else f"no plan yet, bound EUR {progress.bound:,.0f}"
    best = f"best plan EUR {progress.objective:,.0f}"
    if progress.bound is None:
        return best
    gap = (progress.objective - progress.bound) / max(abs(progress.objective), 1e-9)
    return f"{best}, bound EUR {progress.bound:,.0f}, gap {max(gap, 0):.2%}"


def say_problems(problems: Sequence[Problem]) -> None:
    """Errors, then the warnings that came with them."""
    for line in grouped(problem for problem in problems if problem.is_error):
        talk(line)
    warnings = grouped(problem for problem in problems if not problem.is_error)
    if warnings:
        talk("Beside the errors, warnings:")
    for line in warnings:
        talk(line)


def say_warnings(dataset: Dataset, warnings: Sequence[Problem]) -> None:
    if warnings:
        talk_marked(dataset, grouped(warnings))


def say_verification(dataset: Dataset, verification: Verification) -> None:
    """The first broken laws, in words."""
    talk_marked(dataset, [violation.sentence for violation in verification.violations[:20]])


def talk_marked(dataset: Dataset, lines: list[str]) -> None:
    marking = [dataset.settings.marking] if dataset.settings.marking else []
    for line in (*marking, *lines, *marking):
        talk(line)


def marked(dataset: Dataset, said: str) -> str:
    marking = dataset.settings.marking
    return f"{marking}\n{said}\n{marking}" if marking else said


def columns() -> int:
    try:
        return max(60, min(os.get_terminal_size(sys.stdout.fileno()).columns, 110))
    except OSError:
        return 80


def short_path(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}" if folder.parent.name else folder.name


def why(error: Exception) -> str:
    if isinstance(error, DataError):
        return "; ".join(problem.message for problem in error.problems)
    return getattr(error, "strerror", None) or type(error).__name__


def show(said: str) -> None:
    sys.stdout.write("\n".join(map(printable, said.split("\n"))) + "\n")
    sys.stdout.flush()


def talk(said: str) -> None:
    sys.stderr.write(printable(said) + "\n")

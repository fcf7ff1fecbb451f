"""The command line.

Exit codes: 0 fine; 1 a finding that --fail-on asked for; 2 bad usage or bad input; 3 no plan; 4 the plan failed its
verification or the solver died, and nothing is published.
"""

from __future__ import annotations

import os
import sys
import threading

from edu_supply.cli import (
    autonomy,
    compare,
    excel,
    lanes,
    report,
    requirements,
    risk,
    safety,
    serve,
    sharing,
    solve,
    spof,
    stockpile,
)
from edu_supply.cli.commands import app
from edu_supply.cli.watched import FAILED, watched
from edu_supply.solving.highs import THREAD

__all__ = [
    "app", "autonomy", "compare", "excel", "lanes", "main", "report", "requirements", "risk", "safety", "serve",
    "sharing", "solve", "spof", "stockpile",
]  # fmt: skip


def main() -> None:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    watched(_work)


def _work() -> None:
    try:
        app(prog_name="edu-supply")
    except SystemExit as end:
        if any(thread.name == THREAD for thread in threading.enumerate()):
            sys.stderr.flush()  # a solver that was left behind would abort Python's own end
            os._exit(end.code if isinstance(end.code, int) else FAILED)
        raise

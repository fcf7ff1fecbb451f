"""The command ``report``: a run as a page to read and to print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edu_supply.cli.commands import app
from edu_supply.cli.shared import BAD_INPUT, fail
from edu_supply.cli.talk import short_path, talk, why
from edu_supply.report import write_report


@app.command("report")
def report_command(
    run: Annotated[Path, typer.Argument(help="A run folder of solve.", metavar="RUN")],
    for_partners: Annotated[
        bool, typer.Option("--for-partners", help="At country level: no sites, coordinates, stocks or weak points.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="The file to write; else RUN/report.html, anew.")] = None,
) -> None:
    """Write a run as one HTML page: map, charts, bottlenecks, contracts, weak points, and how to reproduce it."""
    try:
        written = write_report(run, out, partners=for_partners)
    except OSError as error:
        fail(BAD_INPUT, f"cannot write {(out or run).name}: {why(error)}")
    talk(f"written to {short_path(written)}")

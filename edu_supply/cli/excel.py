"""The commands ``export`` and ``template``: a run as an Excel workbook, and a dataset as one to be filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edu_supply.cli.commands import app
from edu_supply.cli.shared import BAD_INPUT, fail
from edu_supply.cli.talk import short_path, talk, why
from edu_supply.reading import read
from edu_supply.runs import read_any_run
from edu_supply.workbooks import ExcelMissingError, need_excel, write_template, write_workbook
from edu_supply.workbooks.template import tutorial_folder


@app.command("export")
def export_command(
    run: Annotated[Path, typer.Argument(help="A run folder.", metavar="RUN")],
    out: Annotated[Path | None, typer.Option(help="The workbook to write; RUN/plan.xlsx otherwise.")] = None,
) -> None:
    """Write the tables of a run as an Excel workbook, with charts."""
    check_excel()
    found, dataset = read_any_run(run)
    kind = found.manifest.get("kind", "solve")
    target = out or run / ("plan.xlsx" if kind == "solve" else f"{kind}.xlsx")
    try:
        write_workbook(found, dataset, target)
    except OSError as error:
        fail(BAD_INPUT, f"cannot write {target.name}: {why(error)}")
    talk(f"written to {short_path(target)}")


@app.command("template")
def template_command(
    out: Annotated[Path, typer.Argument(help="The .xlsx file to write.", metavar="OUT")],
    data: Annotated[Path | None, typer.Option(help="Filled with this dataset; with the tutorial otherwise.")] = None,
) -> None:
    """Write a workbook with all tables, comments and drop-downs, that can be solved as it is and changed from there."""
    check_excel()
    if out.suffix != ".xlsx":
        raise typer.BadParameter("the name of a workbook ends in .xlsx", param_hint="OUT")
    dataset = read(data or tutorial_folder())
    try:
        write_template(dataset, out)
    except OSError as error:
        fail(BAD_INPUT, f"cannot write {out.name}: {why(error)}")
    talk(f"written to {short_path(out)}: change it, then edu-supply solve {out.name}")


def check_excel() -> None:
    """Whether Excel files can be written: asked before the work, not after it."""
    try:
        need_excel()
    except ExcelMissingError as error:
        fail(BAD_INPUT, str(error))

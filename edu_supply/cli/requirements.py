"""The command ``requirements``: the rows that a dataset's requirements make."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edu_supply.cli.commands import app
from edu_supply.cli.shared import BAD_INPUT, Changes, Data, Model, dataset_of, fail
from edu_supply.cli.talk import columns, marked, say_warnings, short_path, show, talk, why
from edu_supply.needs import explicit, requirements
from edu_supply.planning.requirements import rows_text
from edu_supply.runs import write_dataset


@app.command("requirements")
def requirements_command(
    data: Data,
    model: Model = None,
    changes: Changes = None,
    write: Annotated[Path | None, typer.Option(help="Write the dataset there with these rows spelt out.")] = None,
) -> None:
    """Show the minimums of stock and the demand that the table of requirements comes to."""
    dataset, _ = dataset_of(data, model, changes)
    say_warnings(dataset, dataset.warnings)
    show(marked(dataset, rows_text(requirements(dataset), dataset, columns())))
    if write is not None:
        try:
            folder = write_dataset(explicit(dataset), write)
        except OSError as error:
            fail(BAD_INPUT, f"cannot write {write.name}: {why(error)}")
        talk(f"written to {short_path(folder)}")

"""The run folder of what another command than solve found, with its page."""

from __future__ import annotations

from pathlib import Path

from edu_supply.cli.shared import BAD_INPUT, fail
from edu_supply.cli.talk import short_path, talk, why
from edu_supply.dataset import Dataset
from edu_supply.plan import Run
from edu_supply.problems import DataError
from edu_supply.report import REPORT, analysis_page
from edu_supply.runs import write_run


def publish(found: Run, dataset: Dataset, target: Path, said: str, *, replace: bool) -> None:
    """Write what was found, and said of it, and say where; that it cannot be written ends the program."""
    try:
        folder = write_run(found, dataset, target, replace=replace,
                           beside={REPORT: analysis_page(found, dataset, said)})  # fmt: skip
    except (OSError, DataError) as error:
        fail(BAD_INPUT, f"cannot write the run folder {target.name}: {why(error)}")
    talk(f"written to {short_path(folder)}")

"""The run folders in a folder, as a table and in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from edu_supply.planning.layout import table
from edu_supply.planning.wording import eur
from edu_supply.problems import DataError, Problem
from edu_supply.runs import read_manifest

RUN_COLUMNS = {
    "run": "name of the run folder",
    "kind": "the command that wrote it: solve, spof, ...",
    "name": "name of the model file, or of the dataset where there is none",
    "data": "name of the dataset's folder or workbook",
    "status": "of the plan or the analysis",
    "objective_eur": "what was made as small as possible; blank where there is none",
    "money_eur": "what is really paid",
    "shortage_eur": "penalties for what falls short or comes late",
    "gap_share": "how much of the objective may still be saved, at most",
    "fill_rate": "served / asked for, each unit at its penalty",
    "written": "when its manifest was written, ISO 8601, in universal time",
    "marking": "the dataset's marking",
}
"""The columns of a list of runs."""


def list_runs(folder: str | Path = "runs") -> tuple[pd.DataFrame, list[Problem]]:
    """The run folders in a folder, the latest last, and what is wrong with those that cannot be read.

    Raises DataError where there is no such folder.

    >>> import edu_supply, tempfile
    >>> dataset, runs = edu_supply.read("data/tutorial"), tempfile.mkdtemp()
    >>> run = edu_supply.write_run(edu_supply.solve(dataset, name="first"), dataset, runs + "/first")
    >>> edu_supply.list_runs(runs)[0][["run", "objective_eur"]].values.tolist()
    [['first', 830320.0]]
    """
    place = Path(folder)
    if not place.is_dir():
        right = "Solve something first, or name the folder that holds the runs."
        raise DataError([Problem("run", "", place.name or "runs", "There is no such folder.", right)])
    rows, problems = [], list[Problem]()
    for file in sorted(place.glob("*/manifest.json")):
        if not file.parent.name.startswith("."):
            try:
                rows.append(_row(file.parent))
            except DataError as error:
                problems += error.problems
    found = pd.DataFrame(rows, columns=list(RUN_COLUMNS))
    return found.sort_values(["written", "run"], ignore_index=True), problems


def _row(folder: Path) -> dict[str, Any]:
    manifest = read_manifest(folder)
    written = datetime.fromtimestamp((folder / "manifest.json").stat().st_mtime, UTC)
    rate = manifest.get("fill_rate")
    return {column: manifest.get(column) for column in RUN_COLUMNS} | {
        "run": folder.name, "kind": manifest.get("kind", "solve"), "gap_share": manifest.get("gap"),
        "fill_rate": rate.get("weighted") if isinstance(rate, dict) else rate,
        "written": written.isoformat(timespec="seconds"), "marking": manifest.get("marking", ""),
    }  # fmt: skip


def runs_text(folders: Iterable[Path], width: int) -> str:
    """A line for each of these run folders: name, data, objective, gap, fill rate, when (in local time).

    >>> runs_text([], 80)
    'There are no runs.'
    """
    rows = [_row(folder) for folder in folders]
    head = ("run", "data", "status", "objective", "gap", "fill rate", "written")
    cells = [(row["run"], row["data"], _status(row), _said(row["objective_eur"], eur),
              _said(row["gap_share"], "{:.3%}"), _said(row["fill_rate"], "{:.1%}"), _local(row["written"]))
             for row in rows]  # fmt: skip
    return "\n".join(table(cells, width, head=head, left=(0, 1, 2))) if rows else "There are no runs."


def _status(row: dict[str, Any]) -> str:
    return str(row["status"]) if row["kind"] == "solve" else str(row["kind"])


def _said(number: object, how: Any) -> str:
    if not isinstance(number, (int, float)):
        return ""
    return str(how(number) if callable(how) else how.format(number).replace("%", " %"))


def _local(written: str) -> str:
    return f"{datetime.fromisoformat(written).astimezone():%Y-%m-%d %H:%M}"

"""What is asked for, as words of the command line: the page starts the same commands that people type."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import Any

from edu_supply.runs import read_manifest, safe_name
from edu_supply.serving.toml import toml_text
from edu_supply.serving.workspace import Workspace

ON_A_RUN = ("spof", "stockpile")
"""Commands that stress the plan of a run; they read the tables that the run holds."""


def words(kind: str, wanted: dict[str, Any], workspace: Workspace, scratch: Path, threads: int) -> list[str]:
    """The words of the command for a job. ``scratch`` is a folder that it may fill. Raises AbsentError, DataError."""
    out = ["--out", str(workspace.runs / safe_name(str(wanted["run"])))]
    if kind == "solve":
        source = workspace.source(wanted["data"], wanted["version"] or None)
        model = workspace.model(wanted["model"])
        said = ["solve", str(source.place), *(["--model", str(model)] if model else [])]
        said += [f"--gap={wanted['gap']}"] if wanted.get("gap") is not None else []
        said += [f"--time-limit={wanted['time_limit']}"] if wanted.get("time_limit") is not None else []
        said += ["--excel"] if importlib.util.find_spec("xlsxwriter") else []
        return [*said, *([f"--threads={threads}"] if threads else []), *out]
    if kind == "compare":
        runs = [str(workspace.run(name)) for name in wanted["runs"]]
        return ["compare", *runs, *([] if wanted["why"] else ["--no-why"]), *out]
    run = workspace.run(wanted["of"])
    data, model = _inputs(run, scratch)
    return [kind, str(data), "--model", str(model), "--plan", str(run), f"--duration={wanted['duration']}", *out]


def _inputs(run: Path, scratch: Path) -> tuple[Path, Path]:
    """The tables of a run under the name of its dataset, and a model file with the pools it was made with."""
    manifest = read_manifest(run)
    shutil.rmtree(scratch, ignore_errors=True)
    data = scratch / safe_name(str(manifest.get("data", "inputs")))
    shutil.copytree(run / "inputs", data)
    said = {"name": safe_name(run.name), "pools": manifest.get("pools", [["*"]]), "net": bool(manifest.get("net"))}
    model = scratch / "plan.toml"
    model.write_text(toml_text(said), encoding="utf-8")
    return data, model

"""Run folders: a plan with everything that it was made from, whole or not at all, readable by its owner only."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.plan import Outages, Plan, Run
from edu_supply.problems import DataError, Problem
from edu_supply.reading import read
from edu_supply.schema import TABLES

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "'")
"""A text cell that begins so could be taken for a formula: it is written behind an apostrophe."""

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


def write_run(
    plan: Run, dataset: Dataset, folder: str | Path, *, replace: bool = False, beside: Mapping[str, str] | None = None
) -> Path:
    """Write a run folder and return where it is.

    ``plan`` is a plan, or what another command found. The folder holds ``manifest.json``, a CSV file for every table
    and ``inputs/``: the tables as they were solved; and the texts of ``beside``, by the names of their files. It
    appears whole or not at all. A folder of that name is left alone and NAME-2 is written (NAME-3, ...), unless
    ``replace``; only a run folder is ever replaced. Raises OSError where nothing can be written.

    >>> import edu_supply, tempfile
    >>> dataset = edu_supply.read("data/tutorial")
    >>> run = edu_supply.write_run(edu_supply.solve(dataset), dataset, tempfile.mkdtemp() + "/first")
    >>> edu_supply.read_run(run)[0].status
    'optimal'
    """
    target = Path(folder)
    with _draft(target) as draft:
        _fill(draft, plan, dataset)
        for name, text in (beside or {}).items():
            _write(draft / name, text.encode())
        return _publish(draft, target, replace=replace)


def write_dataset(dataset: Dataset, folder: str | Path) -> Path:
    """Write a dataset as a folder of CSV files, its tables as given and changed, and return where it is.

    It appears whole or not at all, and only its owner can read it. A folder of that name is left alone, and NAME-2 is
    written. Raises OSError where nothing can be written.

    >>> import edu_supply, tempfile
    >>> folder = write_dataset(edu_supply.read("data/tutorial"), tempfile.mkdtemp() + "/copy")
    >>> edu_supply.read(folder).periods
    4
    """
    target = Path(folder)
    with _draft(target) as draft:
        for name, table in _inputs(dataset).items():
            _write_csv(draft / f"{name}.csv", table, _shortest)
        return _publish(draft, target, replace=False)


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A folder beside the target to write into; whatever is still there at the end goes."""
    if not is_name(target.name):
        raise FileNotFoundError(errno.ENOENT, "give the folder a name, such as runs/first")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def read_run(folder: str | Path) -> tuple[Plan, Dataset]:
    """Read a run folder back: the plan, and the dataset that it was made from.

    Raises DataError for a folder that is no run, or one whose files are not those that its manifest names.

    >>> import edu_supply, tempfile
    >>> dataset = edu_supply.read("data/tutorial")
    >>> run = edu_supply.write_run(edu_supply.solve(dataset), dataset, tempfile.mkdtemp() + "/first")
    >>> plan, dataset = edu_supply.read_run(run)
    >>> edu_supply.verify(dataset, plan.tables, plan.manifest).ok
    True
    """
    name, tables, manifest, dataset = _read(Path(folder), "solve")
    return Plan(name, tables, manifest), dataset


def read_outages(folder: str | Path) -> tuple[Outages, Dataset]:
    """Read the run folder of a sweep back: what was found, and the dataset.

    Raises DataError as ``read_run`` does.

    >>> import edu_supply, tempfile
    >>> dataset = edu_supply.read("data/tutorial")
    >>> found = edu_supply.spof(dataset, edu_supply.solve(dataset), kinds=["mode"], survival=False)
    >>> run = edu_supply.write_run(found, dataset, tempfile.mkdtemp() + "/spof")
    >>> edu_supply.read_outages(run)[0]["spof"]["target"].tolist()
    ['road', 'rail']
    """
    name, tables, manifest, dataset = _read(Path(folder), "spof")
    return Outages(name, tables, manifest), dataset


def read_any_run(folder: str | Path) -> tuple[Run, Dataset]:
    """Read the run folder of any command back: its tables and manifest, and the dataset. Raises DataError."""
    name, tables, manifest, dataset = _read(Path(folder), None)
    return Run(name, tables, manifest), dataset


def _read(place: Path, command: str | None) -> tuple[str, dict[str, pd.DataFrame], dict[str, Any], Dataset]:
    """Name, tables, manifest and dataset of a run of this command, or of any."""
    manifest = read_manifest(place)
    made_by = manifest.get("kind", "solve")
    if command not in (None, made_by):
        raise _not_a_run(place, f"It is a run of {made_by}.", f"a run of {command}")
    _check_hashes(place, manifest)
    dataset = dataclasses.replace(read(place / "inputs"), name=str(manifest.get("data", "inputs")))
    tables = {file.stem: _read_csv(file) for file in sorted(place.glob("*.csv"))}
    pools = tuple(tuple(pool) for pool in manifest.get("pools", [["*"]]))
    return str(manifest.get("name", place.name)), tables, manifest, dataset.with_pools(pools)


def manifest_sha256(folder: Path) -> str:
    """SHA-256 of a run folder's manifest, which holds those of all its other files: it stands for the run."""
    return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run folder. Raises DataError for a folder that has none that can be read."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        raise _not_a_run(folder, "It holds no manifest.json.") from None
    except (OSError, ValueError):
        raise _not_a_run(folder, "Its manifest.json cannot be read.") from None
    if not isinstance(manifest, dict) or "status" not in manifest or not isinstance(manifest.get("files"), dict):
        raise _not_a_run(folder, "Its manifest.json is not one of edu-supply.")
    return manifest


def is_name(name: str) -> bool:
    """Whether a folder can be called that: not blank, not ``..``."""
    return name not in ("", "..")


def safe_name(name: str) -> str:
    """A name that can be a folder everywhere: letters, digits, ``._-``, never reserved, at most 80 characters."""
    clean = re.sub(r"[^\w.-]+", "-", name).strip(".-")[:80] or "plan"
    return f"{clean}-" if clean.split(".")[0].casefold() in _RESERVED else clean


def _not_a_run(folder: Path, why: str, wanted: str = "a run folder") -> DataError:
    right = "Give the folder of a run, such as runs/plan." if wanted == "a run folder" else f"Give {wanted}."
    return DataError([Problem("run", "", folder.name or "run", f"This is not {wanted}. {why}", right)])


def _fill(draft: Path, plan: Run, dataset: Dataset) -> None:
    (draft / "inputs").mkdir(mode=0o700)
    files: dict[str, str] = {}
    for name, table in plan.tables.items():
        files[f"{name}.csv"] = _write_csv(draft / f"{name}.csv", _guarded(table), "%.12g")
    for name, table in _inputs(dataset).items():
        files[f"inputs/{name}.csv"] = _write_csv(draft / "inputs" / f"{name}.csv", table, _shortest)
    manifest = {**plan.manifest, "files": files}
    text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False)
    _write(draft / "manifest.json", text.encode() + b"\n")


def _inputs(dataset: Dataset) -> dict[str, pd.DataFrame]:
    """The tables as they were solved: as given and changed, with the settings that hold."""
    tables = {}
    for name, schema in TABLES.items():
        table = dataset.given.get(name)
        if table is None or (table.empty and not schema.required):
            continue
        columns = [column for column in schema.column_names if column in table and table[column].notna().any()]
        columns = [column for column in schema.column_names if column in columns or schema[column].required]
        flags = [column for column in columns if schema[column].kind == "flag"]
        tables[name] = table[columns].assign(**{column: table[column].map(_YES_OR_NO) for column in flags})
    settings, horizon = dataset.settings, dataset.horizon
    said = {"period": horizon.length, "start": horizon.start.isoformat() if horizon.start else "",
            "periods": str(horizon.periods), "currency_year": settings.currency_year,
            "final_stock": settings.final_stock, "marking": settings.marking}  # fmt: skip
    tables["settings"] = pd.DataFrame([(key, value) for key, value in said.items() if value], columns=["key", "value"])
    return tables


_YES_OR_NO = {1: "yes", 0: "no"}


def _guarded(table: pd.DataFrame) -> pd.DataFrame:
    """The table with every text cell that could be taken for a formula behind an apostrophe."""
    texts = {column: table[column].map(_guard) for column in table.columns if not _is_number(table[column])}
    return table.assign(**texts)


def _guard(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def _is_number(column: pd.Series[Any]) -> bool:
    return pd.api.types.is_numeric_dtype(column)


def _shortest(number: object) -> str:
    """The shortest text that reads as this number again, as people type it: 240, not 240.0."""
    return str(number).removesuffix(".0")


def _write_csv(file: Path, table: pd.DataFrame, digits: str | Callable[[object], str]) -> str:
    return _write(file, table.to_csv(index=False, float_format=digits, lineterminator="\n").encode())


def _read_csv(file: Path) -> pd.DataFrame:
    text = pd.read_csv(file, dtype=str, keep_default_na=False)
    for column in text.columns:
        if column.endswith(_NUMBERS) or column in _COUNTS or (file.stem, column) in _ONLY_THERE:
            text[column] = pd.to_numeric(text[column].replace("", None))
        else:
            text[column] = text[column].map(lambda cell: cell[1:] if cell.startswith("'") else cell)
    return text


_NUMBERS = ("_units", "_eur", "_t", "_lines", "_share", "_rate", "_period", "_periods")
_COUNTS = ("period", "priority", "quantity", "rank", "ratio", "from_quantity", "every_period", "irreducible", "enough",
           "structural", "self", "start", "duration", "reached", "binding", "initial", "added", "days_of_supply",
           "survives", "service", "last", "plain_quantity")  # fmt: skip
_ONLY_THERE = (("rules", "limit"), ("stockpile", "target"))
"""Numbers in these tables, and words in others."""


def _write(file: Path, content: bytes) -> str:
    """Write a file that only its owner can read, down to the disk; its SHA-256."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    return hashlib.sha256(content).hexdigest()


def _publish(draft: Path, target: Path, *, replace: bool) -> Path:
    """Give the draft its name, in one step."""
    if replace and target.exists():
        read_manifest(target)
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent))
        target.rename(old / "run")
        try:
            draft.rename(target)
        except BaseException:
            if not target.exists():
                (old / "run").rename(target)
            raise
        finally:
            if target.exists():
                shutil.rmtree(old, ignore_errors=True)
        return target
    number, free = 1, target
    while True:
        if not free.exists():
            try:
                draft.rename(free)
                return free
            except OSError:
                if not free.exists():
                    raise
        number += 1
        free = target.with_name(f"{target.name}-{number}")


def _check_hashes(place: Path, manifest: Mapping[str, Any]) -> None:
    problems = []
    there = {file.relative_to(place).as_posix() for file in place.rglob("*.csv")}
    for name, said in manifest["files"].items():
        if name not in there:
            problems.append(Problem("run", "", name, "This file of the run is missing."))
        elif hashlib.sha256((place / name).read_bytes()).hexdigest() != said:
            problems.append(Problem("run", "", name, "This file is not the one that the run wrote.",
                                    "Solve again, or restore it."))  # fmt: skip
    problems += [Problem("run", "", name, "The run did not write this file.", "Take it out of the run folder.")
                 for name in sorted(there - set(manifest["files"]))]  # fmt: skip
    if problems:
        raise DataError(problems)

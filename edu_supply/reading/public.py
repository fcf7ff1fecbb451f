"""The ways to get a dataset."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.problems import DataError, Problem
from edu_supply.reading.build import build
from edu_supply.reading.findings import Findings
from edu_supply.reading.folder import file_contents, folder_tables
from edu_supply.reading.frames import frame_tables
from edu_supply.reading.periods import MOST_PERIODS
from edu_supply.reading.text_table import TextTable
from edu_supply.reading.workbook import workbook_tables


def read(path: str | Path, *, periods: int | None = None) -> Dataset:
    """Read a dataset: a folder of CSV files, or an Excel workbook with a sheet per table.

    ``periods`` is used in place of the number of periods that the settings give.
    Raises :class:`edu_supply.problems.DataError` with all errors and warnings.

    >>> read("data/europe", periods=12).periods
    12
    """
    _check_periods(periods)
    findings = Findings()
    texts, name, hashes = _texts(Path(path), findings)
    return build(texts, findings, name, periods, hashes)


@dataclass(frozen=True)
class Looked:
    """A dataset as it came: its tables as text, all that is wrong or strange, and the dataset if nothing is wrong."""

    texts: Mapping[str, TextTable]
    problems: tuple[Problem, ...]
    errors: int
    dataset: Dataset | None


def look(path: str | Path) -> Looked:
    """Read a dataset to be shown and corrected: whatever is wrong with it is told beside what could be read.

    >>> looked = look("data/tutorial")
    >>> looked.errors, looked.texts["lines"].columns["capacity"]
    (0, ['240', '300', '200', '40'])
    """
    findings, texts = Findings(), dict[str, TextTable]()
    try:
        texts, name, hashes = _texts(Path(path), findings)
        dataset = build(texts, findings, name, None, hashes)
    except DataError as error:
        return Looked(texts, error.problems, error.errors, None)
    return Looked(texts, dataset.warnings, 0, dataset)


def _texts(place: Path, findings: Findings) -> tuple[dict[str, TextTable], str, dict[str, str]]:
    """The tables at a place as text, the dataset's name, and the SHA-256 of what each table came from."""
    name = place.name or place.resolve().name or "dataset"
    if place.is_dir():
        texts, hashes = folder_tables(place, findings)
        return texts, name, hashes
    data = file_contents(place, name, "", findings)
    if data is None or not data.startswith(b"PK"):
        if data is not None:
            findings.add(_not_a_dataset(name, data))
        findings.raise_errors()
    assert data is not None
    texts = workbook_tables(data, name, findings)
    return texts, place.stem, dict.fromkeys(texts, hashlib.sha256(data).hexdigest())


def _not_a_dataset(name: str, data: bytes) -> Problem:
    """A file that is no workbook."""
    message, right = "This is neither a folder of CSV files nor an .xlsx workbook.", ""
    if name.lower().endswith(".csv"):
        right = "Give the folder that holds it."
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        message = "This is an old Excel workbook, or one with a password."
        right = "Save it as .xlsx, without a password."
    return Problem("dataset", "", name, message, right)


def from_tables(tables: Mapping[str, pd.DataFrame], name: str = "dataset", periods: int | None = None) -> Dataset:
    """Make a dataset from DataFrames by table, with the same checks as :func:`read`; rows are called ``lines[3]``.

    Raises :class:`edu_supply.problems.DataError` with all errors and warnings.

    >>> import edu_supply
    >>> tables = edu_supply.read("data/tutorial").given
    >>> from_tables({name: tables[name] for name in ("sites", "products", "lines", "lanes", "demand")}).periods
    24
    """
    _check_periods(periods)
    findings = Findings()
    return build(frame_tables(tables, findings), findings, name, periods)


def rebuild(
    given: Mapping[str, pd.DataFrame],
    *,
    name: str,
    periods: int | None = None,
    hashes: Mapping[str, str] | None = None,
    pools: tuple[tuple[str, ...], ...] = (("*",),),
) -> Dataset:
    """Make a dataset from another one's ``given`` tables after changes, the settings table among them.

    Everything is completed and checked anew. A row says where it stands in its column ``where``; rows added without one
    are called ``lines[3]``. Raises :class:`edu_supply.problems.DataError` with all errors and warnings.

    >>> rebuild({**dataset.given, "lines": lines}, name=dataset.name, periods=dataset.periods)
    """
    _check_periods(periods)
    findings = Findings()
    return build(frame_tables(given, findings), findings, name, periods, hashes, pools)


def _check_periods(periods: int | None) -> None:
    if periods is not None and not 1 <= periods <= MOST_PERIODS:
        message = f"A plan has 1 to {MOST_PERIODS} periods."
        raise DataError([Problem("periods", "", "periods", message, value=str(periods))])

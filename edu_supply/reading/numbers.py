"""Cells that hold numbers: read as they are written or refused with what would be right, never repaired."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from edu_supply.reading.suspects import refusal
from edu_supply.reading.text_table import DecimalMark
from edu_supply.schema import LOWEST_POSITIVE, Column

FloatArray = NDArray[np.float64]

_POINT = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_COMMA = _POINT.replace(r"\.", ",")
_NUMBER = {"point": re.compile(_POINT), "comma": re.compile(_COMMA)}
_WHOLE_COLUMN = {mark: re.compile(rf"(?>(?:{one.pattern})?(?:\n|\Z))*+") for mark, one in _NUMBER.items()}
_LOOKS_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")


class Fault(NamedTuple):
    """What is wrong with one cell of a column."""

    row: int
    kind: str
    message: str
    right: str


def numbers(cells: list[str], column: Column, mark: DecimalMark) -> tuple[FloatArray, list[Fault]]:
    """The numbers in a column (NaN where blank or refused) and what was refused. ``mark`` is ``point`` or ``comma``.

    >>> numbers(["1.5", "", "1,5"], TABLES["lanes"]["capacity_t"], "point")
    (array([1.5, nan, nan]), [Fault(row=2, kind='decimal comma', ...)])
    """
    texts, faults = cells, list[Fault]()
    joined = "\n".join(cells)
    if joined.count("\n") >= len(cells) or not _WHOLE_COLUMN[mark].fullmatch(joined):
        texts, faults = _readable(cells, column, mark)
    if mark == "comma":
        texts = [text.replace(",", ".") for text in texts]
    values = np.array([float(text) if text else np.nan for text in texts], dtype=np.float64)
    return values, faults + _out_of_range(values, texts, column)


FLAGS = {"yes": 1.0, "true": 1.0, "1": 1.0, "no": 0.0, "false": 0.0, "0": 0.0, "": np.nan}
"""What a flag may be called, in upper or lower case."""


def flags(cells: list[str]) -> tuple[FloatArray, list[Fault]]:
    """Yes as 1 and no as 0 (NaN where blank or refused), and what was refused.

    >>> flags(["yes", "FALSE", "", "ja"])
    (array([ 1.,  0., nan, nan]), [Fault(row=3, kind='flag', ...)])
    """
    faults = [Fault(row, "flag", "This is neither yes nor no.", "Write yes or no.")
              for row, cell in enumerate(cells) if cell.casefold() not in FLAGS]  # fmt: skip
    return np.array([FLAGS.get(cell.casefold(), np.nan) for cell in cells]), faults


def decimal_mark(columns: Sequence[list[str]]) -> DecimalMark:
    """How a file that is not separated by commas writes its decimals, by all cells of its number columns.

    ``either`` means: nothing tells, and cells such as ``1.500`` could mean two numbers.

    >>> decimal_mark([["1,5", "2"]]), decimal_mark([["1.5"]]), decimal_mark([["1.500"]])
    ('comma', 'point', 'either')
    """
    unclear = False
    for cells in columns:
        joined = "\n".join(cells)
        if "," in joined and any(_NUMBER["comma"].fullmatch(cell) for cell in cells if "," in cell):
            return "comma"
    for cells in columns:
        for cell in {cell for cell in cells if "." in cell}:
            if not _LOOKS_GROUPED.fullmatch(cell) and _NUMBER["point"].fullmatch(cell):
                return "point"
            unclear = True
    return "either" if unclear else "point"


def unclear_thousands(cells: list[str]) -> list[Fault]:
    """The cells of which nothing tells whether their point marks thousands or decimals.

    >>> [fault.right for fault in unclear_thousands(["1.500"])]
    ['Write 1500 or 1,5.']
    """
    return [
        Fault(row, "unclear mark", "This has a point that may mark thousands or decimals.",
              f"Write {cell.replace('.', '')} or {_shorter(cell).replace('.', ',')}.")
        for row, cell in enumerate(cells)
        if _LOOKS_GROUPED.fullmatch(cell)
    ]  # fmt: skip


def looks_grouped(cells: list[str], mark: DecimalMark) -> int | None:
    """The first row with a decimal mark, if every such cell of the column looks like thousands (``1.500``).

    >>> looks_grouped(["950", "1.500"], "point"), looks_grouped(["0.125", "1.500"], "point")
    (1, None)
    """
    sign = "," if mark == "comma" else "."
    first = None
    for row, cell in enumerate(cells):
        if sign in cell:
            if not _LOOKS_GROUPED.fullmatch(cell):
                return None
            first = row if first is None else first
        elif len(cell.lstrip("+-")) > 3:
            return None
    return first


def _shorter(number: str) -> str:
    return number.rstrip("0").rstrip(".,")


def _readable(cells: list[str], column: Column, mark: DecimalMark) -> tuple[list[str], list[Fault]]:
    """The column with every cell that is not a number blanked, and why."""
    texts, faults = list(cells), []
    known: dict[str, tuple[str, str, str]] = {}
    for row, cell in enumerate(cells):
        if cell and not _NUMBER[mark].fullmatch(cell):
            if cell not in known:
                known[cell] = refusal(cell, column, mark)
            faults.append(Fault(row, *known[cell]))
            texts[row] = ""
    return texts, faults


def _out_of_range(values: FloatArray, texts: list[str], column: Column) -> list[Fault]:
    """Numbers that the column does not allow; they become NaN."""
    size = np.abs(values)
    vanishing = np.zeros(len(values), dtype=bool)
    if any("e" in text or "E" in text or len(text) > 300 for text in texts):
        vanishing |= np.array([_vanished(text) for text in texts], dtype=bool) & (size == 0)
    if column.low >= 0:
        vanishing |= (size > 0) & (size < LOWEST_POSITIVE)
    wrong = (values < column.low) | (values > column.high) | vanishing
    if column.positive:
        wrong |= values <= 0
    if column.kind in ("whole", "period"):
        wrong |= ~np.isnan(values) & (values != np.floor(values))
    faults = [Fault(row, *_why(float(values[row]), texts[row], column)) for row in np.flatnonzero(wrong).tolist()]
    values[wrong] = np.nan
    return faults


def _vanished(text: str) -> bool:
    """Whether a number that reads as 0 was not written as 0 (``1e-400``)."""
    return re.search("[1-9]", re.split("[eE]", text)[0]) is not None


def _why(value: float, text: str, column: Column) -> tuple[str, str, str]:
    digits = text.lstrip("+-0")
    allowed = f"Allowed is {limits(column)}."
    if digits.isdigit() and len(digits) > 15:
        return "digits", f"This has {len(digits)} digits, more than a number can keep.", allowed
    if column.kind == "share" and column.high == 1 and 2 <= value <= 100:
        return "range", "A share lies between 0 and 1.", f"Did you mean {value / 100:.10g}?"
    if column.positive and value == 0 and not _vanished(text):
        return "range", "This must be greater than 0.", allowed
    if 0 <= value < LOWEST_POSITIVE and column.low <= 0:
        return "range", "This is too small to count.", f"Write 0, or at least {_short(LOWEST_POSITIVE)}."
    if column.low <= value <= column.high:
        return "whole", "This must be a whole number.", f"Write {np.floor(value):.0f} or {np.ceil(value):.0f}."
    return "range", "This is out of range.", allowed


def limits(column: Column) -> str:
    """The range of a column in words.

    >>> limits(TABLES["lanes"]["capacity_t"])
    '0 to 1e12 t per period'
    """
    low = "more than 0, up to" if column.positive else f"{_short(column.low)} to"
    unit = f" {column.unit}" if column.unit and column.kind not in ("share", "period") else ""
    return f"{low} {_short(column.high)}{unit}"


def _short(value: float) -> str:
    """``1e12``, ``1e-9``, ``600``."""
    return re.sub(r"e\+?(-?)0*", r"e\1", f"{value:g}")

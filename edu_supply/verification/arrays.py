"""Sums and look-ups over whole columns, which every law is made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
TextArray = npt.NDArray[np.object_]


def floats(column: pd.Series[Any]) -> FloatArray:
    """A column as numbers; what is absent is NaN."""
    values = column.to_numpy()
    if values.dtype.kind in "fiub":
        return values.astype(np.float64, copy=False)
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def whole(column: pd.Series[Any]) -> IntArray:
    """A column of whole numbers; what is absent is 0, what is absurd is a thousand million."""
    values = column.to_numpy()
    if values.dtype.kind == "i":
        return values.astype(np.int64, copy=False)
    return np.rint(np.clip(np.nan_to_num(floats(column)), -1e9, 1e9)).astype(np.int64)


def texts(column: pd.Series[Any]) -> TextArray:
    """A column as text; what is absent is ``""``."""
    values = (column if column.dtype == "str" else column.astype("str")).to_numpy(dtype=object)
    absent = pd.isna(values)
    return np.where(absent, "", values) if absent.any() else values


def add_up(code: IntArray, amount: FloatArray, size: int) -> FloatArray:
    """The sum of the amounts that share a code 0 .. size-1."""
    return np.bincount(code, weights=amount, minlength=size).astype(np.float64)


def grid(code: IntArray, period: IntArray, amount: FloatArray, size: int, periods: int) -> FloatArray:
    """The sum of the amounts by code (rows) and period 1 .. periods (columns)."""
    return add_up(code * periods + period - 1, amount, size * periods).reshape(size, periods)


def both(first: IntArray, second: IntArray, size: int) -> IntArray:
    """One code for two codes, the second below ``size``; -1 where either is unknown (-1)."""
    return np.where((first >= 0) & (second >= 0), first * size + second, -1)


def find(keys: IntArray, wanted: IntArray) -> IntArray:
    """Where each wanted code stands among the keys, which differ; -1 where it does not."""
    return np.asarray(pd.Index(keys).get_indexer(pd.Index(wanted)), dtype=np.int64)


def look_up(values: FloatArray, position: IntArray, otherwise: float = np.nan) -> FloatArray:
    """The value at each position; ``otherwise`` at -1."""
    if not len(values):
        return np.full(len(position), otherwise)
    return np.where(position >= 0, values[position], otherwise)


def place(table: pd.DataFrame, keys: list[str], rows: pd.DataFrame, by: list[str]) -> IntArray:
    """Where each row's key stands in a table whose keys differ; -1 where it does not."""
    if table.empty:
        return np.full(len(rows), -1, dtype=np.int64)
    places = {key: row for row, key in enumerate(zip(*(texts(table[name]) for name in keys), strict=True))}
    wanted = zip(*(texts(rows[name]) for name in by), strict=True)
    return np.fromiter((places.get(key, -1) for key in wanted), np.int64, len(rows))

"""Numbers for the names of a dataset, so that laws can add up whole columns at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification.arrays import FloatArray, IntArray, both, find, floats, texts


def code(index: pd.Index[Any], names: pd.Series[Any]) -> IntArray:
    """Where each name stands in the index; -1 for a name that is not there."""
    return np.asarray(index.get_indexer(pd.Index(texts(names), dtype="object")), dtype=np.int64)


def at(index: pd.Index[Any], position: int) -> str:
    """The name at a position."""
    return str(index[int(position)])


def _index(names: pd.Series[Any]) -> pd.Index[Any]:
    return pd.Index(texts(names), dtype="object")


@dataclass(frozen=True)
class Names:
    """The names that a plan may use. ``line`` has each line once; ``line_rows`` are the codes of the rows of lines."""

    site: pd.Index[Any]
    product: pd.Index[Any]
    line: pd.Index[Any]
    lane: pd.Index[Any]
    buyer: pd.Index[Any]
    line_rows: IntArray

    def line_row(self, line: IntArray, product: IntArray) -> IntArray:
        """The row of the table lines that says how a line makes a product; -1 where none does."""
        return find(self.line_rows, both(line, product, len(self.product)))


def names_of(dataset: Dataset) -> Names:
    """All names of a dataset. A buyer is a country that a demand names."""
    lines = dataset["lines"]
    product = _index(dataset["products"]["product"])
    line = _index(lines["line"].drop_duplicates())
    return Names(
        site=_index(dataset["sites"]["site"]),
        product=product,
        line=line,
        lane=_index(dataset["lanes"]["lane"]),
        buyer=_index(dataset["demand"]["buyer"].drop_duplicates()),
        line_rows=both(code(line, lines["line"]), code(product, lines["product"]), len(product)),
    )


def product_numbers(dataset: Dataset, column: str) -> FloatArray:
    """A column of the table products, by the product's code."""
    return floats(dataset["products"][column])

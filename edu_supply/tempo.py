"""Tempos of war: how likely it is that demand is another, and by which factor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from edu_supply.problems import DataError, Problem, nearest


@dataclass(frozen=True)
class Factor:
    """What demand is multiplied by: of these products, at these fronts; without any, of all, at all.

    >>> import edu_supply
    >>> edu_supply.Factor(1.5, product=("round",)).factor
    1.5
    """

    factor: float
    product: tuple[str, ...] = ()
    front: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tempo:
    """A tempo: its name, how likely it is, and its factors; where several meet, they multiply.

    >>> import edu_supply
    >>> edu_supply.Tempo("surge", 0.2, (edu_supply.Factor(1.5),)).probability
    0.2
    """

    name: str
    probability: float
    factors: tuple[Factor, ...]

    def of(self, demands: pd.DataFrame) -> NDArray[np.float64]:
        """What each row (product, site) is multiplied by."""
        total = np.ones(len(demands))
        for one in self.factors:
            here = np.ones(len(demands), bool)
            if one.product:
                here &= demands["product"].isin(one.product).to_numpy()
            if one.front:
                here &= demands["site"].isin(one.front).to_numpy()
            total[here] *= one.factor
        return total


def check_tempos(tempos: Sequence[Tempo], demand: pd.DataFrame) -> None:
    """Raise DataError for tempos that are no probabilities together, or name what is not asked for anywhere."""
    problems: list[Problem] = []
    names = [tempo.name for tempo in tempos]
    for tempo in tempos:
        if not 0 <= tempo.probability <= 1 or any(not 0 <= one.factor < np.inf for one in tempo.factors):
            problems.append(Problem("tempo", "", tempo.name, "Its probability or a factor of it is out of range.",
                                    "Probabilities lie between 0 and 1, factors are not negative."))  # fmt: skip
        if names.count(tempo.name) > 1:
            problems.append(Problem("tempo", "", tempo.name, "There are two tempos of this name.", ""))
        for one in tempo.factors:
            for column, said in (("product", one.product), ("site", one.front)):
                problems += _unknown(tempo, column, said, demand[column].unique().tolist())
    total = sum(tempo.probability for tempo in tempos)
    if total > 1 + 1e-9:
        problems.append(Problem("tempo", "", "tempo", f"The probabilities of the tempos sum to {total:g}.",
                                "At most 1: what is left is the demand as it is."))  # fmt: skip
    if problems:
        raise DataError(problems)


def _unknown(tempo: Tempo, column: str, said: Iterable[str], known: list[str]) -> list[Problem]:
    word = "front" if column == "site" else column
    return [Problem("tempo", "", tempo.name, f"Nothing is asked for of this {word}." if word == "product" else
                    "Nothing is asked for at this front.", nearest(name, known), word, name)
            for name in said if name not in known]  # fmt: skip

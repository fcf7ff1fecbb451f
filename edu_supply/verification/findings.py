"""What a law finds: rows that hold, rows that are broken, and sentences about the broken ones.

Tolerance. A row is broken when it is off by more than ``TOLERANCE`` (1e-6) of its own scale. The scale is the largest
term of the row, but at least 1 (unit, tonne, kilogram, line, euro) and, where a solver stood between the numbers, at
least ``SMALL`` (1 %) of the largest amount of the same product (or the largest load of the law) anywhere in the plan.
The solver keeps its rows to 1e-7 after scaling, and the plan is printed with 12 digits: both pass. One unit moved fails
wherever the amounts of its row stay below a million and the largest of its product below a hundred million.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from edu_supply.plan import TOLERANCE
from edu_supply.verification.arrays import BoolArray, FloatArray

SMALL = 1e-2
"""Share of the largest amount of its kind below which a row's own terms no longer matter for its scale."""

MOST_SAID = 50
"""Sentences per law; ``Verification.broken`` counts them all."""


@dataclass(frozen=True)
class Rows:
    """All rows of one law: by how much each is broken (0 or less: it holds), its scale, and how to say it."""

    law: str
    excess: FloatArray
    scale: FloatArray
    say: Callable[[int], str]


@dataclass(frozen=True)
class Violation:
    """One broken row: the law's name, a sentence in the user's words, by how much it is broken, and the row's scale."""

    law: str
    sentence: str
    amount: float
    scale: float


@dataclass(frozen=True)
class Verification:
    """What an independent recomputation says of a plan.

    ``violations`` has the worst broken rows (at most ``MOST_SAID`` of a law), ``broken`` counts all of them by law;
    ``checked`` counts the rows of each law; ``worst`` is each law's largest residual, relative to its row's scale;
    ``cost`` holds the recomputed cost parts in EUR.
    """

    ok: bool
    violations: tuple[Violation, ...]
    checked: Mapping[str, int]
    broken: Mapping[str, int]
    worst: Mapping[str, float]
    cost: Mapping[str, float]


def scale_of(*terms: FloatArray | float, typical: FloatArray | float = 0.0) -> FloatArray:
    """A row's scale: its largest term, at least 1, at least ``SMALL`` of what is typical of its kind."""
    scale = np.maximum(1.0, SMALL * np.asarray(typical, dtype=np.float64))
    for term in terms:
        scale = np.maximum(scale, np.abs(term))
    return scale


def largest(amounts: FloatArray) -> float:
    """The largest amount there is; 0 where there is none."""
    return float(np.abs(amounts).max()) if amounts.size else 0.0


def refuse(law: str, bad: BoolArray, say: Callable[[int], str]) -> Rows:
    """Rows of a law that either holds or does not."""
    return Rows(law, bad.astype(np.float64), np.ones(len(bad)), say)


def judge(findings: Iterable[Rows], cost: Mapping[str, float]) -> Verification:
    """Every row of every law against the tolerance."""
    checked: dict[str, int] = {}
    broken: dict[str, int] = {}
    worst: dict[str, float] = {}
    violations: list[Violation] = []
    for rows in findings:
        relative = rows.excess / rows.scale
        wrong = np.flatnonzero(~(relative <= TOLERANCE * (1 + 1e-9)))  # NaN is wrong too
        checked[rows.law] = checked.get(rows.law, 0) + len(relative)
        worst[rows.law] = max(worst.get(rows.law, 0.0), float(np.max(np.nan_to_num(relative, nan=np.inf), initial=0.0)))
        said = broken.get(rows.law, 0)
        broken[rows.law] = said + len(wrong)
        for row in wrong[np.argsort(-relative[wrong], kind="stable")][: max(0, MOST_SAID - said)]:
            sentence = f"{rows.law}: {rows.say(int(row))}"
            violations.append(Violation(rows.law, sentence, float(rows.excess[row]), float(rows.scale[row])))
    broken = {law: count for law, count in broken.items() if count}
    return Verification(not violations, tuple(violations), checked, broken, worst, dict(cost))


def amount(value: float) -> str:
    """A number for people: ``120``, ``0.3``, ``1234567.5``.

    >>> amount(0.1 + 0.2), amount(120.0), amount(-0.0)
    ('0.3', '120', '0')
    """
    return f"{value + 0.0:.12g}"

"""What a plan is to survive, at which service, and by which means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Means = Literal["stock", "expansion", "build", "contract"]

MEANS: tuple[Means, ...] = get_args(Means)
"""What can be chosen together so that a plan survives."""


@dataclass(frozen=True)
class Resilience:
    """What a plan is to survive, and what may be chosen for it.

    ``threats`` are kinds of assets, lost one at a time ("threat": every row of ``threats``), or names of threats.
    Assets are lost from period ``start`` for ``duration`` periods, threats by their own rows; places of demand, their
    countries and products asked for only where ``with_self``. ``service`` is the share that is served while something
    is lost and ``settle`` periods after that. ``means`` that are not named stay as in the plan without resilience; of
    stock none is added.

    >>> Resilience(threats=("site",), duration=2).means
    ('stock', 'expansion', 'build', 'contract')
    """

    service: float = 0.95
    threats: tuple[str, ...] = ("threat",)
    means: tuple[Means, ...] = MEANS
    start: int = 1
    duration: int = 6
    settle: int = 3
    with_self: bool = False

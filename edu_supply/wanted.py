"""What a plan is to survive, at which service, and by which means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

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

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Resilience | None:
        """What a plan's manifest says was wanted; None where nothing was.

        >>> Resilience.of({"name": "plan"}) is None
        True
        """
        said = manifest.get("resilience")
        if said is None:
            return None
        return cls(said["service"], tuple(said["threats"]), tuple(said["means"]), said["start"],
                   said["duration_periods"], said["settle_periods"], said["with_self"])  # fmt: skip

    def __str__(self) -> str:
        """In the words of a model file."""
        threats, means = ", ".join(self.threats), ", ".join(self.means)
        return (f"service {self.service:g}, threats {threats}, means {means}, start {self.start}, duration "
                f"{self.duration}, settle {self.settle}{', with_self' if self.with_self else ''}")  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """On which terms a plan is sought: whether tax and support count in its objective, and what it is to survive."""

    net: bool = False
    resilience: Resilience | None = None

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Terms:
        """The terms of a plan, by its manifest."""
        return cls(bool(manifest["net"]), Resilience.of(manifest))

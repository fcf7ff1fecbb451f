"""What every coalition costs: one model in which each player may buy alone or in the joint pool."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from edu_supply.dataset import Dataset
from edu_supply.model import Model, build_model
from edu_supply.model.needed import needed
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.network import Network
from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.pooling.players import Player
from edu_supply.pooling.signing import Signing
from edu_supply.pools import Pools, buyers
from edu_supply.sharing import Game
from edu_supply.solving import Limits, Stop, standard_form
from edu_supply.solving.variants import Variant, Variants

TOGETHER = "together"
"""The joint pool's name."""

MOST_PLANS = 3
"""So many plans of other coalitions are tried as a coalition's first."""

Tell = Callable[[int, int], None]
"""Hears how many coalitions are done, of how many."""


@dataclass
class Subgames:
    """The costs of coalitions (numbers of bits, as in ``Game``): everybody in one pools, everybody else alone.

    All demand, lines and stocks are in every one of them. The model is built once; a coalition closes the contracts
    that it does not sign. Each coalition begins with plans of those that were solved before. Where prices fall with
    quantity and no programme or rule holds, a larger coalition never costs more, so costs also bound one another.
    """

    dataset: Dataset
    players: tuple[Player, ...]
    limits: Limits
    stop: Stop
    product: str | None = None
    """Only this product is bought in the joint pool; None: everything."""
    known: dict[int, Variant] = field(default_factory=dict)

    @cached_property
    def model(self) -> Model:
        """The model of all coalitions at once."""
        model = build_model(Network.of(self.dataset), pools=_pools(self.dataset, self.players))
        return replace(model, laws=(*model.laws, needed(model.operations, model.choices)))

    @cached_property
    def variants(self) -> Variants:
        form = standard_form(pyomo_model(self.model))
        return Variants(form, self.limits, self.stop, self._weight, self.signing)

    @cached_property
    def signing(self) -> Signing:
        """From what is bought to what is signed."""
        return Signing(self.model, self._is_joint)

    @property
    def _weight(self) -> Floats:
        """EUR by which each integer matters: its cost, of a price step what the units that it begins with cost."""
        contracts, weight = self.model.choices.contracts, self.model.cost.copy()
        steps = contracts.steps.iloc[contracts.sign_step]
        weight[contracts.sign.columns] = (steps["from_quantity"] * steps["unit_price_eur"]).to_numpy(float)
        return weight

    @cached_property
    def monotone(self) -> bool:
        """Whether a larger coalition can never cost more."""
        return prices_fall(self.dataset)

    def cost(self, coalition: int) -> Variant:
        """The cost of a coalition, EUR, with its bound. Those of one player are those of nobody: all buy alone."""
        coalition = coalition if coalition.bit_count() > 1 else 0
        if coalition not in self.known:
            bound = max((self.known[one].bound for one in self._larger(coalition)), default=-np.inf)
            self.known[coalition] = self.variants.solve(self._closed(coalition), self._plans(coalition), bound)
        return self.known[coalition]

    def learn(self, coalition: int, objective: float, bound: float | None) -> None:
        """The cost of a coalition's plan that was solved elsewhere, and its bound, EUR."""
        found = self.cost(coalition)
        best = min(found.objective, objective)
        bounds = [one for one in (found.bound, bound) if one is not None]
        self.known[coalition if coalition.bit_count() > 1 else 0] = Variant(found.values, best, min(max(bounds), best))

    def saving(self, coalition: int) -> float:
        """What a coalition saves of the cost of all buying alone, EUR."""
        return self.cost(0).objective - self.cost(coalition).objective

    def interval(self, coalition: int) -> tuple[float, float]:
        """The least and the most that a coalition can save, by the bounds of both plans, EUR."""
        if coalition.bit_count() <= 1:
            return 0.0, 0.0
        alone, joint = self.cost(0), self.cost(coalition)
        return alone.bound - joint.objective, alone.objective - joint.bound

    def game(self) -> Game | None:
        """The game of savings; None where some coalition has no plan."""
        numbers = range(2 ** len(self.players))
        if any((one if one.bit_count() > 1 else 0) not in self.known for one in numbers):
            return None
        if not all(np.isfinite(self.cost(one).objective) and np.isfinite(self.cost(one).bound) for one in numbers):
            return None
        intervals = np.array([self.interval(one) for one in numbers])
        value = np.array([self.saving(one) for one in numbers])
        return Game(tuple(player.name for player in self.players), value, "saving", intervals[:, 0], intervals[:, 1])

    def all_costs(self, tell: Tell | None = None, patience_s: float = np.inf) -> None:
        """Solve every coalition, the largest first, within about so many seconds.

        Each has its part of what is left of them; what a coalition's plan then leaves open, its bound says.
        """
        until = time.monotonic() + patience_s
        count = len(self.players)
        order = sorted(
            (one for one in range(2**count) if one.bit_count() != 1), key=lambda one: (-one.bit_count(), one)
        )
        for number, coalition in enumerate(order):
            if self.stop.left_s <= 0 and coalition not in self.known:
                break
            self.variants.patience_s = max(0.0, until - time.monotonic()) / (len(order) - number)
            self.cost(coalition)
            if tell:
                tell(number + 1, len(order))
        if self.monotone:
            self._share_bounds()

    def _share_bounds(self) -> None:
        """No coalition costs more than its part, so the plan of a part is one for it too; and the other way round."""
        for coalition in sorted(self.known, key=int.bit_count):
            parts = [self.known[one] for one in self.known if one & coalition == one]
            best = min(parts, key=lambda one: one.objective)
            self.known[coalition] = Variant(best.values, best.objective, self.known[coalition].bound)
        for coalition in sorted(self.known, key=lambda one: -one.bit_count()):
            bound = max(self.known[one].bound for one in self.known if one & coalition == coalition)
            found = self.known[coalition]
            self.known[coalition] = Variant(found.values, found.objective, min(bound, found.objective))

    def _larger(self, coalition: int) -> list[int]:
        return [one for one in self.known if one & coalition == coalition] if self.monotone else []

    def _plans(self, coalition: int) -> list[Floats]:
        """Integers of the plans of coalitions that differ by few players, signed anew for this one's pools."""
        near = sorted(self.known, key=lambda one: ((one ^ coalition).bit_count(), self.known[one].objective))
        found = (self.known[one].values for one in near[:MOST_PLANS])
        inside, integers = self._inside(coalition), self.variants.integers
        return [self.signing.anew(values, inside)[integers] for values in found if values is not None]

    def _closed(self, coalition: int) -> Ints:
        """Columns of contracts that nobody signs in this coalition."""
        contracts, participation = self.model.choices.contracts, self.model.choices.participation
        buys = self._open(coalition, contracts.buys["contract"].to_numpy(np.int64), contracts.buy_buyer)
        signs = np.zeros(contracts.sign.size, bool)
        signs[contracts.buy_sign[buys]] = True
        columns = [contracts.buy.columns[~buys], contracts.sign.columns[~signs]]
        for family, rows in (
            (participation.join, participation.joins),
            (participation.support, participation.supports),
        ):
            numbers = (rows[column].to_numpy(np.int64) for column in ("contract", "buyer"))
            columns.append(family.columns[~self._open(coalition, *numbers)])
        return np.concatenate(columns)

    def _open(self, coalition: int, contract: Ints, buyer: Ints) -> Flags:
        """Whether a buyer may buy under a contract: in the joint pool if its player is in it, alone if not."""
        joint = self._is_joint[contract]
        inside = self._inside(coalition)[buyer]
        return np.asarray(joint == (inside & self._may_be_joint[contract]), bool)

    def _inside(self, coalition: int) -> Flags:
        """Whether each buyer's player is in a coalition."""
        return np.array([coalition >> player & 1 for player in self._player_of], bool)

    @cached_property
    def _may_be_joint(self) -> Flags:
        """Whether each contract is for a product that the joint pool buys."""
        contracts = self.model.choices.contracts
        products = contracts.offers["product"].to_numpy()[contracts.contracts["offer"].to_numpy(np.int64)]
        return np.asarray((products == self.product) | (self.product is None), bool)

    @cached_property
    def _is_joint(self) -> Flags:
        """Whether each contract is one of the joint pool."""
        contracts = self.model.choices.contracts
        return np.asarray(contracts.contracts["pool"] == contracts.pools.names.index(TOGETHER), bool)

    @cached_property
    def _player_of(self) -> list[int]:
        """The number of each buyer's player; of a buyer who does not play, one that is in no coalition."""
        number = {buyer: place for place, player in enumerate(self.players) for buyer in player.buyers}
        return [number.get(buyer, len(self.players)) for buyer in self.model.choices.contracts.buyers]


def prices_fall(dataset: Dataset) -> bool:
    """Whether merging pools can never cost more: prices only fall with quantity, and no programme or rule holds."""
    if len(dataset["programmes"]) or len(dataset["rules"]):
        return False
    offers = dataset["offers"].sort_values(["line", "product", "from_quantity"])
    rises = offers.groupby(["line", "product"])["unit_price_eur"].diff() > 0
    return not bool(rises.any())


def _pools(dataset: Dataset, players: Sequence[Player]) -> Pools:
    """A pool for each player, one for each buyer that does not play, and the joint one of all players."""
    everybody = buyers(dataset)
    playing = {buyer for player in players for buyer in player.buyers}
    pools = {player.name: player.buyers for player in players}
    pools |= {buyer: (buyer,) for buyer in everybody if buyer not in playing}
    pools |= {TOGETHER: tuple(buyer for buyer in everybody if buyer in playing)}
    pairs = [(pool, everybody.index(buyer)) for pool, held in enumerate(pools.values()) for buyer in held]
    numbers = np.array(pairs, np.int64).reshape(-1, 2)
    return Pools(tuple(pools), tuple(everybody), numbers[:, 0], numbers[:, 1])

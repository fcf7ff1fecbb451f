"""What room a plan's contracts leave: who could buy more of what, and who could own more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.planning.spare import FULL, Spare


@dataclass(frozen=True)
class Buying:
    """The room of contracts in a plan."""

    spare: Spare

    @cached_property
    def _room(self) -> Flags:
        """Buy variables that could grow: signed, within the ceiling, within the buyer's budget."""
        model = self.spare.model
        against = np.zeros(model.size)
        for name in ("only_if_signed", "ceiling", "budget"):
            law, full = self.spare.law(name)
            into = law.matrix(model.size)
            into.data = (into.data > 0).astype(float)
            against += into.T @ full.astype(float)
        return np.asarray(model.choices.contracts.buy.of(against) == 0, bool)

    @cached_property
    def price(self) -> Floats:
        """For each task: EUR of one more unit under an offer, infinite where nobody can buy it; 0 without offer."""
        contracts, parts = self.spare.model.choices.contracts, self.spare.model.network.parts
        price = np.zeros(len(parts.task_line))
        if self.spare.model.operations.world.binding:
            price[parts.task_is_offered] = np.inf
        np.minimum.at(price, self._buy_task[self._room], contracts.buy.costs["procurement"][self._room])
        return price

    @cached_property
    def _buy_task(self) -> Ints:
        contracts = self.spare.model.choices.contracts
        return contracts.steps["task"].to_numpy(np.int64)[contracts.buy_step]

    @cached_property
    def _owners(self) -> set[tuple[str, str]]:
        """Countries that own more of a product than they hand over."""
        law, full = self.spare.law("ownership")
        return {(str(label[0]), str(label[1])) for label, no in zip(law.labels(), full, strict=True) if not no}

    def _sources(self, buyer: str, product: str) -> list[str]:
        """The buyer, and all who could give it more of a product."""
        gifts, give = self.spare.model.choices.contracts.gifts, self.spare.model.choices.contracts.give
        if gifts.empty:
            return [buyer]
        assert give.upper is not None
        room = give.of(self.spare.values) < give.upper * (1 - FULL)
        to = room & (gifts["to_country"] == buyer).to_numpy() & (gifts["product"] == product).to_numpy()
        return [buyer, *gifts.loc[to, "from_country"].tolist()]

    def owns_more(self, buyer: str, product: str) -> bool:
        """Whether a buyer could be handed more of a product without anything being bought."""
        if product not in self.spare.model.choices.contracts.offered:
            return True
        return any((one, product) in self._owners for one in self._sources(buyer, product))

    def tasks_to_buy_from(self, buyer: str, product: str) -> Ints:
        """The tasks from which a buyer, or one who could give to it, could buy more of a product."""
        contracts, task = self.spare.model.choices.contracts, self._buy_task
        names = np.array(contracts.buyers, object)[contracts.buy_buyer]
        of = contracts.steps["product"].to_numpy()[contracts.buy_step] == product
        chosen: Ints = np.unique(task[self._room & of & np.isin(names, self._sources(buyer, product))])
        return chosen

    def why_not(self, buyer: str, product: str) -> str:
        """Why a buyer can buy no more of a product."""
        contracts = self.spare.model.choices.contracts
        law, full = self.spare.law("budget")
        if buyer in [label[0] for label, yes in zip(law.labels(), full, strict=True) if yes]:
            return f"budget of {buyer} spent"
        step = contracts.steps["product"].to_numpy()[contracts.sign_step] == product
        ours = contracts.signs["pool"].isin(contracts.pools.of(buyer)).to_numpy()
        signed = np.round(contracts.sign.of(self.spare.values)) * step * ours
        if not signed.any():
            return f"{buyer} has no contract for {product}"
        return f"{buyer} has bought all that its contracts for {product} give"

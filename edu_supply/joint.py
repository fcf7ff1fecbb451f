"""What runs of ``share`` and ``coalitions`` hold: buying together, what it saves, and who should get what of that."""

from __future__ import annotations

from dataclasses import dataclass

from edu_supply.plan import Run

SHARE_TABLES: dict[str, dict[str, str]] = {
    "shares": {
        "member": "the player: a buyer, or a group whose buyers always buy as one",
        "paid_alone_eur": "what it pays for contracts, fees included, where every player buys alone",
        "paid_together_eur": "what it pays for them where all players buy as one pool",
        "shapley_eur": "its share of what buying together saves, by the Shapley value",
        "shapley_least_eur": "the least that this can be within the gaps of the coalitions' plans, or of the sample",
        "shapley_most_eur": "the most",
        "nucleolus_eur": "its share of what buying together saves, by the nucleolus; blank where there are too many",
        "nucleolus_least_eur": "the least that this can be within the gaps; blank where that is not known",
        "nucleolus_most_eur": "the most",
        "saved_eur": "paid_alone_eur - paid_together_eur: before anything is shared",
        "short_alone_eur": "penalties of what falls short of its demand, or comes late, where every player buys alone",
        "short_together_eur": "the same where all players buy as one pool",
    },
    "coalitions": {
        "members": "the players that buy as one pool, separated by |; everybody else buys alone; blank: nobody",
        "cost_eur": "the plan's cost",
        "bound_eur": "no plan of this coalition can cost less",
        "saving_eur": "what the plan saves of that in which all buy alone",
    },
}
"""The tables of a run of ``share``."""

COALITION_TABLES: dict[str, dict[str, str]] = {
    "coalitions": {
        "kind": "partners (the base with some of the partners), member (the base without one), or group (a small pool)",
        "members": "who buys as one pool, separated by |; everybody else keeps its sites and buys alone",
        "product": "of a group: the product that is bought together; blank: everything",
        "cost_eur": "the plan's cost",
        "bound_eur": "no plan of this coalition can cost less",
        "saving_eur": "what the plan saves of that in which all buy alone",
        "money_eur": "money of the plan's cost",
        "fill_rate": "served / asked for, each unit at its penalty",
        "outside_share": "outside value / content value of the components, where content is followed",
        "adds_eur": "what this adds to the saving of the base; of a member, what it adds to the base by taking part",
        "adds_money_eur": "the change of money by it",
        "adds_fill_rate": "the change of the fill rate by it",
        "adds_outside_share": "the change of the outside share by it",
    },
}
"""The table of a run of ``coalitions``."""


@dataclass(frozen=True)
class Sharing(Run):
    """Fair shares of what buying together saves, with the tables of ``SHARE_TABLES``; made by ``share``.

    >>> import edu_supply
    >>> result = edu_supply.share(edu_supply.read("data/tutorial"))
    >>> result.status, result["shares"]["member"].tolist()
    ('done', ['UA'])
    """

    @property
    def status(self) -> str:
        """ "done"; "no plan" where the data contradict themselves or time ran out."""
        return str(self.manifest["status"])


@dataclass(frozen=True)
class Coalitions(Run):
    """What members and partners add to a pool, and the best small pools; made by ``coalitions``.

    >>> import edu_supply
    >>> result = edu_supply.coalitions(edu_supply.read("data/tutorial"), base="UA", partners=[])
    >>> result["coalitions"][["kind", "members"]].values.tolist()
    [['partners', 'UA']]
    """

    @property
    def status(self) -> str:
        """ "done"; "no plan" where the data contradict themselves or time ran out."""
        return str(self.manifest["status"])

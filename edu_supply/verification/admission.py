"""Admission: who may sign what under a programme, and whether enough take part."""

from __future__ import annotations

import numpy as np

from edu_supply.verification.arrays import texts
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, refuse, scale_of


def admission(audit: Audit) -> list[Rows]:
    """A programme is valid on the plan's first day, covers the product's family, and admits the buyer."""
    bought, programmes = audit.purchases, audit.programmes
    products = audit.dataset["products"]
    family = dict(zip(texts(products["product"]), texts(products["family"]), strict=True))
    buyer, product = texts(bought.rows["buyer"]), texts(bought.rows["product"])
    rows = range(len(bought.rows))
    under = bought.programme >= 0
    late = [under[row] and not programmes[bought.programme[row]].valid for row in rows]
    other = [under[row] and not programmes[bought.programme[row]].covers(family.get(product[row], "")) for row in rows]
    barred = [under[row] and buyer[row] not in programmes[bought.programme[row]].buyers for row in rows]

    def words(row: int) -> str:
        return audit.words("contracts", row)

    return [
        refuse("programmes", np.array(late, dtype=np.bool_), lambda row: (
            f"{words(row)}: the programme is not valid on the plan's first day.")),
        refuse("programmes", np.array(other, dtype=np.bool_), lambda row: (
            f"{words(row)}: the programme does not cover the family {family.get(product[row], '')}.")),
        refuse("programmes", np.array(barred, dtype=np.bool_), lambda row: (
            f"{words(row)}: the programme does not admit this buyer.")),
    ]  # fmt: skip


def participation(audit: Audit) -> Rows:
    """At least min_buyers buyers, and among them at least min_members members, each pay at least min_share of what all
    buyers of the contract pay for it, before fees; in EUR, a row for each contract under a programme and count."""
    bought = audit.purchases
    found: list[tuple[int, str, int, float, float]] = []
    buyer, pays = texts(bought.rows["buyer"]), bought.paid_eur
    for contract in np.unique(bought.contract[bought.known & (bought.programme >= 0)]):
        rows = np.flatnonzero(bought.contract == contract)
        programme = audit.programmes[bought.programme[rows[0]]]
        pool = [name for name, pool in bought.pools.items() if pool == bought.pool[rows[0]]]
        paid = {name: float(pays[rows][buyer[rows] == name].sum()) for name in pool}
        total = float(pays[rows].sum())
        for what, least, admitted in (("buyers", programme.min_buyers, programme.buyers),
                                      ("members", programme.min_members, programme.buyers & programme.members)):
            mine = sorted((eur for name, eur in paid.items() if name in admitted), reverse=True)
            last = mine[least - 1] if 0 < least <= len(mine) else -1.0 - total
            if least > 0:
                found.append((int(rows[0]), what, least, programme.min_share * total - last, total))  # fmt: skip

    def say(row: int) -> str:
        contract, what, least, _, total = found[row]
        programme = audit.programmes[bought.programme[contract]]
        return (
            f"{audit.words('contracts', contract)}: fewer than {least} {what} take part, each with at least "
            f"{amount(programme.min_share)} of the {amount(total)} EUR that all pay for the contract."
        )

    missing, totals = (np.array([one[place] for one in found], dtype=np.float64) for place in (3, 4))
    return Rows("participation", missing, scale_of(totals), say)

"""Support: what programmes grant or lend, what they charge, and what buyers can pay with it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.plan import NET_PARTS
from edu_supply.verification.arrays import FloatArray, floats, texts
from edu_supply.verification.audit import Audit
from edu_supply.verification.columns import column
from edu_supply.verification.findings import Rows, amount, scale_of
from edu_supply.verification.programmes import Programme


def support_eur(audit: Audit) -> FloatArray:
    """What programmes pay or lend for each row of contracts, as the plan says."""
    return floats(audit.plan["contracts"]["support_eur"])


def granted_eur(audit: Audit) -> FloatArray:
    """Of it, what is a grant or an agency's support: no loan."""
    lent = np.array([programme.kind == "loan" for programme in audit.programmes] + [False, False], dtype=np.bool_)
    return np.where(lent[audit.purchases.programme], 0.0, support_eur(audit))


def vat_eur(audit: Audit) -> FloatArray:
    """Value-added tax on each row, as if none were exempt: the buyer's vat_rate of what it pays before fees."""
    countries = audit.dataset["countries"]
    rates = dict(zip(texts(countries["country"]), floats(countries["vat_rate"]), strict=True))
    rate = np.array([rates.get(buyer, 0.0) for buyer in texts(audit.plan["contracts"]["buyer"])], dtype=np.float64)
    return rate * audit.purchases.paid_eur


def exempt(audit: Audit) -> FloatArray:
    """1 for each row under a programme that is exempt from value-added tax, else 0."""
    return audit.purchases.terms("vat_exempt")


def net_parts(audit: Audit) -> dict[str, float]:
    """The parts beside the money in the objective of a net plan: VAT, and grants and agency support (negative)."""
    vat = float((vat_eur(audit) * (1 - exempt(audit))).sum())
    return dict(zip(NET_PARTS, (vat, -float(granted_eur(audit).sum())), strict=True))


def columns(audit: Audit) -> list[Rows]:
    """The euros of the table contracts that follow from its units."""
    bought, vat = audit.purchases, vat_eur(audit)
    return [
        column(audit, "contracts", "unit_price_eur", np.nan_to_num(bought.price_eur)),
        column(audit, "contracts", "paid_eur", bought.paid_eur),
        column(audit, "contracts", "fee_eur", bought.fee_eur),
        column(audit, "contracts", "vat_eur", vat * (1 - exempt(audit))),
        column(audit, "contracts", "vat_saved_eur", vat * exempt(audit)),
    ]


def rate(audit: Audit) -> Rows:
    """support[buyer, contract] <= support_rate * what that buyer pays for it, before fees; none outside programmes. In
    EUR."""
    bought = audit.purchases
    frame = pd.DataFrame({
        "contract": bought.contract, "buyer": texts(bought.rows["buyer"]), "row": np.arange(len(bought.rows)),
        "support": support_eur(audit), "most": bought.terms("support_rate") * bought.paid_eur,
    })  # fmt: skip
    total = frame.groupby(["contract", "buyer"], as_index=False).agg({"row": "first", "support": "sum", "most": "sum"})
    support, most = floats(total["support"]), floats(total["most"])

    def say(row: int) -> str:
        contract = int(total["row"].iloc[row])
        return (
            f"{audit.words('contracts', contract)} is supported with {amount(support[row])} EUR, but at most "
            f"{amount(most[row])} EUR may be (support_rate)."
        )

    return Rows("support", support - most, scale_of(support, most), say)


def programme_budget(audit: Audit) -> Rows:
    """All support of a programme is at most its budget_eur; in EUR."""
    limited = [number for number, one in enumerate(audit.programmes) if not np.isnan(one.budget_eur)]
    most = np.array([audit.programmes[number].budget_eur for number in limited], dtype=np.float64)
    support = np.array([_support_of(audit, number) for number in limited], dtype=np.float64)

    def say(row: int) -> str:
        name = audit.programmes[limited[row]].name
        return f"{name} supports with {amount(support[row])} EUR in all, but its budget is {amount(most[row])} EUR."

    return Rows("programme budget", support - most, scale_of(support, most), say)


def allocations(audit: Audit) -> Rows:
    """All support of one buyer under a programme is at most its row in allocations: without a row, none of a loan, and
    none of a grant or an agency that has rows for others. In EUR."""
    found: list[tuple[Programme, str, float, float]] = []
    buyer = texts(audit.plan["contracts"]["buyer"])
    for number, programme in enumerate(audit.programmes):
        for name in np.unique(buyer[audit.purchases.programme == number]):
            most = programme.allocation_eur(str(name))
            if np.isfinite(most):
                found.append((programme, str(name), _support_of(audit, number, str(name)), most))

    def say(row: int) -> str:
        programme, name, support, most = found[row]
        does = "lends" if programme.kind == "loan" else "grants"
        return f"{programme.name} {does} {name} {amount(support)} EUR, but its allocation is {amount(most)} EUR."

    given, allowed = (np.array([one[place] for one in found], dtype=np.float64) for place in (2, 3))
    return Rows("allocations", given - allowed, scale_of(given, allowed), say)


def _support_of(audit: Audit, programme: int, buyer: str | None = None) -> float:
    mine = audit.purchases.programme == programme
    if buyer is not None:
        mine &= texts(audit.plan["contracts"]["buyer"]) == buyer
    return float(support_eur(audit)[mine].sum())


def budget(audit: Audit) -> Rows:
    """What a buyer pays for contracts (prices and fees) less its support is at most its budget_eur; in EUR."""
    table, rows = audit.dataset["countries"], audit.plan["contracts"]
    table = table[table["budget_eur"].notna()]
    country, most = texts(table["country"]), floats(table["budget_eur"])
    frame = pd.DataFrame({"pays": audit.purchases.paid_eur + audit.purchases.fee_eur, "support": support_eur(audit)})
    total = frame.groupby(texts(rows["buyer"])).sum().reindex(country, fill_value=0.0)
    pays, support = floats(total["pays"]), floats(total["support"])

    def say(row: int) -> str:
        less = f", {amount(support[row])} EUR of it supported" if support[row] > 0 else ""
        return (
            f"{country[row]} pays {amount(pays[row])} EUR for contracts{less}, but its budget is "
            f"{amount(most[row])} EUR."
        )

    return Rows("budget", pays - support - most, scale_of(pays, support, most), say)

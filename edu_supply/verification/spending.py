"""Spending: what each buyer pays for contracts, and what is left of its budget."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.verification.arrays import FloatArray, floats, texts
from edu_supply.verification.audit import Audit
from edu_supply.verification.contracts import paid_eur
from edu_supply.verification.findings import Rows, amount, refuse, scale_of


def spending(audit: Audit) -> list[Rows]:
    """A buyer's budget_eur, paid_eur and left_eur; a buyer who pays nothing needs no row. In EUR."""
    rows, countries = audit.plan["spending"], audit.dataset["countries"]
    buyer, buyers = texts(rows["buyer"]), texts(audit.names.buyer.to_series())
    total = pd.Series(paid_eur(audit)).groupby(texts(audit.plan["contracts"]["buyer"])).sum()
    paid = floats(total.reindex(buyer, fill_value=0.0))
    budget = floats(pd.Series(floats(countries["budget_eur"]), texts(countries["country"])).reindex(buyer))
    twice = rows["buyer"].duplicated().to_numpy()
    absent = np.where(np.isin(buyers, buyer), 0.0, floats(total.reindex(buyers, fill_value=0.0)))

    def passed_over(row: int) -> str:
        return f"{buyers[row]} pays {amount(absent[row])} EUR, but the plan's table spending has no row for it."

    return [
        refuse("references", ~np.isin(buyer, buyers), lambda row: f"spending: no demand names the buyer {buyer[row]}."),
        refuse("duplicates", twice, lambda row: f"spending of {buyer[row]} stands in the plan more than once."),
        _euros(audit, "budget_eur", budget, budget),
        _euros(audit, "paid_eur", paid, paid),
        _euros(audit, "left_eur", budget - paid, budget),
        Rows("spending.paid_eur", absent, scale_of(absent), passed_over),
    ]  # fmt: skip


def _euros(audit: Audit, name: str, right: FloatArray, largest: FloatArray) -> Rows:
    """A column of spending; without a budget both it and what is left of it are blank."""
    rows = audit.plan["spending"]
    stated, scale = floats(rows[name]), scale_of(np.nan_to_num(right), np.nan_to_num(largest))
    one_blank = np.isnan(stated) != np.isnan(right)
    off = np.where(one_blank, scale, np.nan_to_num(np.abs(stated - right)))

    def say(row: int) -> str:
        said, true = ("none" if np.isnan(one) else f"{amount(one)} EUR" for one in (stated[row], right[row]))
        return f"{audit.words('spending', row)}: the plan says {said}, but {true} is right ({name})."

    return Rows(f"spending.{name}", off, scale, say)

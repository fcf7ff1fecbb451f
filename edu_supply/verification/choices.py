"""Choices: what is opened and built exists to be chosen, is whole, and is rightly priced."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification.arrays import FloatArray, floats, look_up
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, amount, refuse, scale_of


def options(dataset: Dataset) -> pd.DataFrame:
    """Everything that may be chosen: kind, target, cost_eur, lead_periods, most (steps)."""
    tables = [
        pd.DataFrame({"kind": "expansion", "target": table["expansion"], "cost_eur": table["cost_eur"],
                      "lead": table["lead_periods"], "most": table["max_steps"]})
        for table in (dataset["expansions"],)
    ]  # fmt: skip
    for kind in ("site", "lane"):
        table = dataset[f"{kind}s"]
        table = table[table["build_cost_eur"].notna()]
        tables.append(pd.DataFrame({"kind": kind, "target": table[kind], "cost_eur": table["build_cost_eur"],
                                    "lead": table["build_lead_periods"], "most": 1}))  # fmt: skip
    return pd.concat(tables, ignore_index=True)


def option_of(audit: Audit, rows: pd.DataFrame) -> tuple[pd.DataFrame, FloatArray]:
    """The options, and for each row of choices the position of its own (-1: there is none)."""
    all_options = options(audit.dataset)
    index = pd.MultiIndex.from_frame(all_options[["kind", "target"]].astype("object"))
    wanted = pd.MultiIndex.from_frame(rows[["kind", "target"]].astype("object"))
    return all_options, np.asarray(index.get_indexer(wanted))


def choices(audit: Audit) -> list[Rows]:
    """open[expansion, t] is integer, its total over t at most max_steps; build[site] and build[lane] are 0 or 1,
    decided in period 1 for the whole horizon."""
    rows = audit.plan["choices"]
    table, option = option_of(audit, rows)
    quantity, period = floats(rows["quantity"]), floats(rows["period"])
    last = np.where(rows["kind"] == "expansion", audit.periods, 1)
    inside = (period >= 1) & (period <= last) & (period == np.rint(period))
    total = pd.Series(quantity).groupby(option).transform("sum").to_numpy()
    most = look_up(floats(table["most"]), option.astype(np.int64), np.inf)

    def broken(row: int) -> str:
        return f"{audit.words('choices', row)}: {amount(quantity[row])} is not a whole number of steps."

    def too_many(row: int) -> str:
        return f"{audit.words('choices', row)}: {amount(total[row])} in all, but at most {amount(most[row])} may be."

    twice = rows.duplicated(["kind", "target", "period"]).to_numpy()
    return [
        refuse("references", option < 0, lambda row: f"{audit.words('choices', row)}: there is no such choice."),
        refuse("duplicates", twice, lambda row: f"{audit.words('choices', row)} stands in the plan more than once."),
        refuse("periods", ~inside, lambda row: f"{audit.words('choices', row)} is decided in period "
               f"{amount(period[row])}, not in one of 1 to {last[row]}."),
        Rows("choices", np.abs(quantity - np.rint(quantity)), scale_of(quantity), broken),
        Rows("choices", np.where(np.isfinite(most), total - most, 0.0), scale_of(total), too_many),
    ]  # fmt: skip


def usable_from(audit: Audit) -> Rows:
    """An expansion is of use from lead_periods after it is opened, a site or lane from build_lead_periods + 1 on."""
    rows = audit.plan["choices"]
    table, option = option_of(audit, rows)
    right = floats(rows["period"]) + look_up(floats(table["lead"]), option.astype(np.int64))
    stated = floats(rows["usable_from_period"])

    def say(row: int) -> str:
        return f"{audit.words('choices', row)}: usable from period {amount(right[row])}, not {amount(stated[row])}."

    return refuse("choices.usable_from_period", ~np.isnan(right) & (stated != right), say)


def choices_eur(audit: Audit) -> FloatArray:
    """What each row of choices costs: quantity * cost_eur of a step, or build_cost_eur."""
    rows = audit.plan["choices"]
    table, option = option_of(audit, rows)
    return floats(rows["quantity"]) * look_up(floats(table["cost_eur"]), option.astype(np.int64), 0.0)

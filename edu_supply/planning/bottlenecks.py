"""Which limits bind, and what one more unit of each would be worth: the plan's dual values in a planner's units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.network.parts import Floats
from edu_supply.plan import PLAN_TABLES
from edu_supply.planning import limits
from edu_supply.planning.line_use import lines_used
from edu_supply.planning.wording import product_units, spans

WORTHLESS = 1e-4
"""EUR per unit and period: smaller dual values are the solver's rounding."""

_KEY = ["kind", "target", "product", "limit"]


def bottlenecks(model: Model, values: Floats, row_duals: Floats) -> pd.DataFrame:
    """The table ``bottlenecks``: every limit that is worth something, the worthiest first.

    ``worth_eur`` is what the objective would fall by (integers fixed) per unit by which the limit is raised in each of
    ``periods``; for minimums, lowered. It never understates: the saving shrinks once the limit has been raised far.
    A line is measured in units of its product per period. A limit is no bottleneck while its owner is not there:
    closed, not yet built, not opened.
    """
    found = pd.concat([
        _lines(model, values, row_duals), _minimum_use(model, values, row_duals),
        _carried(model, values, row_duals), _held(model, values, row_duals),
        _maximums(model, values, row_duals), _minimums(model, values, row_duals),
        _contracts(model, values, row_duals),
    ], ignore_index=True)  # fmt: skip
    binding = found[found["worth"] > WORTHLESS]
    horizon = model.network.parts.dataset.horizon
    table = binding.groupby(_KEY, sort=False).agg(
        periods=("period", lambda periods: spans(periods, horizon)), worth_eur=("worth", "sum"),
        use_share=("share", "first"),
    )  # fmt: skip
    table = table.reset_index().sort_values(["worth_eur", *_KEY], ascending=[False] + [True] * len(_KEY))
    table["rank"] = np.arange(1, len(table) + 1)
    return table[list(PLAN_TABLES["bottlenecks"])].reset_index(drop=True)


def _rows(
    kind: str, target: object, limit: object, *, period: object, worth: Floats, share: object, product: object = ""
) -> pd.DataFrame:
    """One row for each limit and period; worth in EUR per unit, share of the limit used over the horizon."""
    size = len(worth)
    columns = {"target": target, "product": product, "limit": limit, "period": period, "share": share}
    columns = {name: np.broadcast_to(np.asarray(column, object), size) for name, column in columns.items()}
    return pd.DataFrame({"kind": kind, **columns, "worth": worth}).astype({"period": np.int64, "share": float})


def _shares(used: Floats, limit: Floats) -> Floats:
    """Share of a limit (items, periods) that is used over the horizon; all of it where it is nothing."""
    used, limit = used.sum(axis=1), np.nansum(limit, axis=1)
    return np.where(limit > 0, used / np.where(limit > 0, limit, 1), 1.0)


def _line_units(model: Model, values: Floats) -> tuple[Floats, list[str], list[str]]:
    """For each line: lines in one unit of its limit, that unit, and the product where there is only one.

    The time of a line that makes several products is measured in the one that takes most of it in the plan.
    """
    parts, making, units = model.network.parts, model.network.making, product_units(model.network.parts.dataset)
    made = model.operations.make.of(values) / parts.task_capacity[making.item]
    hours = np.bincount(making.item, made, minlength=len(parts.task_line))
    step, unit, product = np.ones(len(parts.lines)), ["lines"] * len(parts.lines), [""] * len(parts.lines)
    order = np.argsort(-hours, kind="stable")
    for task in order[np.unique(parts.task_line[order], return_index=True)[1]].tolist():
        line, name = int(parts.task_line[task]), str(parts.products[int(parts.task_product[task])])
        alone = np.count_nonzero(parts.task_line == line) == 1
        step[line] = 1 / parts.task_capacity[task]
        unit[line] = f"{units[name]} per period" if alone else f"{units[name]} of {name} per period"
        product[line] = name if alone else ""
    return step, unit, product


def _lines(model: Model, values: Floats, row_duals: Floats) -> pd.DataFrame:
    parts, limit = model.network.parts, limits.line_limits(model, values)
    step, unit, product = _line_units(model, values)
    time = limits.law_rows(model, values, row_duals, "line_time")
    at_built = limits.law_rows(model, values, row_duals, "line_built")
    more = dict(zip(at_built.labels, at_built.dual, strict=True))
    line = parts.lines.get_indexer(pd.Index([label[0] for label in time.labels], dtype=object))
    dual = time.dual + np.array([more.get(label, 0.0) for label in time.labels])
    there = limit[line, time.period - 1] > 0
    return _rows(
        "line", parts.lines[line], np.array([f"capacity ({one})" for one in unit], object)[line], period=time.period,
        worth=-dual * step[line] * there, share=_shares(lines_used(model, values), limit)[line],
        product=np.array(product, object)[line],
    )  # fmt: skip


def _minimum_use(model: Model, values: Floats, row_duals: Floats) -> pd.DataFrame:
    parts = model.network.parts
    step, unit, product = _line_units(model, values)
    rows = limits.law_rows(model, values, row_duals, "minimum_use")
    line = parts.lines.get_indexer(pd.Index([label[0] for label in rows.labels], dtype=object))
    least = parts.line_rows["minimum_use"].to_numpy(float) * parts.line_existing
    must = least[:, None] * parts.availability("line", parts.lines) * limits.sites_stand(model, values)[parts.line_site]
    there = must[line, rows.period - 1] > 0
    return _rows(
        "line", parts.lines[line], np.array([f"minimum_use (less of it; {one})" for one in unit], object)[line],
        period=rows.period, worth=rows.dual * step[line] * there,
        share=_shares(must, lines_used(model, values))[line].clip(max=1), product=np.array(product, object)[line],
    )  # fmt: skip


def _carried(model: Model, values: Floats, row_duals: Floats) -> pd.DataFrame:
    parts, tables = model.network.parts, []
    for law, kind, names, limit, word in (
        ("lane_capacity", "lane", parts.lanes, limits.lane_limits(model, values), "capacity_t (t per period)"),
        ("throughput", "site", parts.sites, limits.throughput_limits(model, values), "throughput_t (t per period)"),
    ):
        column = parts.dataset[f"{kind}s"][word.split()[0]].to_numpy(float)
        tables.append(_of_places(model, values, row_duals, law, kind, names, limit, word, column))
    return pd.concat(tables, ignore_index=True)


def _held(model: Model, values: Floats, row_duals: Floats) -> pd.DataFrame:
    parts, tables = model.network.parts, []
    for law, column, unit in (("storage", "storage_t", "t"), ("explosives", "neq_limit_kg", "kg")):
        limit, nominal = limits.held_limits(model, values, column), parts.dataset["sites"][column].to_numpy(float)
        word = f"{column} ({unit})"
        tables.append(_of_places(model, values, row_duals, law, law, parts.sites, limit, word, nominal))
    return pd.concat(tables, ignore_index=True)


def _of_places(
    model: Model, values: Floats, row_duals: Floats, law: str, kind: str, names: pd.Index, limit: Floats, word: str,
    nominal: Floats,
) -> pd.DataFrame:  # fmt: skip
    """Limits of lanes or sites; a limit of 0 in the dataset binds, one of 0 because nothing is there does not."""
    rows = limits.law_rows(model, values, row_duals, law)
    item = names.get_indexer(pd.Index([label[0] for label in rows.labels], dtype=object))
    used = np.zeros_like(limit)
    used[item, rows.period - 1] = rows.used
    there = (limit[item, rows.period - 1] > 0) | (nominal[item] == 0)
    worth, share = -rows.dual * there, _shares(used, limit)[item]
    return _rows(kind, names[item], word, period=rows.period, worth=worth, share=share)


def _maximums(model: Model, values: Floats, row_duals: Floats) -> pd.DataFrame:
    """Stock maximums: upper bounds of ``hold``, whose worth is in the reduced costs."""
    network, hold, holding = model.network, model.operations.hold, model.network.holding
    assert hold.upper is not None
    capped = np.flatnonzero(np.isfinite(hold.upper))
    position, period = holding.item[capped], holding.period[capped]
    used = np.zeros((len(network.position_site), network.periods))
    used[position, period - 1] = hold.of(values)[capped]
    most = np.full(len(network.position_site), np.nan)
    most[position] = hold.upper[capped]
    share = _shares(used, np.repeat(most[:, None], network.periods, axis=1))
    products = network.parts.products[network.position_product[position]]
    units = product_units(network.parts.dataset)
    stands = limits.sites_stand(model, values)[network.position_site[position], period - 1]
    worth = -hold.of(limits.reduced_costs(model, row_duals))[capped] * stands
    return _rows(
        "stock", network.parts.sites[network.position_site[position]],
        np.array([f"maximum ({units[product]})" for product in products], object), period=period,
        worth=worth, share=share[position], product=products,
    )  # fmt: skip


def _minimums(model: Model, values: Floats, row_duals: Floats) -> pd.DataFrame:
    """Stock minimums, hard or priced: what one unit less saves."""
    units = product_units(model.network.parts.dataset)
    rows = limits.law_rows(model, values, row_duals, "minimum_stock")
    least = rows.law.lower - rows.law.matrix(model.size) @ np.where(limits.whole(model), values, 0.0)
    table = pd.DataFrame(rows.labels, columns=["site", "product", "period"]).assign(least=least, there=rows.used)
    sums = table.groupby(["site", "product"])[["least", "there"]].transform("sum")
    share = (sums["least"] / sums["there"].where(sums["there"] > 0)).clip(upper=1).fillna(1.0)
    return _rows(
        "stock", table["site"], [f"minimum (less of it; {units[product]})" for product in table["product"]],
        period=table["period"], worth=rows.dual * (least > 0), share=share, product=table["product"],
    )  # fmt: skip


def _contracts(model: Model, values: Floats, row_duals: Floats) -> pd.DataFrame:
    """Budgets and the ceilings of offers: limits over the whole horizon, so their worth is spread over its periods."""
    units, periods = product_units(model.network.parts.dataset), model.network.periods
    tables = [_rows("budget", [], [], period=1, worth=np.array([]), share=[])]
    for name in ("budget", "ceiling"):
        rows = limits.law_rows(model, values, row_duals, name)
        product = ["" if name == "budget" else str(label[1]) for label in rows.labels]
        limit = ["budget_eur (EUR)" if name == "budget" else f"max_quantity ({units[one]})" for one in product]
        table = _rows("budget" if name == "budget" else "offer", [label[0] for label in rows.labels], limit, period=1,
                      worth=-rows.dual / periods, share=_shares(rows.used[:, None], rows.law.upper[:, None]),
                      product=product)  # fmt: skip
        tables += [table.assign(period=period) for period in range(1, periods + 1)]
    return pd.concat(tables, ignore_index=True)

"""How far each line is used, period by period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.model import Model
from edu_supply.network.parts import Floats
from edu_supply.planning.limits import line_limits


def line_use(model: Model, values: Floats) -> pd.DataFrame:
    """A row for each line and period in which something of the line is there.

    Columns: line, site, products (all that it can make), period, available_lines (what exists and was opened, times its
    availability), used_lines, use_share (used / available).
    """
    parts = model.network.parts
    available, used = line_limits(model, values), lines_used(model, values)
    line, number = np.nonzero(available > 0)
    products = parts.task_rows.groupby("line", sort=False)["product"]
    rows = products.agg(lambda names: ", ".join(dict.fromkeys(names)))
    table = pd.DataFrame({
        "line": parts.lines[line], "site": parts.sites[parts.line_site[line]],
        "products": rows.reindex(parts.lines, fill_value="").to_numpy()[line], "period": number + 1,
        "available_lines": available[line, number], "used_lines": used[line, number],
        "use_share": used[line, number] / available[line, number],
    })  # fmt: skip
    return table[table["products"] != ""].reset_index(drop=True)


def lines_used(model: Model, values: Floats) -> Floats:
    """(lines, periods): time that production takes. Unit: lines."""
    parts, making = model.network.parts, model.network.making
    time = model.operations.make.of(values) / parts.task_capacity[making.item]
    used = np.zeros((len(parts.lines), parts.periods))
    np.add.at(used, (parts.task_line[making.item], making.period - 1), time)
    return used

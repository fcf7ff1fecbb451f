"""Outside value that flows carry by one perimeter, as the plan's table content_flows says, coded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from edu_supply.verification.arrays import BoolArray, FloatArray, IntArray, both, floats, look_up, texts, whole
from edu_supply.verification.audit import Audit
from edu_supply.verification.findings import Rows, refuse
from edu_supply.verification.names import code
from edu_supply.verification.perimeters import Followed, perimeters
from edu_supply.verification.upstream import Upstream, upstream_of

KINDS = ("use", "ship", "hold", "gone")


@dataclass(frozen=True)
class Carried:
    """What flows carry by the perimeter that the plan calls ``label``; a *pair* is site * products + product.

    Of each sound row: ``kind`` (place in ``KINDS``), ``pair`` where it leaves or stays, ``head`` the pair it comes to
    (of a use, that of what is made), ``there`` when it comes there, ``task`` the row of lines (-1 but for a use),
    ``worth_eur`` the content value of the units that carry it, ``eur`` what they carry, ``row`` its place in the table.
    """

    label: str
    followed: Followed
    upstream: Upstream
    kind: IntArray
    pair: IntArray
    head: IntArray
    period: IntArray
    there: IntArray
    task: IntArray
    worth_eur: FloatArray
    eur: FloatArray
    row: IntArray

    def of(self, kind: str) -> BoolArray:
        """Which rows are of a kind."""
        return np.asarray(self.kind == KINDS.index(kind), dtype=np.bool_)


def all_carried(audit: Audit) -> tuple[list[Carried], list[Rows]]:
    """What flows carry by each perimeter, and which rows of content_flows say nothing sound."""
    rows = code_rows(audit)
    sound = np.zeros(len(rows), dtype=np.bool_)
    found = []
    for label, followed in perimeters(audit):
        upstream = upstream_of(audit, followed.tasks, followed.inside)
        mine = (texts(rows["inside"]) == label) & rows["known"].to_numpy() & _may_stand(rows, upstream)
        sound |= mine
        found.append(_carried(audit, label, followed, upstream, rows[mine]))
    known = rows["known"].to_numpy()
    twice = rows.duplicated(["inside", "kind", "target", "product", "component", "period"]).to_numpy()
    period = floats(rows["period"])
    late = ~((period >= 1) & (period <= audit.periods) & (period == np.rint(period)))

    def words(row: int) -> str:
        return audit.words("content_flows", row)

    return found, [
        refuse("periods", late, lambda row: (
            f"{words(row)}: period {period[row]:g} is not one of 1 to {audit.periods}.")),
        refuse("references", ~known & ~late, lambda row: f"{words(row)}: there is no such flow."),
        refuse("references", known & ~sound, lambda row: (
            f"{words(row)}: it is not followed by this perimeter.")),
        refuse("duplicates", twice, lambda row: f"{words(row)} stands in the plan more than once."),
    ]  # fmt: skip


def code_rows(audit: Audit) -> pd.DataFrame:
    """The table content_flows with codes: kind_code, pair, head, there, task, units; ``known`` where all are."""
    rows, names, size = audit.plan["content_flows"], audit.names, len(audit.names.product)
    lines, lanes = audit.dataset["lines"], audit.dataset["lanes"]
    kind = np.array([KINDS.index(one) if one in KINDS else -1 for one in texts(rows["kind"])], dtype=np.int64)
    product, component = code(names.product, rows["product"]), code(names.product, rows["component"])
    use, ship = kind == 0, kind == 1
    task = np.where(use, names.line_row(code(names.line, rows["target"]), product), -1)
    lane = np.where(ship, code(names.lane, rows["target"]), -1)
    site = np.where(kind >= 2, code(names.site, rows["target"]), -1)
    makes_at = _at(code(names.site, lines["site"]), task)
    origin, destination = (_at(code(names.site, lanes[end]), lane) for end in ("origin", "destination"))
    leaves = np.select([use, ship], [makes_at, origin], site)
    pair = both(leaves, np.where(use, component, product), size)
    head = np.where(use | ship, both(np.where(use, makes_at, destination), product, size), -1)
    lead = np.where(use, look_up(floats(lines["lead_periods"]), task, 0.0),
                    look_up(floats(lanes["lead_periods"]), lane, 0.0))  # fmt: skip
    period = floats(rows["period"])
    inside = (period >= 1) & (period <= audit.periods) & (period == np.rint(period))
    known = inside & (kind >= 0) & (pair >= 0) & ((head >= 0) | (kind >= 2)) & (use | (texts(rows["component"]) == ""))
    return rows.assign(kind_code=kind, pair=pair, head=head, task=task, lane=lane, known=known,
                       there=whole(rows["period"]) + whole(pd.Series(lead)))  # fmt: skip


def _at(values: IntArray, position: IntArray) -> IntArray:
    return np.where(position >= 0, values[position], -1) if len(values) else np.full(len(position), -1)


def _may_stand(rows: pd.DataFrame, upstream: Upstream) -> BoolArray:
    """Which rows speak of a flow that is followed: where a followed product is, to where it is followed, or into a use
    that is told apart."""
    pair, head, task = (whole(rows[name]) for name in ("pair", "head", "task"))
    goes_on = np.where(task >= 0, upstream.uses[task], (head < 0) | upstream.pairs[head])
    return np.asarray((pair >= 0) & upstream.pairs[pair] & goes_on, dtype=np.bool_)


def _carried(audit: Audit, label: str, followed: Followed, upstream: Upstream, rows: pd.DataFrame) -> Carried:
    pair = whole(rows["pair"])
    return Carried(
        label, followed, upstream,
        kind=whole(rows["kind_code"]),
        pair=pair,
        head=whole(rows["head"]),
        period=whole(rows["period"]),
        there=whole(rows["there"]),
        task=whole(rows["task"]),
        worth_eur=_units(audit, rows) * audit.value_eur[pair % len(audit.names.product)],
        eur=floats(rows["outside_eur"]),
        row=rows.index.to_numpy(dtype=np.int64),
    )  # fmt: skip


def _units(audit: Audit, rows: pd.DataFrame) -> FloatArray:
    """Units of the flow that each row speaks of: used, sent, or held; of what is gone, 0."""
    made, sent, held = (audit.plan[name] for name in ("production", "shipments", "stocks"))
    size, periods = len(audit.names.product), audit.periods + 1
    components, begun = audit.components, whole(audit.components["row"])
    task, pair, period = whole(rows["task"]), whole(rows["pair"]), whole(rows["period"])
    uses = ((whole(made["line_row"])[begun] * size + whole(components["component_code"])) * periods
            + whole(made["period"])[begun])  # fmt: skip
    ships = (whole(sent["lane_code"]) * size + whole(sent["product_code"])) * periods + whole(sent["period"])
    holds = (whole(held["site_code"]) * size + whole(held["product_code"])) * periods + whole(held["period"])
    kind, carrier = whole(rows["kind_code"]), pair % size
    wanted = np.select([kind == 0, kind == 1], [task * size + carrier, whole(rows["lane"]) * size + carrier], pair)
    wanted = wanted * periods + period
    units = np.zeros(len(rows))
    for place, (keys, amounts) in enumerate(((uses, floats(components["units"])), (ships, floats(sent["ship_units"])),
                                             (holds, floats(held["hold_units"])))):  # fmt: skip
        total = pd.Series(amounts).groupby(keys).sum()
        units[kind == place] = floats(total.reindex(wanted[kind == place], fill_value=0.0))
    return units

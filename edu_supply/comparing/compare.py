"""Runs side by side: what differs in the inputs, what differs in the plans, and why."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from edu_supply.comparing.figures import differences
from edu_supply.comparing.inputs import Edit
from edu_supply.comparing.parts import NET, POOLS, RESILIENCE, Part, Sides
from edu_supply.comparing.why import Divided, NotDividedError, divide
from edu_supply.comparison_tables import COMPARISON_TABLES
from edu_supply.dataset import Dataset
from edu_supply.plan import Plan, Run
from edu_supply.planning.solve import solve
from edu_supply.problems import DataError, Problem, nearest
from edu_supply.resilience import solve_resilient
from edu_supply.solving import Progress, Stop, Within
from edu_supply.version import versions
from edu_supply.wanted import Terms

Known = tuple[Plan, Dataset]
"""A plan and the dataset that it was made from, as ``read_run`` gives them."""

CENT = 0.01

SAME, UNASKED = "same inputs", "not asked for"


def compare(
    base: Known,
    *others: Known,
    names: Sequence[str] = (),
    why: bool = True,
    country: str = "",
    sweeps: Sequence[Run | None] = (),
    name: str = "comparison",
    progress: Callable[[str, Progress], None] | None = None,
    stop: Stop | None = None,
) -> Run:
    """Compare a base with other runs: the tables of ``COMPARISON_TABLES``, a row of each naming the other run.

    ``names`` are what the runs are called, the base first; their plans' names otherwise. ``why`` divides each
    difference among the changes of the inputs, by solving again with some of them (a plan for each combination of up to
    six changes, within the gap and time limit of the other run's own solve). ``country`` tells it from one country's
    side. ``sweeps`` are the runs of ``spof`` on the same plans, or None, the base's first. ``progress`` hears what is
    solved. Raises DataError for a run without a plan, or a country that is not there.

    >>> import edu_supply
    >>> data = edu_supply.read("data/tutorial")
    >>> more = edu_supply.change(data, "lines", where={"line": "charges"}, set={"capacity": 360})
    >>> found = edu_supply.compare((edu_supply.solve(data), data), (edu_supply.solve(more, name="more"), more))
    >>> found["why"][["part", "objective_eur", "short_units"]].values.tolist()
    [['lines[charges, charge].capacity=360', -377460.0, -40.0]]
    """
    began, stop = time.monotonic(), stop or Stop()
    _check((base, *others), country)
    called = list(names) or [plan.name for plan, _ in (base, *others)]
    swept = [*sweeps, *[None] * (1 + len(others) - len(sweeps))]
    tables: dict[str, list[pd.DataFrame]] = {table: [] for table in COMPARISON_TABLES}
    how: dict[str, str] = {}
    for number, (plan, dataset) in enumerate(others, 1):
        sides = Sides.of(base[1], dataset, Terms.of(base[0].manifest), Terms.of(plan.manifest))
        parts, found = sides.parts(), None
        how[called[number]] = UNASKED if parts else SAME
        if why and parts and not stop.interrupted:
            try:
                found = divide(sides, tuple(parts), base[0], plan, _solving(plan, called[number], progress, stop))
                how[called[number]] = found.how
            except NotDividedError as error:
                how[called[number]] = str(error)
        made = {
            "input_differences": _inputs(sides, parts),
            "differences": differences(base[0], plan, (base[1], dataset), country, (swept[0], swept[number])),
            "why": _why(found), "why_products": _products(found),
        }  # fmt: skip
        for table, rows in made.items():
            rows.insert(0, "run", called[number])
            tables[table].append(rows)
    about = [_about(called[number], *one) for number, one in enumerate((base, *others))]
    manifest = {
        "kind": "compare", "name": name, "status": "interrupted" if stop.interrupted else "done", "base": about[0],
        "others": about[1:], "country": country, "why": how, "data": base[1].name,
        "marking": base[1].settings.marking, "currency_year": base[1].settings.currency_year, "versions": versions(),
        "seconds": {"all": time.monotonic() - began},
    }  # fmt: skip
    return Run(name, {table: pd.concat(rows, ignore_index=True) for table, rows in tables.items()}, manifest)


def _solving(other: Plan, name: str, progress: Callable[[str, Progress], None] | None, stop: Stop) -> Any:
    solver, count = other.manifest["solver"], 0
    options = {key: solver[key] for key in ("gap", "time_limit_s", "threads")}

    def of(sides: Sides, parts: tuple[Part, ...]) -> Plan:
        nonlocal count
        if stop.interrupted:
            raise NotDividedError("it was interrupted")
        count += 1
        try:
            dataset, terms = sides.with_parts(parts)
        except DataError as error:
            names = " and ".join(part.name for part in parts)
            raise NotDividedError(f"{names} cannot be made without the others ({error})") from None
        number = count
        hear = None if progress is None else lambda heard: progress(f"{name}, plan {number}", heard)
        asked = {**options, "net": terms.net, "start": other, "progress": hear,
                 "stop": Within(stop, options["time_limit_s"])}  # fmt: skip
        if terms.resilience is not None:
            return solve_resilient(dataset, terms.resilience, **asked)
        return solve(dataset, **asked)

    return of


def _check(runs: Sequence[Known], country: str) -> None:
    for plan, _ in runs:
        if plan.status == "no plan":
            raise DataError([Problem("run", "", plan.name, "This run has no plan, so there is nothing to compare.")])
    known = {str(one) for _, dataset in runs for one in dataset["sites"]["country"]}
    if country and country not in known:
        raise DataError([Problem("unknown name", "sites", "--for", "There is no such country.",
                                 nearest(country, known), "country", country)])  # fmt: skip


def _about(name: str, plan: Plan, dataset: Dataset) -> dict[str, Any]:
    keys = ("objective_eur", "gap_eur", "gap")
    return {"name": name, "data": dataset.name, "status": plan.status, **{key: plan.manifest[key] for key in keys}}


def _inputs(sides: Sides, parts: Sequence[Part]) -> pd.DataFrame:
    part_of: dict[Edit, str] = {one: part.name for part in parts for one in part.edits}
    rows: list[tuple[object, ...]] = [
        (one.table, one.row, one.column, one.how, one.base, one.other, part_of.get(one, "")) for one in sides.edits
    ]
    for part in parts:
        if part.pools:
            said = [" | ".join(",".join(pool) for pool in side.pools) for side in (sides.base, sides.other)]
            rows.append((POOLS, "", "", "changed", *said, part.name))
        if part.net:
            rows.append((NET, "", "", "changed", sides.base_terms.net, sides.other_terms.net, part.name))
        if part.resilience:
            said = ["none" if side.resilience is None else str(side.resilience)
                    for side in (sides.base_terms, sides.other_terms)]
            rows.append((RESILIENCE, "", "", "changed", *said, part.name))
    table = pd.DataFrame(rows, columns=list(COMPARISON_TABLES["input_differences"])[1:])
    return table.assign(**{side: [_cell(cell) for cell in table[side]] for side in ("base", "other")})


def _cell(cell: object) -> str:
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)


def _why(found: Divided | None) -> pd.DataFrame:
    columns = list(COMPARISON_TABLES["why"])[1:]
    if found is None:
        return pd.DataFrame(columns=columns)
    nothing = (found.least_eur <= CENT) & (found.most_eur >= -CENT)
    return pd.DataFrame({
        "part": [part.name for part in found.parts], "rows": [part.rows for part in found.parts],
        "objective_eur": found.objective_eur, "money_eur": found.money_eur, "penalties_eur": found.penalties_eur,
        "short_units": found.short.sum(axis=1).to_numpy(), "within_gap": nothing.astype(int),
    })[columns]  # fmt: skip


def _products(found: Divided | None) -> pd.DataFrame:
    columns = list(COMPARISON_TABLES["why_products"])[1:]
    if found is None:
        return pd.DataFrame(columns=columns)
    rows = [(part.name, product, float(units))
            for part, (_, row) in zip(found.parts, found.short.iterrows(), strict=True)
            for product, units in row.items() if abs(units) > 1e-9]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)

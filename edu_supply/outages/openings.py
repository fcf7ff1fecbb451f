"""What could be opened or built against a loss: first all at once and in part, then each one whole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from edu_supply.outages.trial import Trial
from edu_supply.solving.restricted import restricted
from edu_supply.solving.warm import Warm

MOST_OPENINGS = 6
SLIGHT = 1e-6

Tried = tuple[str, str, str, float, float, float, str]
"""As ``Remedy``: remedy, target, product, quantity_units, cost_eur, saves_eur, said."""


def openings(trial: Trial) -> Iterator[Tried]:
    """The expansions, sites and lanes that the cheapest operations would open or build in part, each one tried whole.

    A site is built with the candidate lanes that would be used at its ends; a lane between standing sites alone.
    """
    wanted = _wanted(trial)
    dataset = trial.network.parts.dataset
    sites, lanes = dataset["sites"].set_index("site"), dataset["lanes"].set_index("lane")
    ends = {name: {str(origin), str(destination)}
            for name, origin, destination in lanes[["origin", "destination"]].itertuples()}  # fmt: skip
    built = {target for kind, target in wanted if kind == "site"}
    packages: list[tuple[str, str, list[tuple[str, str]]]] = []
    for kind, target in wanted:
        if kind == "site":
            ways = [key for key in wanted if key[0] == "lane" and target in ends[key[1]]]
            packages.append(("build", f"site {target}", [(kind, target), *ways]))
        elif kind == "lane" and not built & ends[target]:
            packages.append(("build", f"lane {target}", [(kind, target)]))
        elif kind == "expansion":
            packages.append(("open", target, [(kind, target)]))
    cost = {("site", name): row for name, row in sites["build_cost_eur"].items()}
    cost |= {("lane", name): row for name, row in lanes["build_cost_eur"].items()}
    cost |= {("expansion", name): row for name, row in dataset["expansions"].set_index("expansion")["cost_eur"].items()}
    product = dataset["lines"].drop_duplicates("line").set_index("line")["product"]
    of = dataset["expansions"].set_index("expansion")["line"].map(product)
    for remedy, name, keys in packages[:MOST_OPENINGS]:
        much = sum(cost[key] * wanted[key] for key in keys)
        target = keys[0][1]
        steps = int(wanted[keys[0]])
        more = f" with {len(keys) - 1} lane{'s' if len(keys) > 2 else ''}" if len(keys) > 1 else ""
        said = f"open {name}{f', {steps} steps' if steps > 1 else ''}" if remedy == "open" else f"build {name}{more}"
        saves = trial.saves_by_choice(_chosen(trial, {key: wanted[key] for key in keys}), much)
        yield remedy, target, str(of[target]) if remedy == "open" else "", np.nan, much, saves, said


def _wanted(trial: Trial) -> dict[tuple[str, str], float]:
    """What is opened or built more, rounded up, where it may be in part and costs its price; the dearest first."""
    worlds, model = trial.worlds, trial.after.model
    _, form, known = worlds.with_free_choices()
    choices = model.choices
    small = restricted(form, known)
    values = small.whole(Warm(small.form).cold().values)
    names = [("expansion", name) for name in choices.parts.dataset["expansions"]["expansion"]]
    names += [("site", name) for name in choices.parts.sites[choices.built_sites]]
    names += [("lane", name) for name in choices.parts.lanes[choices.built_lanes]]
    first = np.array(worlds.undisturbed.values[: len(names)])
    more = values[: len(names)] - first
    spent = form.cost[: len(names)] * more
    order = np.argsort(-spent, kind="stable")
    return {names[one]: float(np.ceil(more[one] - SLIGHT)) for one in order.tolist() if more[one] > SLIGHT}


def _chosen(trial: Trial, more: dict[tuple[str, str], float]) -> pd.DataFrame:
    """The plan's choices with these more."""
    chosen = trial.worlds.stressed.choices[["kind", "target", "quantity"]]
    rows = pd.DataFrame([(*key, quantity) for key, quantity in more.items()], columns=["kind", "target", "quantity"])
    both = pd.concat([chosen, rows]) if len(chosen) else rows
    return both.groupby(["kind", "target"], sort=False)["quantity"].sum().reset_index()

"""A risk for a terminal."""

from __future__ import annotations

from typing import Any

from edu_supply.dataset import Dataset
from edu_supply.network.wording import count, number
from edu_supply.plan import Run
from edu_supply.planning.layout import records, safe, table, wrapped
from edu_supply.planning.wording import eur, product_names

MOST = 12


def risk_text(found: Run, dataset: Dataset, width: int = 80) -> str:
    """What to add and what it saves over all worlds, for a terminal ``width`` columns wide.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> surge = edu_supply.Tempo("surge", 0.3, (edu_supply.Factor(1.5),))
    >>> found = edu_supply.risk(dataset, edu_supply.solve(dataset), tempos=[surge])
    >>> risk_text(found, dataset).splitlines()[0]
    'risk: what to add in tutorial against what may come, in 2 worlds'
    """
    said = found.manifest
    head = f"{found.name}: what to add in {dataset.name} against what may come, in {count(said['worlds'], 'world')}"
    lines = [*wrapped(safe(head), width, first=0), ""]
    if said["objective_eur"] is None:
        return "\n".join([*lines, "Nothing was found in time."])
    lines += [line for sentence in _sentences(said) for line in wrapped(sentence, width, 2, 0)]
    names = product_names(dataset)
    cells = [(f"{safe(row.site)} {safe(names.get(row.product, row.product))}", number(round(row.added, 1)),
              eur(row.cost_eur)) for row in records(found["risk_stock"].head(MOST))]  # fmt: skip
    lines += ["", *table(cells, width, head=("To add", "units", "cost"), left=(0,))] if cells else []
    more = len(found["risk_stock"]) - MOST
    lines += [f"  and {more:,} more, in risk_stock.csv"] if more > 0 else []
    worlds = [(_world(row), f"{row.probability_share:.4g}", eur(row.before_eur), eur(row.cost_eur),
               "worst" if row.in_tail else "") for row in records(found["risk_worlds"].head(MOST))]  # fmt: skip
    lines += ["", *table(worlds, width, head=("World", "likely", "costs without", "costs", ""), left=(0, 4))]
    more = len(found["risk_worlds"]) - MOST
    lines += [f"  and {more:,} more, in risk_worlds.csv"] if more > 0 else []
    if said["left_out"]:
        out = f"Left out, without a probability or after the horizon: {count(len(said['left_out']), 'threat')}."
        lines += ["", *wrapped(out, width, first=0)]
    return "\n".join(lines)


def _sentences(said: Any) -> list[str]:
    asked, without = said["asked"], said["without"]
    saves = eur(without["objective_eur"] - said["objective_eur"])
    gap = f"{eur(said['gap_eur'])} ({said['gap']:.4%}) above the least"
    first = f"Stock worth {eur(said['added_cost_eur'])} is added" if said["added_cost_eur"] > 0 else "Nothing is added"
    worst = f"the dearest {1 - asked['alpha']:.4g} cost {eur(said['cvar_eur'])} on average"
    counts = f", which counts {asked['weight']:g} times beside it" if asked["weight"] else ""
    expected = f"Expected cost {eur(said['expected_eur'])} (without {eur(without['expected_eur'])})"
    found = [f"{first}: that saves {saves}, and is at most {gap}.",
             f"{expected}; {worst} (without {eur(without['cvar_eur'])}){counts}."]  # fmt: skip
    if said["value_of_stochastic_solution_eur"] is not None:
        more = eur(said["value_of_stochastic_solution_eur"])
        found.append(f"Planning for the mean of all worlds would cost {more} more.")
    if said["value_of_perfect_information_eur"] is not None:
        found.append(f"To know which world comes would be worth {eur(said['value_of_perfect_information_eur'])}.")
    return found


def _world(row: Any) -> str:
    words = [safe(word) for word in (row.threat, row.tempo) if isinstance(word, str) and word]
    return " and ".join(words) or "undisturbed"

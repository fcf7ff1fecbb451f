"""The mathematics on one page, ``models/README.md``, written from the docstrings of the laws and the families.

``python -m edu_supply.model.mathematics > models/README.md``
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator

from edu_supply.model.assembly import LAWS
from edu_supply.model.choices import Choices
from edu_supply.model.content import Contents
from edu_supply.model.contracts import Contracts
from edu_supply.model.operations import Operations
from edu_supply.model.participation import Participation
from edu_supply.model.policy import Policy
from edu_supply.schema import TABLES

_HEAD = """# The mathematics

One model of operations for one state of the world. The model files beside this page (`*.toml`) say what to solve;
this page says what is solved. It is written from the code by `python -m edu_supply.model.mathematics >
models/README.md`, and a test holds the two together: a law's heading, function, Pyomo constraint and tests bear the
same name.

## Sets

Every set is a column of a table: sites, products, lines, lanes, expansions, countries. Periods are t = 1, ..., periods.
A *demand* is a row of the table `demand` in one of its periods. *Buyers* are the countries that demands name, *pools*
are who buys together. Places, products and periods stand in this order in every index.

A variable exists only where and when a product can be and is of use (through lanes, lead times and bill of materials);
what is left out is zero in some optimal plan. "No limit" is no row, never an infinite number.

## Parameters

The tables' columns, by their own names (all of them: `docs/tables.md`); mass_t is mass_kg / 1000. *availability* is the
share of line time, lane capacity or throughput that exists in a period, times what a world with losses leaves of it.

"""

_OBJECTIVE = """
## Objective

Least cost, EUR: the sum of the first nine parts, where the plan is *net* of the next two as well, and where stock may
be added of the last. The first seven are *money*; *shortage* and *reserves* are always shown apart.

| part | sum over all variables of |
|---|---|
| production | unit_cost_eur * make, of what is not offered under contract |
| procurement | unit_price_eur * (1 + fee_rate of the programme) * buy |
| transport | cost_eur_per_t * mass_t * ship |
| holding | holding_eur * hold + holding_eur * lead_periods * ship |
| scrap | scrap_eur * scrap |
| expansion | cost_eur * open |
| build | build_cost_eur * build_site + build_cost_eur * build_lane |
| shortage | penalty_eur * short + late_eur * periods late * serve / ratio |
| reserves | minimum_penalty_eur * below + value_eur * missing |
| vat | vat_rate of the buyer * unit_price_eur * buy, of what no programme exempts |
| support | -support, of what is not lent |
| added | value_eur * added |

In a world with losses reserves may be drawn: below and missing cost nothing there; and an offered product is made at
the price that its contract reached, as production.

## Bounds

All variables are >= 0. open is whole and <= max_steps; build_site, build_lane, sign, join and makes are 0 or 1;
highest_fill and lowest_fill <= 1. hold <= the smallest maximum of its place; short <= quantity; give <= quantity of the
donation; below <= minimum; missing <= initial; added <= the smallest maximum of its place - initial. What a world has
lost altogether is 0: make on a lost line or of a lost product, ship on a lost lane or at either end of a lost site,
serve at a lost site.

"""


def mathematics() -> str:
    """The page as Markdown.

    >>> mathematics().splitlines()[0]
    '# The mathematics'
    """
    return "".join([_HEAD, _parameters(), _variables(), _OBJECTIVE.lstrip("\n"), *_laws()])


def paragraphs(documented: object) -> list[str]:
    """The paragraphs of a docstring, each on as many lines as it has there."""
    return (inspect.getdoc(documented) or "").split("\n\n")


def families() -> Iterator[tuple[str, object]]:
    """Every family of variables in the model's order: its name, and the property that makes and documents it."""
    for owner, names in (
        (Choices, ("open", "build_site", "build_lane")),
        (Contracts, ("sign", "buy", "give")),
        (Participation, ("join", "volume", "support")),
        (Policy, ("makes", "highest_fill", "lowest_fill")),
        (Choices, ("added",)),
        (Operations, ("make", "ship", "hold", "scrap", "serve", "short", "below", "missing")),
        (Contents, ("content_use", "content_ship", "content_hold", "content_gone")),
    ):
        for name in names:
            yield name, inspect.getattr_static(owner, name)


def _parameters() -> str:
    """What the laws' formulas name; requirements have become demand and stocks before."""
    rows = ["| table | column (unit) |", "|---|---|"]
    for table in TABLES.values():
        columns = [f"{column.name} ({column.unit})" for column in table
                   if column.unit and column.kind in ("number", "share", "whole", "period")]  # fmt: skip
        if columns and table.name != "requirements":
            rows.append(f"| {table.name} | {', '.join(columns)} |")
    return "\n".join(rows) + "\n\n"


def _variables() -> str:
    """Each family's docstring: its index, what it counts and in which unit."""
    lines = ["## Variables", ""]
    for _, documented in families():
        first, *more = paragraphs(documented)
        said = " ".join([first, *more]).replace("\n", " ")
        index, _, meaning = said.partition(": ")
        lines.append(f"- `{index}`: {meaning}")
    return "\n".join(lines) + "\n\n"


def _laws() -> Iterator[str]:
    subject = ""
    for law in LAWS:
        module = inspect.getmodule(law)
        title = (inspect.getdoc(module) or "").partition(":")[0].rstrip(".")
        if title != subject:
            subject = title
            yield f"\n## {title}\n"
        yield f"\n### {law.__name__}\n\n{_law(law)}"


def _law(law: Callable[..., object]) -> str:
    """A law's docstring; its second paragraph is the formula."""
    sentence, formula, *rest = paragraphs(law)
    return "\n\n".join([sentence, f"```text\n{formula}\n```", *rest]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(mathematics())

"""The page ``docs/run-folder.md``, written from the plan's tables: ``python -m edu_supply.run_reference``."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from edu_supply.autonomy_tables import AUTONOMY_TABLES
from edu_supply.comparison_tables import COMPARISON_MANIFEST, COMPARISON_TABLES
from edu_supply.explain_tables import EXPLAIN_TABLES
from edu_supply.joint import COALITION_TABLES, SHARE_TABLES
from edu_supply.plan import OUTAGE_TABLES, PLAN_TABLES
from edu_supply.resilience_tables import RESILIENCE_MANIFEST, RESILIENCE_TABLES
from edu_supply.risk_tables import RISK_MANIFEST, RISK_TABLES
from edu_supply.safety_tables import SAFETY_MANIFEST, SAFETY_TABLES
from edu_supply.side_tables import SIDE_TABLES
from edu_supply.stockpile_tables import STOCKPILE_MANIFEST, STOCKPILE_TABLES
from edu_supply.worst_tables import WORST_MANIFEST, WORST_TABLES

MANIFEST = {
    "name": "name of the model file, or of the dataset where there is none",
    "data": "name of the dataset's folder or workbook",
    "marking": "the dataset's marking",
    "currency_year": "the year in whose prices all EUR are",
    "periods": "number of periods",
    "period": "how long one is: day, week, month, quarter, year",
    "start": "first day of period 1; null where the dataset gives none",
    "pools": "who buys jointly",
    "near": "with --near: the plan that this one is to be near; before_eur and after_eur: what is made, sent, held, "
    "served and thrown away otherwise, at what it counts for, before it was moved there at the same cost and after",
    "solver": "gap, time_limit_s and threads that were asked for",
    "net": "whether value-added tax and what programmes pay count in the objective",
    "adapted": "whether a program added rules of its own to the model",
    "versions": "of edu-supply, Python and the packages that it stands on",
    "inputs": "SHA-256 of each table and model file as it was read, and of each `--set`",
    "size": "rows, variables, nonzeros and integers of the model",
    "status": '"optimal", "feasible" or "no plan"',
    "ended": 'why the solver stopped: "done", "time limit", "interruption", "contradictory data"',
    "objective_eur": "money_eur + shortage_eur + reserves_eur (where net, + vat_eur - support_eur): what was made as "
    "small as possible",
    "money_eur": "what is really paid",
    "shortage_eur": "penalties for what falls short or comes late: a weight, not a bill",
    "reserves_eur": "penalties for stock below a priced minimum or missing at the end: a weight, not a bill",
    "bound_eur": "no plan can have a smaller objective_eur than this; null where none is known",
    "gap": "gap_eur / objective_eur",
    "gap_eur": "objective_eur - bound_eur: most by which a better plan could be better",
    "cost": "objective_eur by part; money_eur is the first seven; where net, vat and support (negative) are two more",
    "support_eur": "what programmes pay: grants, and an agency's support",
    "debt_eur": "what programmes lend",
    "vat_eur": "value-added tax on what is bought under contract",
    "vat_saved_eur": "value-added tax that programmes' exemptions save",
    "fill_rate": "served / asked for, 0 to 1: by_product, by_front, by_buyer, weighted, worst_product",
    "verification": "ok, rows_checked, and the largest relative residual",
    "seconds": "spent on read, build, solve, write, verify, explain",
    "files": "SHA-256 of every table of the run folder",
}
"""Every key of ``manifest.json``."""

ONLY_IF_ASKED = ("near",)

ONLY_WITH_A_PLAN = ("cost", "fill_rate", "verification")
"""Keys that are not there where there is no plan."""

OUTAGE_MANIFEST = {
    "kind": '"spof"',
    "name": "name of the run folder that was asked for",
    "data": MANIFEST["data"],
    "marking": MANIFEST["marking"],
    "currency_year": MANIFEST["currency_year"],
    "periods": MANIFEST["periods"],
    "period": MANIFEST["period"],
    "start": MANIFEST["start"],
    "pools": MANIFEST["pools"],
    "plan": "name of the run folder, or of the plan, that was stressed",
    "plan_sha256": "SHA-256 of its manifest.json, which holds those of all its other files",
    "data_sha256": "SHA-256 of the inputs below and the horizon",
    "outage": "what was asked for: kinds, start, duration_periods, survival (whether times to survive are there)",
    "status": '"done"',
    "undisturbed_eur": "money_eur + shortage_eur of the undisturbed world with the plan's choices",
    "money_eur": "what is really paid in it",
    "shortage_eur": "penalties for what falls short or comes late in it",
    "reserves_eur": "penalties for reserves that it does not keep",
    "fill_rate": "served / asked for in it, each unit at its penalty",
    "how": "how many losses are unused, bounded and solved",
    "by_kind": "the same for each kind of asset, with the CPU seconds of its losses and times to survive",
    "seconds": "spent on build, undisturbed, losses, survival",
    "versions": MANIFEST["versions"],
    "inputs": MANIFEST["inputs"],
    "files": MANIFEST["files"],
}
"""Every key of the ``manifest.json`` of a run of ``spof``."""

_COMMON = ("data", "marking", "currency_year", "periods", "period", "start", "pools", "solver", "versions", "inputs",
           "files")  # fmt: skip

SHARE_MANIFEST = {
    "kind": '"share"',
    **{key: MANIFEST[key] for key in _COMMON},
    "status": '"done"',
    "players": "each player's buyers",
    "cost_alone_eur": "what the plan costs in which all players buy alone",
    "cost_together_eur": "what the plan costs in which they buy as one pool",
    "saving_eur": "the difference: what is shared",
    "saving_least_eur": "the least that it can be, by the bounds of both plans",
    "saving_most_eur": "the most",
    "core": "whether there are any shares in the core, and for shapley and nucleolus whether they lie in it: answer "
    "(yes, no, undecided), the coalition with most reason to leave, and what it would gain",
    "notes": "what must be known of the shares, if anything",
    "left_over_alone_eur": "the part of the cost that no player carries, all alone",
    "left_over_together_eur": "the same together",
    "short_units": "units short of each player, by product, alone and together",
    "coalitions_searched": "coalitions that others did not settle",
    "seconds": "spent on all of it",
}
"""Every key of the ``manifest.json`` of a run of ``share``."""

COALITION_MANIFEST = {
    "kind": '"coalitions"',
    "name": "name of the run folder that was asked for",
    **{key: MANIFEST[key] for key in _COMMON},
    "status": '"done"',
    "base": "who buys together to begin with",
    "partners": "who may join",
    "groups": "of the small pools: at_most, product, exact (whether all were solved), how many were tried and are "
    "possible, and at_most_eur, which none can save more than (null where that is not known)",
    "seconds": "spent on all of it",
}
"""Every key of the ``manifest.json`` of a run of ``coalitions``."""

_HEAD = """# The run folder

`edu-supply solve` writes a folder; for those of [`spof`](#the-run-folder-of-spof), [`share`](#the-run-folder-of-share)
and [`coalitions`](#the-run-folder-of-coalitions) see the end. This page is written from `edu_supply/plan.py` and
`edu_supply/joint.py` by `python -m edu_supply.run_reference > docs/run-folder.md`.

- It appears whole or not at all. An older one is never overwritten: `NAME-2` follows `NAME`, unless `--replace` is
  given.
- Only its owner can read it. It names no path, user or computer. It may be moved and renamed.
- `edu-supply verify` reads it, compares every table with its SHA-256, and recomputes every law and every euro.
- Quantities are in the product's own unit (`unit` in the products table), money in EUR, mass in tonnes; shares are 0 to
  1. Periods count from 1. What is zero has no row. A blank cell is "none" or "no limit", never 0.
- CSV files are in UTF-8, with commas and decimal points. A text cell that begins with `=`, `+`, `-`, `@`, a tab, a
  carriage return or an apostrophe stands behind an apostrophe, so that no spreadsheet takes it for a formula.
  `edu_supply.read_run` takes it away again. (Tables in `inputs/` are as they were read; see the list below.)

| file | there when |
|---|---|
| manifest.json | always |
| inputs/*.csv | always: the dataset's tables as they were solved, with the model file's changes and horizon |
| report.html | a command wrote the folder, or `report` was asked for it: the same to read and to print |
"""

_OUTAGE_HEAD = """# The run folder of spof

`edu-supply spof` writes `manifest.json`, `inputs/`, `spof.csv` (a row for each asset, the dearest loss first) and
`spof_products.csv`; `edu_supply.read_outages` reads them back. All that is said above of run folders holds. Its
manifest:

"""

_EXPLAIN_HEAD = """# The run folder of spof --explain

`edu-supply spof DATA --explain KIND:TARGET` writes `manifest.json`, `inputs/` and the tables below, each with the rows
of all the losses that were asked for. In the manifest, `kind` is `explain`, `status` "done", or "interrupted" where not
all of it was tried; `losses` has for each of them `kind`, `target`, `start`, `duration_periods`, `loss_eur`,
`money_eur` and `short_eur`."""

_WORST_HEAD = """# The run folder of spof --worst

`edu-supply spof DATA --worst K` writes `manifest.json`, `inputs/` and the tables below. Its manifest has these keys,
and those on data, plan and versions as that of `spof` has them:

"""

_STOCKPILE_HEAD = """# The run folder of stockpile

`edu-supply stockpile` writes `manifest.json`, `inputs/` and the tables below. Its manifest has these keys, and those on
data, plan and versions as that of `spof` has them:

"""

_RESILIENCE_HEAD = """# The run folder of a plan that survives

A model file with `[resilience]` makes `solve` write `means.csv` too, and `stockpile.csv` and `worlds.csv` as
`stockpile` does (in `worlds.csv`, before is the plan without resilience). `cost` in its manifest has the part `added`,
the value of the stock added, which is in `objective_eur` and in none of `money_eur`, `shortage_eur`, `reserves_eur`.
Its manifest has this key more:

"""

_RISK_HEAD = """# The run folder of risk

`edu-supply risk` writes `manifest.json`, `inputs/`, `risk_stock.csv` and `risk_worlds.csv`. Its manifest has these
keys, and those on data, plan and versions as that of `spof` has them:

"""

_SHARE_HEAD = """# The run folder of share

`edu-supply share` writes `manifest.json`, `inputs/`, `shares.csv` and `coalitions.csv`. All that is said above of run
folders holds. Its manifest:

"""

_COALITION_HEAD = """# The run folder of coalitions

`edu-supply coalitions` writes `manifest.json`, `inputs/` and `coalitions.csv`. Its manifest:

"""

_COMPARISON_HEAD = """# The run folder of compare

`edu-supply compare` writes `manifest.json`, `inputs/` (those of the base) and the tables below, `report.html`, and
`comparison.xlsx` where it is asked for. Its manifest:

"""

_SAFETY_HEAD = """# The run folder of safety

`edu-supply safety` writes `manifest.json`, `inputs/`, `safety.csv` and `safety_links.csv`. Its manifest:

"""

_PLAIN = {"line_use": "there is a plan", "requirements": "there is a plan; a row for each requirement",
           "conflict": "the data contradict themselves"}


_AUTONOMY_HEAD = """# The run folder of autonomy

`edu-supply autonomy` writes `inputs/`, `autonomy.csv` and a `manifest.json` with `kind` ("autonomy"), `status` ("done",
or "interrupted" where points are missing), `inside`, `products`, and the keys on data, solver and versions as above.

"""

def run_reference() -> str:
    """Every file and column of a run folder as Markdown.

    >>> run_reference().splitlines()[0]
    '# The run folder'
    """
    tables = {**PLAN_TABLES, **SIDE_TABLES}
    files = [f"| {name}.csv | {_PLAIN.get(name, 'always; without rows where there is no plan')} |" for name in tables]
    lines = [*_HEAD.splitlines(), *files, "", "## manifest.json", "", *_rows("key", MANIFEST)]
    lines += ["", f"Without a plan there is no {', '.join(ONLY_WITH_A_PLAN)}, and every figure is null.", ""]
    for name, columns in tables.items():
        lines += [f"## {name}.csv", "", *_rows("column", columns), ""]
    lines += _AUTONOMY_HEAD.splitlines()
    for name, columns in AUTONOMY_TABLES.items():
        lines += [f"## {name}.csv", "", *_rows("column", columns), ""]
    return "\n".join([*lines, *_OUTAGE_HEAD.splitlines(), *_rows("key", OUTAGE_MANIFEST), *_outage_tables(),
                      *_joint(_WORST_HEAD, WORST_MANIFEST, WORST_TABLES),
                      *_joint(_STOCKPILE_HEAD, STOCKPILE_MANIFEST, STOCKPILE_TABLES),
                      *_joint(_RESILIENCE_HEAD, RESILIENCE_MANIFEST, RESILIENCE_TABLES),
                      *_joint(_RISK_HEAD, RISK_MANIFEST, RISK_TABLES),
                      *_joint(_SHARE_HEAD, SHARE_MANIFEST, SHARE_TABLES),
                      *_joint(_COALITION_HEAD, COALITION_MANIFEST, COALITION_TABLES),
                      *_joint(_COMPARISON_HEAD, COMPARISON_MANIFEST, COMPARISON_TABLES),
                      *_joint(_SAFETY_HEAD, _of_data() | SAFETY_MANIFEST, SAFETY_TABLES)])  # fmt: skip


def _of_data() -> dict[str, str]:
    """The keys on data and versions."""
    return {key: MANIFEST[key] for key in _COMMON if key != "solver"}


def _outage_tables() -> list[str]:
    lines = []
    for name, columns in OUTAGE_TABLES.items():
        lines += ["", f"## {name}.csv", "", *_rows("column", columns)]
    lines += ["", *_EXPLAIN_HEAD.splitlines()]
    for name, columns in EXPLAIN_TABLES.items():
        lines += ["", f"## {name}.csv", "", *_rows("column", columns)]
    return [*lines, ""]


def _joint(head: str, manifest: Mapping[str, str], tables: Mapping[str, Mapping[str, str]]) -> list[str]:
    """What the run folder of a command with a manifest of its own holds."""
    lines = [*head.splitlines(), *_rows("key", manifest)]
    for name, columns in tables.items():
        lines += ["", f"## {name}.csv", "", *_rows("column", columns)]
    return [*lines, ""]


def _rows(head: str, meanings: Mapping[str, str]) -> list[str]:
    return [f"| {head} | meaning |", "|---|---|", *(f"| {key} | {meaning} |" for key, meaning in meanings.items())]


if __name__ == "__main__":
    sys.stdout.write(run_reference())

"""Whatever is done to the cells and rows of a dataset, it is refused in words, or it is solved and the plan holds."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

import edu_supply
from edu_supply.problems import DataError, grouped

TUTORIAL = Path(__file__).parents[1] / "data" / "tutorial"
MORE = {
    "availability": [["kind", "target", "from_period", "share"], ["line", "charges", "2", "0.5"]],
    "arrivals": [["site", "product", "period", "quantity"], ["PL-shells", "charge", "2", "50"]],
    "offers": [["line", "product", "from_quantity", "unit_price_eur"], ["filling", "round", "10", "320"],
               ["drones", "drone", "1", "480"]],
}  # fmt: skip
COLUMNS = {
    "stocks": ["minimum", "maximum", "minimum_penalty_eur"], "sites": ["storage_t", "throughput_t"],
    "lanes": ["capacity_t"], "products": ["shelf_life_periods"], "lines": ["minimum_use", "existing"],
    "demand": ["period", "late_periods"], "countries": ["budget_eur"],
}  # fmt: skip
CELLS = ("", "0", "1", "2", "-1", "1,5", "0.5", "1e13", "1e-9", "nan", "x", "UA", "round", "drone", "UA-front",
         "charges", "2027-02", "2026-01-01", "600", "100", "as_initial", "week", "front", "\u200b", '"', "=1+1",
         "\x1b[1m", "\U0001f680", "L" * 201, "240", "1_0")  # fmt: skip


def mutated(seed: int, folder: Path) -> Path:
    """The tutorial with tables, columns and cells added, and up to four mutations of cells and rows."""
    draw = random.Random(seed)
    tables = {
        file.stem: list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
        for file in sorted(TUTORIAL.glob("*.csv"))
    }
    tables |= {name: [list(row) for row in rows] for name, rows in MORE.items() if draw.random() < 0.4}
    for name, columns in COLUMNS.items():
        for column in columns:
            if draw.random() < 0.15:
                tables[name][0].append(column)
                for row in tables[name][1:]:
                    row.append(draw.choice(["", "", "0", "1", "3", "100", "0.5"]))
    for _ in range(draw.choice([0, 1, 1, 2, 4])):
        rows = tables[draw.choice(sorted(tables))]
        row = (draw.randrange(len(rows)) or draw.randrange(len(rows))) if rows else 0  # seldom the header
        change = draw.random()
        if rows and change < 0.7:
            column = draw.randrange(len(rows[row]))
            alike = [other[column] for other in rows[1:] if column < len(other)]
            rows[row][column] = draw.choice(alike if alike and draw.random() < 0.5 else CELLS)
        elif rows and change < 0.8:
            rows.append(list(rows[row]))
        elif rows:
            del rows[row]
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return folder


def check(seed: int, folder: Path, *, solving: bool) -> None:
    dataset, problems = None, ()
    try:
        dataset = edu_supply.read(mutated(seed, folder))
    except DataError as error:
        problems = error.problems
    assert all(line.isprintable() for line in grouped(problems))
    if dataset is None or not solving or dataset.periods > 30:
        return
    plan = edu_supply.solve(dataset, gap=0, time_limit_s=60)
    if plan.status == "no plan":
        assert len(plan["conflict"])
    else:
        assert plan.status == "optimal"
        assert edu_supply.verify(dataset, plan.tables, plan.manifest).ok
    assert edu_supply.summary(plan, dataset)


@pytest.mark.parametrize("seed", range(6))
def test_mutated_tutorials(seed: int, tmp_path: Path) -> None:
    check(seed, tmp_path, solving=False)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_mutated_tutorials_that_are_solved(seed: int, tmp_path: Path) -> None:
    check(seed, tmp_path, solving=True)

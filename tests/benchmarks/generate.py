"""Makes a notional dataset of any size: `python tests/benchmarks/generate.py DIR --variables 200000 --seed 1`.

The pruned model has about the number of variables that was asked for (within a tenth, where that many can be had). The
same arguments give the same bytes.
"""

import argparse
import csv
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from benchmarks.coalition import Rows, tables  # noqa: E402
from edu_supply.model import build_model  # noqa: E402
from edu_supply.network import Network  # noqa: E402
from edu_supply.reading import from_tables  # noqa: E402

CLOSE = 0.05
"""Relative: so near to the number asked for is near enough."""
PER_PERIOD = 7_000
"""Variables in a period at breadth 1."""


def sized(variables: int, periods: int, seed: int) -> dict[str, Rows]:
    """The tables of a coalition whose model has about so many variables; the nearest of a few tries."""
    breadth, best, distance = variables / periods / PER_PERIOD, dict[str, Rows](), float("inf")
    for _ in range(8):
        found = tables(breadth, periods, seed)
        size = model_size(found)
        if abs(size / variables - 1) < distance:
            best, distance = found, abs(size / variables - 1)
        if distance <= CLOSE:
            break
        breadth *= (variables / size) ** 0.8
    return best


def model_size(found: dict[str, Rows]) -> int:
    """The number of variables of the pruned model."""
    dataset = from_tables({name: pd.DataFrame(rows) for name, rows in found.items()}, "generated")
    return build_model(Network.of(dataset)).size


def write(found: dict[str, Rows], folder: Path) -> None:
    """Write every table as a CSV file; a folder that is there already is added to."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in sorted(found.items()):
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def main() -> None:
    """Read the arguments and write the folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--variables", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--periods", type=int, default=36)
    arguments = parser.parse_args()
    found = sized(arguments.variables, arguments.periods, arguments.seed)
    write(found, arguments.folder)
    rows = sum(len(table) for table in found.values())
    sys.stdout.write(f"{arguments.folder.name}: {rows:,} rows, {model_size(found):,} variables\n")


if __name__ == "__main__":
    main()

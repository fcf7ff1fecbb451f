"""Measure a sweep of losses, in cold solves and in seconds: `python tests/benchmarks/stress.py DATA --plan RUN`.

Without DATA, the seeded network of 1,700 places and 2,200 links, with `--periods`. CPU seconds of one process. A cold
solve is HiGHS's quickest method on the undisturbed world, one thread. Never run by pytest.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import edu_supply  # noqa: E402
from benchmarks.brigade import tables  # noqa: E402
from edu_supply.outages.undisturbed import Stressed  # noqa: E402
from edu_supply.solving import Solver  # noqa: E402
from edu_supply.solving.restricted import restricted  # noqa: E402

METHODS = {"dual simplex": {"solver": "simplex"}, "ipx": {"solver": "ipx"},
           "ipx without crossover": {"solver": "ipx", "run_crossover": "off"}}  # fmt: skip


def cold(dataset: edu_supply.Dataset, plan: edu_supply.Plan) -> dict[str, float]:
    """CPU seconds of each of HiGHS's methods on the undisturbed world."""
    stressed = Stressed.of(dataset, plan, stranded=False)
    _, form, known = stressed.form(stressed.world(undisturbed=True))
    seconds = {}
    for name, options in METHODS.items():
        solver = Solver(restricted(form, known).form, threads=1)
        solver.set(**options)
        began = time.process_time()
        solver.highs.run()
        seconds[name] = time.process_time() - began
    return seconds


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path, nargs="?")
    arguments.add_argument("--plan", type=Path)
    arguments.add_argument("--periods", type=int, default=1)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--duration", type=int, default=6)
    arguments.add_argument("--survival", action="store_true")
    chosen = arguments.parse_args()
    if chosen.data is None:
        rows = tables(chosen.periods, chosen.seed)
        dataset = edu_supply.from_tables({name: pd.DataFrame(table) for name, table in rows.items()}, "brigade")
    else:
        dataset = edu_supply.read(chosen.data)
    plan = edu_supply.read_run(chosen.plan)[0] if chosen.plan else edu_supply.solve(dataset)
    seconds = cold(dataset, plan)
    quickest = min(seconds.values())
    print(", ".join(f"{name} {used:.2f} s" for name, used in seconds.items()))
    kinds = ("site", "line", "lane") if chosen.data is None else edu_supply.outages.KINDS
    kinds = ("site", "lane") if chosen.data is None else kinds
    began = time.process_time()
    found = edu_supply.spof(dataset, plan, kinds=kinds, duration=chosen.duration, survival=chosen.survival)
    used = time.process_time() - began
    by_kind = pd.DataFrame(found.manifest["by_kind"]).T
    print(by_kind.assign(cold_solves=by_kind["loss_cpu_s"] / quickest).round(2).to_string())
    print(f"{len(found['spof']):,} assets: {used:.2f} CPU s = {used / quickest:.1f} cold solves of {quickest:.2f} s; "
          f"{found.manifest['how']}; wall {({k: round(v, 2) for k, v in found.manifest['seconds'].items()})}")  # fmt: skip
    print(
        "largest loss:",
        found["spof"].iloc[0][["kind", "target", "loss_eur"]].tolist(),
        np.round(found["spof"]["loss_eur"].sum(), 2),
    )


if __name__ == "__main__":
    main()

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

METHODS = {"dual simplex": {"solver": "simplex"},
           "the same, devex": {"solver": "simplex", "simplex_dual_edge_weight_strategy": 1}, "ipx": {"solver": "ipx"},
           "ipx without crossover": {"solver": "ipx", "run_crossover": "off"}}  # fmt: skip


def cold(dataset: edu_supply.Dataset, plan: edu_supply.Plan, methods: list[str]) -> dict[str, float]:
    """CPU seconds of these of HiGHS's methods on the undisturbed world."""
    stressed = Stressed.of(dataset, plan, stranded=False)
    _, form, known = stressed.form(stressed.world(undisturbed=True))
    seconds = {}
    for name in methods:
        solver = Solver(restricted(form, known).form, threads=1)
        solver.set(**METHODS[name])
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
    arguments.add_argument("--kinds", default="")
    chosen = arguments.parse_args()
    if chosen.data is None:
        rows = tables(chosen.periods, chosen.seed)
        dataset = edu_supply.from_tables({name: pd.DataFrame(table) for name, table in rows.items()}, "brigade")
    else:
        dataset = edu_supply.read(chosen.data)
    plan = edu_supply.read_run(chosen.plan)[0] if chosen.plan else edu_supply.solve(dataset)
    seconds = cold(dataset, plan, list(METHODS))
    print(", ".join(f"{name} {used:.2f} s" for name, used in seconds.items()))
    best = min(seconds, key=lambda name: seconds[name])
    before = cold(dataset, plan, [best] * 2)[best]
    kinds = tuple(chosen.kinds.split(",")) if chosen.kinds else (
        ("site", "lane") if chosen.data is None else edu_supply.outages.KINDS)  # fmt: skip
    began = time.process_time()
    found = edu_supply.spof(dataset, plan, kinds=kinds, duration=chosen.duration, survival=chosen.survival)
    used = time.process_time() - began
    after = cold(dataset, plan, [best] * 2)[best]
    quickest = (before + after) / 2
    print(f"a cold solve ({best}): {before:.2f} s before, {after:.2f} s after it")
    by_kind = pd.DataFrame(found.manifest["by_kind"]).T
    print(by_kind.assign(cold_solves=by_kind["loss_cpu_s"] / quickest).round(2).to_string())
    losses, times = (found.manifest["seconds"].get(part, 0.0) for part in ("losses", "survival"))
    if chosen.survival:
        print(f"times to survive / losses: {times / losses:.1f}")
    print(f"{len(found['spof']):,} assets: {used:.2f} CPU s = {used / quickest:.1f} cold solves of {quickest:.2f} s; "
          f"{found.manifest['how']}; wall {({k: round(v, 2) for k, v in found.manifest['seconds'].items()})}")  # fmt: skip
    print(
        "largest loss:",
        found["spof"].iloc[0][["kind", "target", "loss_eur"]].tolist(),
        np.round(found["spof"]["loss_eur"].sum(), 2),
    )


if __name__ == "__main__":
    main()

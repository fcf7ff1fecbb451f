"""Measure a sizing of stockpiles, in cold solves and in seconds: `python tests/benchmarks/sizing.py DATA --plan RUN`.

CPU seconds of one process, beside a sweep of the same assets. A cold solve is HiGHS's quickest method on the
undisturbed world, one thread. Never run by pytest.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import edu_supply  # noqa: E402
from benchmarks.stress import METHODS, cold  # noqa: E402


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--plan", type=Path, required=True)
    arguments.add_argument("--kinds", default="site,country")
    arguments.add_argument("--duration", type=int, default=6)
    arguments.add_argument("--gap", type=float, default=0.01)
    arguments.add_argument("--without-sweep", action="store_true")
    chosen = arguments.parse_args()
    dataset, plan = edu_supply.read(chosen.data), edu_supply.read_run(chosen.plan)[0]
    kinds = chosen.kinds.split(",")
    seconds = cold(dataset, plan, list(METHODS))
    best = min(seconds, key=lambda name: seconds[name])
    before = cold(dataset, plan, [best] * 2)[best]
    began = time.process_time()

    def tell(so_far: edu_supply.stockpiles.Sizing) -> None:
        gap = 1 - so_far.bound_eur / so_far.objective_eur
        print(f"{time.process_time() - began:7.1f} CPU s, {so_far.worlds} worlds asked: gap {gap:.3%}", flush=True)

    found = edu_supply.stockpile(dataset, plan, kinds=kinds, duration=chosen.duration, gap=chosen.gap, progress=tell)
    used = time.process_time() - began
    quickest = (before + cold(dataset, plan, [best] * 2)[best]) / 2
    said, wall = found.manifest, {part: round(taken, 1) for part, taken in found.manifest["seconds"].items()}
    print(f"a cold solve ({best}): {quickest:.2f} CPU s")
    print(f"{said['threats']} threats: {used:.1f} CPU s = {used / quickest:.1f} cold solves; gap {said['gap']:.3%} of EUR "
          f"{said['objective_eur']:,.0f}, EUR {said['added_cost_eur']:,.0f} added; wall {wall}")  # fmt: skip
    if not chosen.without_sweep:
        began = time.process_time()
        swept = edu_supply.spof(dataset, plan, kinds=kinds, duration=chosen.duration, survival=False)
        used = time.process_time() - began
        print(f"a sweep of {len(swept['spof'])} assets: {used:.1f} CPU s = {used / quickest:.1f} cold solves")


if __name__ == "__main__":
    main()

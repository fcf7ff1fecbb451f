"""Measure the game of an eight-player pool against one cold solve of the same data.

    python tests/benchmarks/shares.py --products 4 --periods 24

CPU seconds of this process. Never run by pytest.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pooling.datasets import drawn

import edu_supply


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--players", type=int, default=8)
    parser.add_argument("--products", type=int, default=4)
    parser.add_argument("--periods", type=int, default=24)
    parser.add_argument("--gap", type=float, default=1e-3)
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    for seed in range(asked.seeds):
        data = drawn(asked.players, seed, makers=4, products=asked.products, periods=asked.periods)
        began = time.process_time()
        plan = edu_supply.solve(data, gap=asked.gap, threads=1)
        solved = time.process_time()
        result = edu_supply.share(data, gap=asked.gap, threads=1)
        shared = time.process_time()
        open_eur = (result["shares"]["shapley_most_eur"] - result["shares"]["shapley_least_eur"]).max()
        print(
            f"seed {seed}: {plan.manifest['size']['variables']:,} variables, one solve {solved - began:.2f} s, "
            f"{2**asked.players} coalitions {shared - solved:.2f} s, {(shared - solved) / (solved - began):.1f} solves; "
            f"saving EUR {result['coalitions']['saving_eur'].max():,.0f}, a share open by EUR {open_eur:,.0f} at most"
        )


if __name__ == "__main__":
    main()

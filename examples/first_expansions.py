"""Which expansions and works pay first?

A euro of new capacity is made dearer: with a hurdle of 10 it must save ten. What is still chosen at a high hurdle comes
first; what appears only at 1 just pays for itself. What a choice saves depends on what else is there, so each hurdle is
a plan of its own. Run: python examples/first_expansions.py
"""

from pathlib import Path

import edu_supply

HERE = Path(__file__).resolve().parent.parent
HURDLES = [40, 10, 3, 1]
COSTS = {"expansions": ("expansion", "cost_eur"), "sites": ("site", "build_cost_eur"), "lanes": ("lane", "build_cost_eur")}


def dearer(dataset, hurdle):
    """The dataset with every expansion and everything that may be built at so many times its cost."""
    for table, (name, cost) in COSTS.items():
        rows = dataset[table]
        candidates = rows[rows[cost].notna()][name].tolist()
        dataset = edu_supply.change(dataset, table, where={name: candidates}, multiply={cost: hurdle})
    return dataset


def main():
    baseline = edu_supply.read_model(HERE / "models" / "baseline.toml")
    dataset = edu_supply.apply(edu_supply.read(HERE / "data" / "europe"), baseline)
    print(dataset.settings.marking)
    chosen = {}
    for hurdle in HURDLES:
        plan = edu_supply.solve(dearer(dataset, hurdle), gap=1e-3)
        now = {choice.target: (choice.quantity, choice.cost_eur / hurdle) for choice in plan["choices"].itertuples()}
        print(f"\nA euro must save {hurdle}: {len(now)} choices for EUR {sum(cost for _, cost in now.values()) / 1e6:,.0f} m")
        for target, (quantity, cost) in sorted(now.items(), key=lambda item: -item[1][1]):
            more = quantity - chosen.get(target, (0, 0))[0]
            if more > 0:
                print(f"  {cost / 1e6:7.1f} m  {quantity:.0f} x {target}" + (f" ({more:.0f} more)" if more < quantity else ""))
        chosen = now


if __name__ == "__main__":
    main()

"""Which expansion pays first?

One plan in which nothing may be expanded or built shows what more of each limit would be worth: its bottlenecks. That
is a promise, for it counts the first unit only. The most promising expansions are then tried one at a time, each alone.
Run: python examples/first_expansions.py
"""

from pathlib import Path

import edu_supply

HERE = Path(__file__).resolve().parent.parent
TRIED = 6


def with_expansions(dataset, kept):
    """The dataset with these expansions only, and with nothing to build."""
    others = [expansion for expansion in dataset["expansions"]["expansion"] if expansion not in kept]
    dataset = edu_supply.change(dataset, "expansions", where={"expansion": others}, remove=True)
    for table, name in {"sites": "site", "lanes": "lane"}.items():
        rows = dataset[table]
        candidates = rows[rows["build_cost_eur"].notna()][name].tolist()
        too_late = {"build_lead_periods": dataset.periods}
        dataset = edu_supply.change(dataset, table, where={name: candidates}, set=too_late)
    return dataset


def promises(dataset, bottlenecks):
    """What all steps of each expansion promise to save for a euro, if its line's limit is worth to the last unit what
    the first is: in the share of the horizon that is left when it stands."""
    lines = dataset["lines"]
    one_product = lines[~lines["line"].duplicated(keep=False)].set_index("line")["capacity"]
    worth_eur = bottlenecks[bottlenecks["kind"] == "line"].groupby("target")["worth_eur"].sum()
    table = dataset["expansions"].set_index("expansion")
    added = table["adds"] * table["line"].map(one_product).fillna(1)  # the limit of other lines is counted in lines
    standing = (1 - (table["lead_periods"] + table["ramp_periods"] / 2) / dataset.periods).clip(lower=0)
    return (table["line"].map(worth_eur) * added * standing / table["cost_eur"]).dropna().sort_values(ascending=False)


def main():
    dataset = edu_supply.read(HERE / "data" / "europe")
    as_it_stands = edu_supply.solve(with_expansions(dataset, []), gap=1e-3)
    promised = promises(dataset, as_it_stands["bottlenecks"])
    print(dataset.settings.marking)
    print(f"With nothing expanded the plan costs EUR {as_it_stands.objective_eur / 1e9:.1f} bn.\n")
    print(f"{'alone':42}{'steps':>6}{'costs':>10}{'saves':>11}{'saved per euro':>16}{'promised':>10}")
    for expansion in promised.index[:TRIED]:
        plan = edu_supply.solve(with_expansions(dataset, [expansion]), gap=1e-3)
        steps, cost = plan["choices"]["quantity"].sum(), plan.manifest["cost"]["expansion"]
        saved = as_it_stands.objective_eur - plan.objective_eur + cost
        figures = f"{steps:6.0f}{cost / 1e6:8.0f} m{saved / 1e6:9.0f} m{saved / cost if cost else 0:16.1f}"
        print(f"{expansion:42}{figures}{promised[expansion]:10.1f}", flush=True)


if __name__ == "__main__":
    main()

"""What does it cost to lose third countries' cotton linters, and how much of that do wood-pulp lines win back?

Linters become nitrocellulose, powder, charges: without them no round. Three plans: nothing lost; linters lost from the
fourth month on, and no pulp line may be added; the same with pulp lines. Run: python examples/lost_linters.py
"""

from pathlib import Path

import edu_supply

DATA = Path(__file__).resolve().parent.parent / "data" / "europe"
LOST_FROM = 4
PRODUCTS = ["round-155", "charge-155", "mortar-120"]


def without_linters(dataset):
    """Third countries' gins stop for good."""
    lines = dataset["lines"]
    abroad = lines[(lines["product"] == "cotton-linters") & lines["site"].str.match("X[A-Z]-")]["line"]
    stop = [{"kind": "line", "target": line, "from_period": LOST_FROM, "share": 0} for line in abroad]
    return edu_supply.change(dataset, "availability", add=stop)


def without_pulp_expansions(dataset):
    """Pulp lines stay as they are."""
    expansions = dataset["expansions"]
    pulp = expansions[expansions["line"].str.endswith(":pulp")]["expansion"].tolist()
    return edu_supply.change(dataset, "expansions", where={"expansion": pulp}, remove=True)


def main():
    dataset = edu_supply.read(DATA)
    cut_off = without_linters(dataset)
    worlds = {
        "nothing lost": dataset,
        "linters lost, no new pulp line": without_pulp_expansions(cut_off),
        "linters lost, pulp lines may grow": cut_off,
    }
    print(dataset.settings.marking)
    print(f"{'':36}{'objective':>12}{'money':>10}{'shortage':>10}   served of what is asked for")
    for name, world in worlds.items():
        plan = edu_supply.solve(world, name=name, gap=1e-3)
        asked = plan["demand"].groupby("product")[["served_units", "quantity_units"]].sum()
        served = asked["served_units"] / asked["quantity_units"]
        figures = [plan.manifest[key] / 1e9 for key in ("objective_eur", "money_eur", "shortage_eur")]
        fill = ", ".join(f"{product} {served[product]:.0%}" for product in PRODUCTS)
        print(f"{name:36}{figures[0]:9.1f} bn{figures[1]:7.1f} bn{figures[2]:7.1f} bn   {fill}", flush=True)


if __name__ == "__main__":
    main()

"""What is it worth to the others that the United Kingdom and Norway take part?

Totals mislead, for with the two their demand comes too. So the others' own shortage is compared, buyer by buyer, with
and without them. Run: python examples/joining.py
"""

from pathlib import Path

import edu_supply

HERE = Path(__file__).resolve().parent.parent
JOINING = ["GB", "NO"]


def main():
    dataset = edu_supply.read(HERE / "data" / "europe")
    alone = edu_supply.apply(dataset, edu_supply.read_model(HERE / "models" / "without-uk-and-norway.toml"))
    demand = {}
    for name, world in {"without": alone, "with": dataset}.items():
        table = edu_supply.solve(world, name=name, gap=1e-3)["demand"]
        demand[name] = table[~table["buyer"].isin(JOINING)]
    print(dataset.settings.marking)

    shortage = {name: table.groupby("buyer")["shortage_eur"].sum() / 1e6 for name, table in demand.items()}
    saved = (shortage["without"] - shortage["with"]).sort_values(ascending=False)
    print(f"Shortage of the others falls by EUR {saved.sum():,.0f} m when {' and '.join(JOINING)} take part.")
    for buyer, million in saved[saved.abs() >= 1].items():
        print(f"  {buyer}  {million:10,.1f} m")

    print("\nServed of what the others ask for, without and with:")
    served = {}
    for name, table in demand.items():
        units = table.groupby("product")[["served_units", "quantity_units"]].sum()
        served[name] = units["served_units"] / units["quantity_units"]
    for product in served["with"].index:
        print(f"  {product:20}{served['without'][product]:7.0%}{served['with'][product]:7.0%}")


if __name__ == "__main__":
    main()

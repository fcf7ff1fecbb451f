"""What does each step of integrating a partner bring, here the United Kingdom?

Tier 1: it accepts the others' standard round. Tier 2: it also buys in their pool. Tier 3: its content also counts as
inside. Each step is a model file; each plan is verified. Run: python examples/tiers.py (some minutes)
"""

import sys
from pathlib import Path

import edu_supply

HERE = Path(__file__).resolve().parent.parent
PARTNER = "GB"


def main(data=HERE / "data" / "europe", models=HERE / "models", gap=1e-3):
    dataset = edu_supply.read(data)
    print(dataset.settings.marking)
    print(f"{'':8}{'in all':>12}{'gap':>10}{'partner':>12}{'it saves':>12}{'it is served':>14}{'outside':>9}")
    for tier in ("tier-0", "tier-1", "tier-2", "tier-3"):
        model = edu_supply.read_model(models / f"{tier}.toml")
        plan = edu_supply.solve(edu_supply.apply(dataset, model), name=tier, gap=gap, time_limit_s=900)
        if plan.status == "no plan":
            sys.exit(f"{tier}: no plan")
        print(f"{tier:8}{row(plan)}")
    print("EUR m; outside: the largest outside share of a product under the perimeter of SAFE.")


def row(plan):
    spending, demand, content = plan["spending"], plan["demand"], plan["content"]
    whole = spending[(spending["buyer"] == PARTNER) & spending["period"].isna()]
    asked = demand[demand["buyer"] == PARTNER]
    weight = asked["penalty_eur"]
    served = (asked["served_units"] * weight).sum() / (asked["quantity_units"] * weight).sum()
    products = content[(content["inside"] == "SAFE-INSIDE") & (content["line"] == "")]
    share = products["outside_share"].max() if len(products) else 0.0
    million = [plan.objective_eur, plan.manifest["gap_eur"], whole["paid_eur"].sum(), whole["saved_eur"].sum()]
    widths = (12, 10, 12, 12)
    money = "".join(f"{one / 1e6:>{width},.1f}" for one, width in zip(million, widths, strict=True))
    return f"{money}{served:>14.1%}{share:>9.1%}"


if __name__ == "__main__":
    main()

"""Safety stock for a terminal."""

from __future__ import annotations

from edu_supply.dataset import Dataset
from edu_supply.network.wording import count, number
from edu_supply.plan import Run
from edu_supply.planning.layout import records, safe, table, wrapped
from edu_supply.planning.wording import eur, product_units

MOST_PLACES = 15
MOST_LINKS = 3


def safety_text(found: Run, dataset: Dataset, width: int = 80) -> str:
    """What was found, for a terminal ``width`` columns wide. Whoever shows it puts the marking at its head and foot.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> found = edu_supply.safety_stock(dataset, edu_supply.solve(dataset))
    >>> print(safety_text(found, dataset, width=100).splitlines()[0])
    Safety stock of tutorial against a demand that varies by 30 % a month, promises kept in 95 % of them
    """
    said, asked = found.manifest, found.manifest["asked"]
    rows = found["safety"][found["safety"]["safety_units"] > 0]
    length = dataset.horizon.length
    varies = f"Safety stock of {dataset.name} against a demand that varies by {asked['variation'] * 100:g} % a {length}"
    lines = wrapped(safe(f"{varies}, promises kept in {asked['service'] * 100:g} % of them"), width, 2, 0)
    worth = (f"{eur(said['value_eur'])} of goods at {count(len(rows), 'place')} of {len(found['safety']):,}, "
             f"{eur(said['cost_eur'])} a {length} to keep. The plan holds {eur(said['planned_value_eur'])} of goods "
             "everywhere, on average.")  # fmt: skip
    lines += wrapped(worth, width, 2, 2)
    lines += wrapped(_tree(found), width, 2, 2)
    units = product_units(dataset)
    shown = [
        (str(row.site), str(row.product), number(round(row.safety_units, 1)), units[str(row.product)],
         f"{row.days_of_supply:,.1f}", f"{row.net_periods:g}", eur(float(row.value_eur)),
         number(round(row.planned_units, 1)))
        for row in records(rows.head(MOST_PLACES))
    ]  # fmt: skip
    if shown:
        head = ("", "", "safety", "", "days", f"{length}s", "worth", "planned")
        lines += ["", *table(shown, width, head=head, left=(0, 1, 3))]
    if len(rows) > MOST_PLACES:
        lines.append(f"  and {count(len(rows) - MOST_PLACES, 'more place')}; all are in safety.csv")
    return "\n".join(lines)


def _tree(found: Run) -> str:
    """Whether the flows are a tree, and so the answer exact; where not, how far it can be off and why."""
    said, links = found.manifest, found["safety_links"]
    if said["tree"]:
        return "The flows are a tree: no placement is cheaper."
    named = "; ".join(
        f"{row.product} from {row.from_site} to {row.to_site if row.to_site != row.from_site else row.to_product}"
        for row in records(links.head(MOST_LINKS))
    )
    back = int((links["why"] == "back").sum())
    passed = f", {count(back, 'flow')} against the stream left out" if back else ""
    return safe(
        f"The flows are no tree: {len(links):,} of {said['flows'] + back:,} close a ring ({named}; all are in "
        f"safety_links.csv){passed}. No placement costs less than {eur(said['bound_eur'])}; this one need not be the "
        "cheapest."
    )

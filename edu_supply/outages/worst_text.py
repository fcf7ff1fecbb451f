"""The worst joint loss for a terminal."""

from __future__ import annotations

from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.network.wording import count, named, number
from edu_supply.outages.explain_text import remedy_lines
from edu_supply.plan import Run
from edu_supply.planning.layout import records, safe, table, wrapped
from edu_supply.planning.wording import eur, product_names, spans

MOST_PRODUCTS = 4


def worst_text(found: Run, dataset: Dataset, width: int = 80) -> str:
    """What was found, for a terminal ``width`` columns wide. Whoever shows it puts the marking at its head and foot.

    >>> import edu_supply
    >>> dataset = edu_supply.read("data/tutorial")
    >>> found = edu_supply.worst(dataset, edu_supply.solve(dataset), 2, duration=2)
    >>> print(worst_text(found, dataset, width=110).splitlines()[0])
    worst: the 2 assets of tutorial that cost most to lose together, 2027-01..2027-02
    """
    said, outage = found.manifest, found.manifest["outage"]
    last = min(outage["start"] + outage["duration_periods"] - 1, dataset.periods)
    when = spans(range(outage["start"], last + 1), dataset.horizon)
    many, of = outage["at_once"], f"of {dataset.name} that"
    which = f"the asset {of} costs most to lose" if many == 1 else f"the {many} assets {of} cost most to lose together"
    lines = wrapped(safe(f"{found.name}: {which}, {when}"), width, indent=2, first=0)
    lines += ["", *wrapped(_loss(said), width, indent=2, first=0)]
    if len(found["worst"]):
        parts = (_members(found["worst"], width), _short(found["worst_products"], dataset, width),
                 remedy_lines(found["worst_remedies"], width))  # fmt: skip
        lines += [line for part in parts if part for line in ("", *part)]
    if said["protected"] is not None:
        lines += ["", *_protected(found["worst_protected"], said["protected"], outage["at_once"], width)]
    looked = f"{count(said['assets'], 'asset')} looked at (what is lost with another one is left out)"
    lines += ["", *wrapped(f"{looked}, {count(said['worlds'], 'world')} solved.", width, indent=2, first=0)]
    if said["left_out"]:
        reason = "Left out, for they take a part only, or stock too, or begin at another time"
        lines += wrapped(safe(f"{reason}: {named(said['left_out'])}."), width, indent=2, first=0)
    return "\n".join(lines)


def _loss(said: Any) -> str:
    if said["loss_eur"] <= 0 and said["closed"]:
        return "Nothing is lost: no joint loss of so many costs anything."
    money = f"{eur(abs(said['money_eur']))} {'more' if said['money_eur'] > 0 else 'less'} is paid"
    what = f"It costs {eur(said['loss_eur'])}: penalties for what falls short {eur(said['short_eur'])} more; {money}."
    if said["closed"]:
        return f"{what} No joint loss of so many costs more: proved."
    why = {"time limit": " when the time was over", "interruption": " when it was interrupted"}.get(said["ended"], "")
    return (f"{what} None costs more than {eur(said['bound_eur'])}, which is {said['gap']:.2%} "
            f"({eur(said['gap_eur'])}) away{why}.")  # fmt: skip


def _members(rows: pd.DataFrame, width: int) -> list[str]:
    cells = [(f"{row.kind} {row.target}", eur(row.alone_eur), eur(row.others_eur), eur(row.saves_eur))
             for row in records(rows)]  # fmt: skip
    head = ("Lost together", "alone", "the others", "made safe it saves")
    return table([tuple(map(safe, one)) for one in cells], width, head=head)


def _short(rows: pd.DataFrame, dataset: Dataset, width: int) -> list[str]:
    names = product_names(dataset)
    more = rows.assign(more=rows["short_units"] - rows["undisturbed_short_units"])
    more = more[more["more"] > 0].sort_values("more", ascending=False, kind="stable")
    cells = [(names.get(row.product, row.product), number(round(row.more)), f"{row.more / row.asked_units:.1%}")
             for row in records(more.head(MOST_PRODUCTS))]  # fmt: skip
    head = ("What falls short", "units more", "of what is asked for")
    end = [f"  and {len(more) - MOST_PRODUCTS:,} more, in worst_products.csv"] if len(more) > MOST_PRODUCTS else []
    return [*table(cells, width, head=head), *end] if cells else []


def _protected(rows: pd.DataFrame, said: Any, at_once: int, width: int) -> list[str]:
    """Which to make safe, what is left then, and whether others would do better."""
    safe_ones, lost = (
        [f"{row.kind} {row.target}" for row in records(rows[rows["state"] == state])] for state in ("safe", "lost")
    )
    if not safe_ones:
        return ["Nothing need be made safe."]
    left = f"the dearest loss of {at_once} others ({', '.join(lost)}) costs {eur(said['loss_eur'])}"
    if not lost:
        left = "no loss of as many others costs anything"
    proof = "No choice of as many leaves less: proved."
    if not said["closed"]:
        least, most = eur(said["least_eur"]), eur(said["bound_eur"])
        proof = f"Some loss costs at least {least} whichever are safe, none more than {most} with these."
    return wrapped(safe(f"To make safe: {', '.join(safe_ones)}. Then {left}. {proof}"), width, indent=2, first=0)

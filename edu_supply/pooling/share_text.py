"""Fair shares in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.joint import Sharing
from edu_supply.network.wording import number
from edu_supply.planning.layout import clipped, records, safe, table, wrapped
from edu_supply.planning.wording import eur, product_units
from edu_supply.sharing import Game, Shares, has_core, in_core

RULES = {"shapley": "Shapley value", "nucleolus": "nucleolus"}


def share_text(found: Sharing, dataset: Dataset, width: int = 80) -> str:
    """Who pays what alone, together and after sharing, what falls short, and who would be worse off.

    ``width`` columns at most; the dataset's marking stands in the first and the last line.
    """
    marking = [clipped(safe(dataset.settings.marking), width)] if dataset.settings.marking else []
    if found.status == "no plan":
        return "\n".join([*marking, *wrapped(f"There are no shares: {found.manifest['ended']}.", width, 0), *marking])
    shares = found["shares"]
    parts = [
        _saving(found, width), _paid(shares, width), _divided(shares, width), _short(found, dataset, width),
        [line for said in (*_core(found.manifest), *_worse_off(shares), *_left_over(found.manifest))
         for line in wrapped(said, width, 2, 0)],
    ]  # fmt: skip
    lines = [line for part in parts if part for line in (*part, "")]
    return "\n".join([*marking, *([""] if marking else []), *lines[: None if marking else -1], *marking])


def _saving(found: Sharing, width: int) -> list[str]:
    about = found.manifest
    least, most = about["saving_least_eur"], about["saving_most_eur"]
    said = (f"{safe(about['data'])}: with everybody buying alone the plan costs {eur(about['cost_alone_eur'])}, with "
            f"{len(about['players'])} players as one pool {eur(about['cost_together_eur'])}: together they save "
            f"{eur(about['saving_eur'])}")  # fmt: skip
    between = f" (within the gaps {eur(least)} to {eur(most)})" if most - least > 1e-9 * abs(most) + 0.5 else ""
    return wrapped(f"{said}{between}.", width, 0)


def _paid(shares: pd.DataFrame, width: int) -> list[str]:
    rows = [(str(row.member), eur(row.paid_alone_eur), eur(row.paid_together_eur), eur(row.short_alone_eur),
             eur(row.short_together_eur)) for row in records(shares)]  # fmt: skip
    head = ("", "pays alone", "together", "short alone", "together")
    return ["What each pays for its contracts, and penalties of what it is short of",
            *table(rows, width, head=head)]  # fmt: skip


def _divided(shares: pd.DataFrame, width: int) -> list[str]:
    """A member's share, and what it then pays: so much that it is better off by its share than alone."""
    fair = shares["nucleolus_eur"].notna().all()
    head = ["", "Shapley", "within the gaps", "pays then"] + (["nucleolus", "pays then"] if fair else [])
    rows = []
    for row in records(shares):
        before = row.paid_alone_eur + row.short_alone_eur - row.short_together_eur
        cells = [str(row.member), eur(row.shapley_eur), _between(row.shapley_least_eur, row.shapley_most_eur),
                 eur(before - row.shapley_eur)]  # fmt: skip
        rows.append(cells + ([eur(row.nucleolus_eur), eur(before - row.nucleolus_eur)] if fair else []))
    return ["Fair shares of what is saved", *table(rows, width, head=head)]


def _between(least: float, most: float) -> str:
    return "exact" if most - least <= 1e-9 * max(abs(least), abs(most)) + 0.5 else f"{eur(least)} to {eur(most)[4:]}"


def _short(found: Sharing, dataset: Dataset, width: int) -> list[str]:
    units, rows = product_units(dataset), []
    for member, short in found.manifest["short_units"].items():
        for product in dict.fromkeys([*short["alone"], *short["together"]]):
            alone, together = (number(round(short[how].get(product, 0.0), 1)) for how in ("alone", "together"))
            rows.append((member, product, alone, together, units[product]))
    if not rows:
        return ["Nothing falls short, alone or together."]
    return ["What falls short", *table(rows, width, head=("", "", "alone", "together", ""), left=(0, 1, 4))]


def _core(about: Mapping[str, Any]) -> Iterator[str]:
    core = about["core"]
    for rule, name in RULES.items():
        if about["notes"].get(rule):
            yield f"Of the {name}: {about['notes'][rule]}."
    if not core:
        yield "So many players have too many coalitions: whether somebody would leave is not known."
        return
    yield {"yes": "There are shares with which nobody has reason to leave (the core is not empty).",
           "no": "With no shares at all can every coalition be content (the core is empty).",
           "undecided": "Whether the core is empty lies within the solver's gap."}[core["any"]]  # fmt: skip
    for rule, name in RULES.items():
        if rule in core:
            yield _in_core(name, core[rule])


def _in_core(name: str, said: Mapping[str, Any]) -> str:
    who = " and ".join(map(safe, said["coalition"]))
    if said["answer"] == "yes":
        return f"The {name} lies in the core: yes; no coalition would do better on its own."
    if said["answer"] == "no":
        return f"The {name} lies in the core: no; {who} would gain {eur(said['gains_eur'])} by leaving."
    return (f"The {name} lies in the core: undecided within the solver's gap; {who} would gain "
            f"{eur(said['surely_eur'])} to {eur(said['at_most_eur'])} by leaving.")  # fmt: skip


def _worse_off(shares: pd.DataFrame) -> Iterator[str]:
    """Who would be worse off than alone, if nothing is shared or by a share; a sentence in any case."""
    worse = 0
    for row in records(shares):
        more = row.paid_together_eur + row.short_together_eur - row.paid_alone_eur - row.short_alone_eur
        if more > 0.5:
            worse += 1
            yield (f"If nothing is shared, {safe(row.member)} is worse off together than alone by {eur(more)}: it pays "
                   f"{_change(row.paid_together_eur - row.paid_alone_eur)}, and its shortage is "
                   f"{_change(row.short_together_eur - row.short_alone_eur)}.")  # fmt: skip
        for rule, name in RULES.items():
            part = getattr(row, f"{rule}_eur")
            if part < -0.5:
                worse += 1
                yield f"With its share by the {name}, {safe(row.member)} is worse off than alone by {eur(-part)}."
    if not worse:
        yield "Nobody is worse off together than alone, whether the saving is shared or not."


def _change(amount: float) -> str:
    return "the same" if abs(amount) <= 0.5 else f"{eur(abs(amount))} {'more' if amount > 0 else 'less'}"


def _left_over(about: Mapping[str, Any]) -> Iterator[str]:
    alone, together = about["left_over_alone_eur"], about["left_over_together_eur"]
    yield (f"What no player carries (works, transport, stock, reserves, other buyers) comes to {eur(alone)} alone and "
           f"{eur(together)} together; the difference, {eur(alone - together)}, is part of what is saved, and so of "
           "the shares and of what each then pays.")  # fmt: skip


def game_text(game: Game, shapley: Shares, nucleolus: Shares, width: int = 80) -> str:
    """The shares of a given game in words.

    >>> from edu_supply.sharing import nucleolus, shapley
    >>> game = Game.of({"A": 0, "B": 0, "A|B": 10})
    >>> print(game_text(game, shapley(game), nucleolus(game)).splitlines()[0])
    2 players save EUR 10 together.
    """
    verb = "save" if game.kind == "saving" else "cost"
    lines = wrapped(f"{len(game.players)} players {verb} {eur(float(game.value[-1]))} together.", width, 0)
    rows = [(player, _plain(shapley[player]), _plain(nucleolus[player])) for player in game.players]
    lines += ["", *table([*rows, ("all", _plain(float(shapley.share.sum())), _plain(float(nucleolus.share.sum())))],
                         width, head=("", "Shapley EUR", "nucleolus EUR"))]  # fmt: skip
    lines += ["", *wrapped(next(_core({"core": {"any": has_core(game)}, "notes": {}})), width, 2, 0)]
    for name, shares in (("Shapley value", shapley), ("nucleolus", nucleolus)):
        if shares.note:
            lines += wrapped(f"Of the {name}: {shares.note}.", width, 2, 0)
        found = in_core(game, shares.share)
        lines += wrapped(_in_core(name, {"answer": found.answer, "coalition": found.coalition,
                                         "gains_eur": found.gains_eur}), width, 2, 0)  # fmt: skip
    return "\n".join(lines)


def _plain(amount: float) -> str:
    """An amount to the cent."""
    return f"{amount:,.2f}" if abs(amount) >= 0.005 else "0.00"

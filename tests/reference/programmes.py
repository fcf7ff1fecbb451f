"""Programmes: participation, support, fees, budgets, tax. Each law quotes its sentence."""

from .contracts import bought_under, buyers, contracts, offers, paid
from .program import Program
from .regions import countries
from .world import World

PER_EURO = {"grant": -1.0, "agency": -1.0, "loan": 0.0}
"""What a euro of support adds to the net objective: loans are no saving."""


def most_paid(world: World, contract: tuple) -> float:
    """More than anybody can pay under a contract: all that can be made and the last step, at the highest price."""
    _, line, product, _ = contract
    rows = offers(world)[line, product]
    most = rows[-1]["from_quantity"] + 2.0 * world.most_ever(product)
    return most * max(row["unit_price_eur"] for row in rows)


def is_signed(world: World, contract: tuple) -> list:
    _, line, product, _ = contract
    return [(1.0, ("signed", *contract, step)) for step in range(len(offers(world)[line, product]))]


def participation(program: Program, world: World, pools: list | None) -> None:
    """At least min_buyers buyers take part, among them at least min_members from `members`. To take part is to pay at
    least min_share of what the contract's buyers pay for it together, before fees."""
    for contract, members in contracts(world, pools).items():
        if contract[-1] is None:
            continue
        row = world.tables.programmes[contract[-1]]
        together = paid(world, bought_under(world, contract, members))
        most = most_paid(world, contract)
        for buyer in members:
            part = ("takes part", buyer, *contract)
            program.add(*part, upper=1.0, whole=True)
            own = paid(world, bought_under(world, contract, [buyer]))
            shared = [(-row["min_share"] * euros, name) for euros, name in together]
            program.at_least([*own, *shared, (-most, part)], -most)
        signed = is_signed(world, contract)
        for least, counted in (
            (row["min_buyers"], set(members)),
            (row["min_members"], countries(world, row["members"])),
        ):
            parts = [(1.0, ("takes part", buyer, *contract)) for buyer in members if buyer in counted]
            program.at_least([*parts, *((-least, name) for _, name in signed)], 0.0)


def support(program: Program, world: World, pools: list | None) -> None:
    """support[buyer, contract] <= support_rate * what that buyer pays for it, before fees; all support of a programme
    is at most its budget_eur; all support of one buyer under a programme is at most its row in `allocations`. A loan
    needs an allocation; a grant or an agency with no row for anybody has no such limit, with rows supports only these.
    """
    for contract, members in contracts(world, pools).items():
        if contract[-1] is not None:
            rate = world.tables.programmes[contract[-1]]["support_rate"]
            for buyer in members:
                program.add("support", buyer, *contract)
                own = paid(world, bought_under(world, contract, [buyer]))
                given = (1.0, ("support", buyer, *contract))
                program.at_most([given, *((-rate * euros, name) for euros, name in own)], 0.0)
    for programme, row in world.tables.programmes.items():
        if row["budget_eur"] is not None:
            program.at_most(supported(world, pools, programme, buyers(world)), row["budget_eur"])
        rows = world.tables.allocations.get(programme, {})
        if rows or row["kind"] == "loan":
            for buyer in buyers(world):
                program.at_most(supported(world, pools, programme, [buyer]), rows.get(buyer, 0.0))


def supported(world: World, pools: list | None, programme: str, among: list) -> list:
    return [
        (1.0, ("support", buyer, *contract))
        for contract, members in contracts(world, pools).items()
        if contract[-1] == programme
        for buyer in members
        if buyer in among
    ]


def fees(world: World, terms: list) -> list:
    """Whatever its kind, fee_rate times what a buyer pays is a fee on top."""
    rates = {programme: row["fee_rate"] for programme, row in world.tables.programmes.items()}
    return [(rates.get(name[4], 0.0) * euros, name) for euros, name in paid(world, terms)]


def charges(program: Program, world: World, pools: list | None, net: bool) -> None:
    """A fee is money of the plan (part of procurement). Net, the objective has vat and support beside money: VAT is
    vat_rate of the buyer times what it pays before fees, none under a programme with vat_exempt. Loans are no saving.
    """
    exempt = {programme for programme, row in world.tables.programmes.items() if row["vat_exempt"]}
    for contract, members in contracts(world, pools).items():
        bought = bought_under(world, contract, members)
        for euros, name in fees(world, bought):
            program.charge("procurement", euros, name)
        if not net:
            continue
        for euros, name in paid(world, bought) if contract[-1] not in exempt else ():
            rate = world.tables.countries.get(name[1], {}).get("vat_rate", 0.0)
            program.charge("vat", rate * euros, name)
        if contract[-1] is not None:
            kind = world.tables.programmes[contract[-1]]["kind"]
            for buyer in members:
                program.charge("support", PER_EURO[kind], ("support", buyer, *contract))


def budgets(program: Program, world: World, pools: list | None) -> None:
    """What a buyer pays (prices and fees) less its support is at most its budget_eur."""
    for buyer in buyers(world):
        budget = world.tables.countries.get(buyer, {}).get("budget_eur")
        if budget is not None:
            terms = []
            for contract, members in contracts(world, pools).items():
                if buyer in members:
                    bought = bought_under(world, contract, [buyer])
                    terms += paid(world, bought) + fees(world, bought)
                    if contract[-1] is not None:
                        terms.append((-1.0, ("support", buyer, *contract)))
            program.at_most(terms, budget)

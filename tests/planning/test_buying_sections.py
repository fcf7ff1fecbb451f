"""What the summary says of contracts, of who pays, of outside value and of rules."""

from __future__ import annotations

import pytest
from model.test_origin import RULE, cases, contracts
from model.test_programmes import programme
from model.test_rules import makers, rule
from model.tiny import tiny

import edu_supply
from edu_supply.planning import buying_sections as sections

from .test_settle import LOAN, bought
from .test_spending import joint


def test_what_is_signed_and_who_pays_for_it():
    dataset = joint()
    plan = edu_supply.solve(dataset, gap=0)
    assert sections.contracts(plan, dataset, 80) == [
        "To sign (pool and programme, line, what, price)",
        "  *  L  7 units  shell  at EUR 8  EUR 56",
    ]
    assert sections.spending(plan, 80) == [
        "Who pays for contracts, and what each saves by not signing alone",
        "        pays  saves  of budget left",
        "  DE  EUR 32  EUR 8",
        "  FR  EUR 24  EUR 6           EUR 6",
        "  Beside the objective: value-added tax EUR 8.",
    ]
    plan = edu_supply.solve(dataset, gap=0, net=True)
    assert sections.spending(plan, 80)[-1] == "  Counted in the objective: value-added tax EUR 8."


def test_what_programmes_add():
    dataset = contracts()
    plan = edu_supply.solve(dataset, gap=0)
    assert sections.contracts(plan, dataset, 80)[1:] == ["  * (fund)  L  8 units  shell  at EUR 10  EUR 80"]
    assert sections.spending(plan, 80)[1:] == [
        "        pays  saves  granted   lent  of budget left",
        "  FR  EUR 80  EUR 0   EUR 40  EUR 0           EUR 0",
        "  Beside the objective: paid by programmes EUR 40.",
    ]
    # A loan of 30, and an exemption from 16 of tax.
    dataset = bought(50, programmes=programme(kind="loan", vat_exempt=True), allocations=LOAN)
    assert sections.spending(edu_supply.solve(dataset, gap=0), 80)[-1] == (
        "  Beside the objective: tax saved by exemption EUR 16, lent by them EUR 30."
    )


def test_outside_value():
    # 100 times the tiny dataset: a point is worth EUR 32.
    plan = edu_supply.solve(cases(rules=RULE), gap=0)
    table = plan["content"].assign(autonomy_eur=100 * plan["content"]["autonomy_eur"])
    plan = type(plan)(plan.name, {**plan.tables, "content": table}, plan.manifest)
    assert sections.content(plan, 80) == [
        "Outside value in components",
        "         inside is  outside share  at most  a point is worth",
        "  shell  FR                25.0 %   25.0 %            EUR 32",
        "  By mass balance: within what comes in and goes out the plan says which unit",
        "  carries it.",
    ]


@pytest.mark.parametrize(
    ("law", "said"),
    [
        (rule("line_share_at_most", 0.75), "law shell L 75.0 % at most 75.0 % EUR 20"),
        (rule("makers_at_least", 2, counts_from=0.25), "law shell DE|FR 2 at least 2 EUR 20"),
        (rule("makers_at_least", 3), "law shell nothing at least 3 EUR 712 8 units"),
        (rule("work_share_at_least", 0.25, country="DE", product=None),
         "law DE 25.0 % at least 25.0 % EUR 20"),
        (rule("line_share_at_most", 1), "law shell L 100 % at most 100 % nothing"),
    ],
)  # fmt: skip
def test_rules(law, said):
    dataset = makers(rules=law)
    plan = edu_supply.solve(dataset, gap=0)
    head, columns, line = sections.rules(plan, dataset, 110)
    assert head == "Rules, and what each costs with the plan's choices kept"
    assert columns.split()[:4] == ["rule", "nearest", "to", "it"]
    assert " ".join(line.split()) == said
    # Where there is less room, whom it concerns is left out.
    _, columns, line = sections.rules(plan, dataset, 80)
    assert columns.split()[:2] == ["rule", "has"]
    assert line.split()[0] == "law"
    assert line.split()[-1] == said.split()[-1]


def test_where_there_is_nothing_to_say_nothing_is_said():
    dataset = tiny()
    plan = edu_supply.solve(dataset, gap=0)
    assert sections.contracts(plan, dataset, 80) == sections.spending(plan, 80) == []
    assert sections.content(plan, 80) == sections.rules(plan, dataset, 80) == []

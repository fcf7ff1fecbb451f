"""The page of mathematics, the laws' docstrings and the model say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from edu_supply.model import LAWS, build_model
from edu_supply.model.mathematics import families, mathematics, paragraphs
from edu_supply.network import Network
from edu_supply.plan import ADDED_PART, COST_PARTS, NET_PARTS

from .test_pyomo_view import rich
from .tiny import model_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "models" / "README.md"
WRITE = "python -m edu_supply.model.mathematics > models/README.md"
HERE = Path(__file__).parent


def words(text: str) -> str:
    return " ".join(text.replace("```text", "").replace("```", "").split())


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_page_is_written_from_the_code(page: str) -> None:
    assert page == mathematics(), f"write it again: {WRITE}"


def test_a_heading_for_every_law_in_their_order(page: str) -> None:
    assert re.findall(r"(?m)^### (\w+)$", page) == [law.__name__ for law in LAWS]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_law_says_sentence_formula_domain_and_unit(law, page: str) -> None:
    section = words(page.split(f"### {law.__name__}\n")[1].split("\n## ")[0].split("\n### ")[0])
    sentence, formula, *rest = paragraphs(law)
    assert section == words("\n\n".join(paragraphs(law)))
    assert sentence.endswith(".")
    assert re.search(r"<=|>=|=", formula)
    assert re.search(r"^Domain: .*\bUnit: .+\.$", words(rest[-1]))


def test_every_family_is_on_the_page(page: str) -> None:
    model = model_of(rich())
    assert [name for name, _ in families()] == [family.name for family in model.families]
    for name, documented in families():
        index, _, meaning = words("\n".join(paragraphs(documented))).partition(": ")
        assert index.startswith(f"{name}[")
        assert f"- `{index}`: {meaning}" in page
        # What one of it is.
        assert re.search(r"\b(units|steps|1 where|EUR|a fill rate)\b", meaning)


def test_an_index_has_as_many_words_as_the_page_says(page: str) -> None:
    model = model_of(rich())
    said = dict(re.findall(r"(?m)^- `(\w+)\[([^]]*)\]`", page))
    for family in (family for family in model.families if family.size):
        assert {len(label) for label in family.labels()} == {len(said[family.name].split(", "))}, family.name


def test_every_part_of_the_objective_is_on_the_page(page: str) -> None:
    rows = dict(re.findall(r"(?m)^\| (\w+) \| (.*) \|$", page.split("## Objective")[1].split("## Bounds")[0]))
    rows.pop("part")
    assert tuple(rows) == (*COST_PARTS, *NET_PARTS, ADDED_PART)
    network = Network.of(rich())
    for net, parts in ((False, COST_PARTS), (True, COST_PARTS + NET_PARTS)):
        model = build_model(network, net=net)
        assert {part for family in model.families for part in family.costs} == {*parts, ADDED_PART}
        for family in model.families:
            for part in family.costs:
                assert re.search(rf"\b{family.name}\b", rows[part]), f"{family.name} costs {part}"


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_every_law_has_its_tests(law) -> None:
    # The rows as mathematics, absence, and a case in which the law changes the optimum.
    tests = "\n".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    name = law.__name__
    for sign in (f"row(m.{name}[", f'"{name}"', f'without="{name}"'):
        assert sign in tests, sign

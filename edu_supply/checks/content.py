"""What products are worth, where programmes or rules follow that worth from country to country."""

from __future__ import annotations

import networkx as nx
import pandas as pd

from edu_supply.checks.findings import Tables, findings, quoted, text
from edu_supply.problems import Problem
from edu_supply.schema import listed_names

BY_CONTENT = ("outside_share_at_most", "work_share_at_least")
"""The kinds of rules that weigh by the value of content."""


def components_without_weight(tables: Tables) -> list[Problem]:
    """A component of what an outside share is limited for has a value, else it has no weight in the share."""
    recipes = _recipes(tables)
    worth = content_values(tables, recipes)
    bought = _limited(tables)
    used = recipes[recipes["product"].isin(bought) & (recipes["component"].map(worth) == 0)]
    of = used.groupby("component")["product"].agg(lambda names: quoted(dict.fromkeys(names)))
    rows = tables["products"]
    return findings(
        rows[rows["product"].isin(of.index)].drop_duplicates("product"),
        "no weight",
        "products",
        lambda row: f"This component of {of[row.product]} has no value, so it has no weight in an outside share.",
        "Give value_eur, if where it comes from matters.",
        "value_eur",
        "warning",
    )


def products_worth_less_than_components(tables: Tables) -> list[Problem]:
    """Where content is followed, a product is worth what its components are worth, or more."""
    recipes = _recipes(tables)
    worth = content_values(tables, recipes)
    rows = tables["products"].drop_duplicates("product")
    followed = _with_components(recipes, _limited(tables) | _worked(tables))
    rows = rows[rows["product"].isin(followed)]
    rows = rows.assign(content=rows["product"].map(worth))
    return findings(
        rows[rows["content"] > rows["value_eur"] * (1 + 1e-9)],
        "worth less",
        "products",
        lambda row: f"Its components are worth more, EUR {text(round(float(row.content), 2))}.",
        "Where content is followed, that is its value.",
        "value_eur",
        "warning",
    )


def content_values(tables: Tables, recipes: pd.DataFrame) -> dict[str, float]:
    """The content value of each product: its ``value_eur``, or what the components of a recipe are worth, if more.

    Products in a circle of recipes, which another check refuses, have their ``value_eur``.
    """
    products = tables["products"].dropna(subset=["product"]).drop_duplicates("product")
    worth = dict(zip(products["product"], products["value_eur"].fillna(0.0).astype(float), strict=True))
    rows = recipes[recipes["product"].isin(worth) & recipes["component"].isin(worth)]
    graph = nx.DiGraph(zip(rows["component"], rows["product"], strict=True))
    if not nx.is_directed_acyclic_graph(graph):
        return worth
    by_product = dict(iter(rows.groupby("product")))
    for product in nx.topological_sort(graph):
        if product in by_product:
            recipe = by_product[product]
            parts = (recipe["quantity"] * recipe["component"].map(worth)).groupby(recipe["line"].fillna("")).sum()
            worth[product] = max(worth[product], float(parts.max()))
    return worth


def _recipes(tables: Tables) -> pd.DataFrame:
    return tables["bom"].dropna(subset=["product", "component", "quantity"])


def _limited(tables: Tables) -> set[str]:
    """The products whose outside share a programme or a rule limits."""
    products, programmes = tables["products"], tables["programmes"]
    offered = set(tables["offers"]["product"].dropna())
    limited: set[str] = set()
    for cell in programmes.loc[programmes["max_outside_share"].notna(), "families"]:
        families = listed_names(cell)
        mine = products.loc[products["family"].isin(families), "product"] if families else products["product"]
        limited |= offered & set(mine)
    return limited | _ruled(tables, BY_CONTENT[:1])


def _worked(tables: Tables) -> set[str]:
    return _ruled(tables, BY_CONTENT[1:])


def _ruled(tables: Tables, kinds: tuple[str, ...]) -> set[str]:
    """The products that rules of these kinds concern."""
    rules, products = tables["rules"], tables["products"]
    rules = rules[rules["kind"].isin(kinds)]
    concerned: set[str] = set()
    for product, family in zip(rules["product"], rules["family"], strict=True):
        if isinstance(product, str):
            concerned.add(product)
        else:
            mine = products["family"] == family if isinstance(family, str) else products["product"].notna()
            concerned |= set(products.loc[mine, "product"])
    return concerned


def _with_components(recipes: pd.DataFrame, products: set[str]) -> set[str]:
    """Products, their components, and those of these."""
    graph = nx.DiGraph(zip(recipes["product"], recipes["component"], strict=True))
    inner = (nx.descendants(graph, product) for product in products if product in graph)
    return products.union(*inner)

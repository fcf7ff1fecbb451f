"""What goods are worth: the content value of a product, and the value of the work in it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.verification.arrays import FloatArray, add_up, floats, texts, whole
from edu_supply.verification.flows import recipes
from edu_supply.verification.names import Names, code, product_numbers


def content_eur(dataset: Dataset, names: Names) -> FloatArray:
    """The content value of a unit of each product: its value_eur, or, where a recipe's components are worth more (by
    their own content values), that worth; in EUR.

    A recipe is all general rows of bom for a product, or all rows for it that name one line.
    """
    bom = dataset["bom"]
    product, component = code(names.product, bom["product"]), code(names.product, bom["component"])
    recipe = whole(pd.DataFrame({"product": product, "line": texts(bom["line"])}).groupby(["product", "line"]).ngroup())
    quantity, count = floats(bom["quantity"]), int(recipe.max(initial=-1)) + 1
    makes = np.zeros(count, dtype=np.int64)
    makes[recipe] = product
    value = product_numbers(dataset, "value_eur").copy()
    for _ in range(len(names.product) + 1):  # no recipe is longer than there are products: none goes round in a circle
        worth = np.bincount(recipe, weights=quantity * value[component], minlength=count)
        before = value.copy()
        np.maximum.at(value, makes, worth)
        if np.array_equal(before, value):
            break
    return value


def components_of(dataset: Dataset, names: Names, made: pd.DataFrame, value_eur: FloatArray) -> pd.DataFrame:
    """What each row of production uses: columns row, component_code, units, eur (its content value)."""
    used = recipes(dataset, made)
    component = code(names.product, used["component"])
    units = floats(used["units"])
    eur = value_eur[component] * units
    return pd.DataFrame({"row": whole(used["row"]), "component_code": component, "units": units, "eur": eur})


def work_eur(value_eur: FloatArray, components: pd.DataFrame, made: pd.DataFrame) -> FloatArray:
    """The value of the work in each row of production: the content value of its units less that of the components that
    the line's recipe puts into them; in EUR."""
    put_in = add_up(whole(components["row"]), floats(components["eur"]), len(made))
    value: FloatArray = value_eur[whole(made["product_code"])] * floats(made["make_units"]) - put_in
    return value

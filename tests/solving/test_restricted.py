"""Forms in which some columns are known, and forms made smaller."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from edu_supply.solving import StandardForm
from edu_supply.solving.restricted import restricted
from edu_supply.solving.tightened import tightened
from edu_supply.solving.warm import InfeasibleError, Warm


def form(rows: list[list[float]], low: list[float], high: list[float], upper: list[float]) -> StandardForm:
    columns = len(upper)
    cost, bounds = np.arange(1.0, columns + 1), (np.array(low, float), np.array(high, float))
    return StandardForm(cost, 0.0, sp.csr_array(np.array(rows, float)), *bounds, np.zeros(columns),
                        np.array(upper, float), np.zeros(columns, bool))  # fmt: skip


def test_known_columns_move_into_bounds_and_offset():
    # x + y + z >= 6, y + z <= 9, x <= 4 with x = 2: y + z >= 4, y + z <= 9; the third row is left empty.
    whole = form([[1, 1, 1], [0, 1, 1], [1, 0, 0]], [6, -np.inf, -np.inf], [np.inf, 9, 4], [9, 9, 9])
    small = restricted(whole, np.array([2, np.nan, np.nan]))
    assert small.rows.tolist() == [0, 1]
    assert small.form.row_lower.tolist() == [4, -np.inf]
    assert small.form.row_upper.tolist() == [np.inf, 9]
    assert small.form.offset == 2
    assert small.whole(np.array([4.0, 0.0])).tolist() == [2, 4, 0]
    assert small.number(np.array([0, 2])).tolist() == [1]


def test_where_a_basis_is_far_away_one_begins_anew(monkeypatch):
    # Six places get 5 each, by one of seven ways; with the costs turned round each goes another, which is six steps. Of
    # six rows and 42 columns a tenth, four, are allowed.
    whole = form(np.kron(np.eye(6), np.ones(7)).tolist(), [5] * 6, [np.inf] * 6, [9] * 42)
    monkeypatch.setattr("edu_supply.solving.warm.MANY", 1)
    warm, anew = Warm(whole), []
    warm.cold()
    cost = whole.cost[::-1].copy()
    warm.price(cost)
    cold = warm.cold
    monkeypatch.setattr(warm, "cold", lambda: anew.append(1) or cold())
    found = warm.again()
    assert anew
    other = Warm(whole)
    other.price(cost)
    assert found.objective == pytest.approx(other.cold().objective)


def test_lost_columns_are_put_back():
    whole = form([[1, 1]], [5], [np.inf], [9, 9])
    warm = Warm(whole)
    assert warm.cold().objective == pytest.approx(5)
    basis = warm.basis
    assert warm.without(np.array([0]), basis).objective == pytest.approx(10)
    assert warm.warm(basis).objective == pytest.approx(5)
    with pytest.raises(InfeasibleError):
        warm.without(np.array([0, 1]), basis)
    assert warm.without(np.array([1]), None).objective == pytest.approx(5)


def test_a_row_of_one_column_is_a_bound():
    # 2 y <= 8 and -z <= -3: y <= 4, z >= 3. y + z >= 5 stays. 2 * 2 + 3 * 3 = 13.
    whole = form([[2, 0], [0, -1], [1, 1]], [-np.inf, -np.inf, 5], [8, -3, np.inf], [9, 9])
    small = tightened(whole, np.zeros(2, bool))
    assert small.form.matrix.toarray().tolist() == [[1, 1]]
    assert (small.form.lower.tolist(), small.form.upper.tolist()) == ([0, 3], [4, 9])
    optimum = Warm(small.form).cold()
    assert optimum.values.tolist() == [2, 3]
    assert optimum.objective == pytest.approx(1 * 2 + 2 * 3)


def test_what_an_equation_leaves_over_is_no_column():
    # x + y - 2 s - t = 3, x + y <= 9, x <= 7, y <= 7; 1 x + 2 y + 3 s + 4 t. Both s (1.5 for each unit over) and t (4)
    # are what is left over, s is cheaper and without limit: t is useless. s = (x + y - 3) / 2: x + y >= 3, and the cost
    # is 2.5 x + 3.5 y - 4.5. Least where x = 3: 3.
    whole = form([[1, 1, -2, -1], [1, 1, 0, 0]], [3, -np.inf], [3, 9], [7, 7, np.inf, np.inf])
    slack = np.array([False, False, True, True])
    small = tightened(whole, slack)
    assert small.columns.tolist() == [0, 1]
    assert small.form.cost.tolist() == [2.5, 3.5]
    assert (small.form.row_lower.tolist(), small.form.row_upper.tolist()) == ([3, -np.inf], [np.inf, 9])
    assert small.all_of(np.array([5.0, 1.0])).tolist() == [5, 1, 1.5, 0]
    assert Warm(small.form).cold().objective == pytest.approx(3)
    # With x lost: y = 3, and without the cut the same.
    assert Warm(small.form).without(np.array([0]), None).objective == pytest.approx(6)
    assert Warm(whole).without(np.array([0]), None).objective == pytest.approx(6)


def test_what_is_short_is_what_a_demand_leaves_over():
    # x + s = 4 with s <= 4 at 2 each: x <= 4, and 1 x + 2 (4 - x).
    small = tightened(form([[1, 1]], [4], [4], [9, 4]), np.array([False, True]))
    assert small.form.shape == (0, 1)
    assert (small.form.upper.tolist(), small.form.cost.tolist(), small.form.offset) == ([4], [-1], 8)

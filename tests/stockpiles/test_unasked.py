"""What is proved of threats without asking is what they say when they are asked."""

from __future__ import annotations

import numpy as np
import pytest
from outages.stressing import cases

from edu_supply.outages.assets import assets
from edu_supply.outages.tasks import tasks_of
from edu_supply.outages.undisturbed import Stressed
from edu_supply.solving.warm import InfeasibleError
from edu_supply.stockpiles.check import Checks, Point
from edu_supply.stockpiles.master import Master, Shared
from edu_supply.stockpiles.unasked import Unasked
from edu_supply.stockpiles.yardstick import Yardstick

KINDS = ["country", "site", "line", "lane", "product", "mode"]
SERVICE = 0.8


class Asked:
    """Every loss of a random dataset, to be asked at points with some added stock."""

    def __init__(self, case, start):
        stressed = Stressed.of(case.dataset, case.plan, stranded=start > 1, added=True)
        self.tasks = tasks_of(case.dataset, assets(case.dataset, KINDS), start, 2)
        master = Master(Shared.of(stressed), len(self.tasks))
        self.values, _ = master.without_stock()
        self.model, short = master.model, master.model.operations.short.of(self.values)
        self.yardstick = Yardstick(master.model, short, 1)
        self.checks = Checks(stressed, self.yardstick)
        self.lost = [self.checks.lost(task) for task in self.tasks]
        self.unasked = Unasked(master.model, self.tasks, self.lost)

    def at(self, added):
        values = self.values.copy()
        values[self.model.choices.added.columns] = added
        return Point(values, SERVICE)

    def lacking(self, threat, point):
        return self.checks.check(self.tasks[threat], point)


def asked(seed, start, folder):
    try:
        return [Asked(case, start) for case in cases(range(seed, seed + 1), folder, size="small")]
    except InfeasibleError:
        return []


@pytest.mark.parametrize(("seed", "start"), [(31, 1), (35, 1), (35, 2), *(
    pytest.param(seed, start, marks=pytest.mark.slow) for seed in (8, 14, 17) for start in (1, 2))])  # fmt: skip
def test_what_is_proved_is_so(seed, start, tmp_path):
    rng = np.random.default_rng(seed)
    for one in asked(seed, start, tmp_path):
        most = one.model.choices.added.upper
        claims = 0
        for point in (one.at(0.0), one.at(np.minimum(rng.integers(0, 30, len(most)), most))):
            said = [one.lacking(threat, point) for threat in range(len(one.tasks))]
            lacking = np.array([finding.lacking_eur for finding in said])
            for threat, finding in enumerate(said):
                for other in np.flatnonzero(one.unasked.survived_too(threat, finding.used)):
                    assert lacking[other] <= 1e-3
                    claims += 1
                beyond = float(one.yardstick.price @ finding.beyond)
                one.unasked.learn(threat, point, finding.more, beyond)
                more = point.values[one.model.choices.added.columns] + finding.more + rng.integers(0, 9, len(most))
                larger = one.at(np.minimum(more, most))
                if one.unasked.enough_stock(threat, larger, beyond):
                    assert one.lacking(threat, larger).lacking_eur <= beyond + 1e-3
                    claims += 1
            for threat in np.flatnonzero(one.unasked.part_of_another()):
                larger = [set(one.lost[threat]) <= set(lost) for lost in one.lost]
                larger[threat] = False
                assert lacking[larger].max() >= lacking[threat] - 1e-3
                claims += 1
        assert claims


def test_less_stock_is_enough_where_it_is_worth_little(tmp_path):
    [one] = asked(31, 1, tmp_path)
    value = one.model.choices.added.costs["added"]
    one.unasked.learn(0, one.at(10.0))
    assert one.unasked.enough_stock(0, one.at(11.0), 0.0)
    assert one.unasked.enough_stock(0, one.at(9.0), float(value.sum()))
    assert not one.unasked.enough_stock(0, one.at(9.0), float(value.sum()) * 0.99)
    higher = Point(one.at(11.0).values, SERVICE + 0.1)
    assert not one.unasked.enough_stock(0, higher, 0.0)

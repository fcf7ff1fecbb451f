"""The columns that a loss makes zero are those of which its world, by the laws, leaves nothing."""

from __future__ import annotations

import numpy as np
import pytest
from reference.random_datasets import make

from edu_supply.model import build_model, undisturbed_world, world_with_losses
from edu_supply.model.lost import LostColumns
from edu_supply.network import Network
from edu_supply.outages.assets import ALL_KINDS, assets, losses_of, whole_asset
from edu_supply.reading import read


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 4))])
def test_lost_columns(seed, tmp_path):
    dataset = read(make(seed, tmp_path / "data"))
    network = Network.of(dataset, surplus_everywhere=True)
    free = build_model(network, undisturbed_world(network.parts))
    columns = LostColumns(free)
    for kind, target in assets(dataset, ALL_KINDS)[["kind", "target"]].itertuples(index=False):
        if kind == "threat":
            losses = losses_of(dataset, kind, target, 1, 1)
            losses = losses.assign(share_lost=1.0, stock_lost=0.0)
        else:
            losses = whole_asset(kind, target, 1 + seed % 2, 2)
        found = columns.of((row.kind, row.target, row.start, row.duration_periods) for row in losses.itertuples())
        operations = build_model(network, world_with_losses(network.parts, losses)).operations
        known = free.operations
        pairs = (known.make, operations.make), (known.ship, operations.ship), (known.serve, operations.serve)
        by_the_laws = [one.columns[np.asarray(other.upper) == 0] for one, other in pairs]
        assert found.tolist() == np.sort(np.concatenate(by_the_laws)).tolist(), (kind, target)

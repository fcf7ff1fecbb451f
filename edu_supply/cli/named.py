"""Assets as they are named on the command line: kind:target."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import typer

from edu_supply.dataset import Dataset
from edu_supply.outages.assets import ALL_KINDS, assets

OPTION = "--explain"


def asset_of(said: str) -> tuple[str, str]:
    """Kind and target of what was written; a BadParameter where it has no kind that is known."""
    kind, _, target = said.partition(":")
    if kind not in ALL_KINDS or not target:
        raise typer.BadParameter(f"{said!r}: write KIND:TARGET, with one of {', '.join(ALL_KINDS)}", param_hint=OPTION)
    return kind, target


def check_named(dataset: Dataset, named: Sequence[tuple[str, str]]) -> None:
    """A BadParameter, with the nearest name, for an asset that the dataset has not."""
    for kind, target in named:
        known = assets(dataset, [kind])["target"].tolist()
        if target not in known:
            near = difflib.get_close_matches(target, known, 1)
            meant = f" Did you mean {near[0]!r}?" if near else ""
            raise typer.BadParameter(f"there is no {kind} {target!r}.{meant}", param_hint=OPTION)

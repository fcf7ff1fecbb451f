"""The command ``lanes``: lanes that could be, from where the sites are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edu_supply.cli.commands import app
from edu_supply.cli.shared import BAD_INPUT, Changes, Data, Model, dataset_of, fail
from edu_supply.cli.talk import say_warnings, short_path, show, talk, why
from edu_supply.network.propose import propose_lanes
from edu_supply.network.wording import named
from edu_supply.problems import printable
from edu_supply.runs import write_dataset
from edu_supply.whatif import change

Positive = {"min": 1e-9, "max": 1e9}


@app.command("lanes")
def lanes_command(
    data: Data,
    max_km: Annotated[float, typer.Option(help="No lane is longer.", **Positive)],
    eur_per_t_km: Annotated[float, typer.Option(help="What a tonne costs per kilometre.", min=0, max=1e9)],
    mode: Annotated[str, typer.Option(help="Means of transport.")] = "road",
    detour: Annotated[float, typer.Option(help="Kilometres for each as the crow flies.", min=1, max=10)] = 1.0,
    km_per_period: Annotated[
        float | None, typer.Option(help="Lead time: so far in a period; none otherwise.", **Positive)
    ] = None,
    model: Model = None,
    changes: Changes = None,
    write: Annotated[Path | None, typer.Option(help="Write the dataset there with these lanes.")] = None,
) -> None:
    """Propose lanes from the sites' coordinates, as rows for the table of lanes (CSV on stdout)."""
    dataset, _ = dataset_of(data, model, changes)
    say_warnings(dataset, dataset.warnings)
    lanes = propose_lanes(dataset, max_km=max_km, eur_per_t_km=eur_per_t_km, mode=mode, detour=detour,
                          km_per_period=km_per_period)  # fmt: skip
    show(lanes.to_csv(index=False, lineterminator="\n").rstrip("\n"))
    lost = dataset["sites"][["latitude", "longitude"]].isna().any(axis=1)
    if lost.any():
        names = dataset["sites"].loc[lost, "site"].map(printable).tolist()
        talk(f"without coordinates, so without lanes: {named(names)}")
    if write is not None:
        try:
            rows = [{str(column): cell for column, cell in row.items()} for row in lanes.to_dict("records")]
            folder = write_dataset(change(dataset, "lanes", add=rows) if rows else dataset, write)
        except OSError as error:
            fail(BAD_INPUT, f"cannot write {write.name}: {why(error)}")
        talk(f"written to {short_path(folder)}")

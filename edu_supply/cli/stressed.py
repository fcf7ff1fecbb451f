"""The plan that a command goes by: one that is given, or of a sweep that was cut off, or one that is solved first."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import pandas as pd

from edu_supply.cli.shared import NO_PLAN, fail, solved, stopped_by_ctrl_c
from edu_supply.cli.talk import Voice, short_path, talk
from edu_supply.dataset import Dataset
from edu_supply.outages.journal import about_of
from edu_supply.plan import Plan
from edu_supply.problems import DataError, Problem
from edu_supply.report import REPORT, report_page
from edu_supply.runs import manifest_sha256, read_run, safe_name, write_run
from edu_supply.solving import Stop
from edu_supply.whatif import ModelFile


def plan_to_stress(
    plan: Path | None, dataset: Dataset, settings: ModelFile, target: Path, journal: Path | None, voice: Voice,
    stop: Stop,
) -> tuple[Plan, dict[str, Any]]:  # fmt: skip
    """The plan of --plan; else the one of the sweep that was cut off; else one that is solved and written beside."""
    folder = plan or _begun_with(dataset, settings, target, journal)
    if folder is None:
        limit = settings.solver.time_limit_s
        solving = Stop(time.monotonic() + limit)
        with stopped_by_ctrl_c(solving):
            found = solved(dataset, settings, settings.solver.gap, limit, settings.solver.threads, voice, solving)
        if solving.interrupted:
            fail(NO_PLAN, "interrupted before there was a plan to go by")
        folder = write_run(found, dataset, target.parent / safe_name(settings.name),
                           beside={REPORT: report_page(found, dataset)})  # fmt: skip
        talk(f"the plan to go by is written to {short_path(folder)}")
    stressed, its = read_run(folder)
    if stressed.status == "no plan":
        fail(NO_PLAN, f"{folder.name} holds no plan: there is nothing to go by")
    _check_same(dataset, stressed, its)
    return stressed, {
        "plan": folder.name,
        "plan_sha256": manifest_sha256(folder),
        "data_sha256": _inputs(dataset, settings),
    }


def _begun_with(dataset: Dataset, settings: ModelFile, target: Path, journal: Path | None) -> Path | None:
    """The plan that a sweep of the same data was stressing when it was cut off, if it is still there."""
    about = about_of(journal).get("about", {}) if journal else {}
    folder = target.parent / str(about.get("plan", ""))
    if about.get("data_sha256") != _inputs(dataset, settings) or not (folder / "manifest.json").is_file():
        return None
    return folder if manifest_sha256(folder) == about.get("plan_sha256") else None


def _inputs(dataset: Dataset, settings: ModelFile) -> str:
    said = json.dumps([sorted(dataset.hashes.items()), sorted(settings.hashes.items()), dataset.periods])
    return hashlib.sha256(said.encode()).hexdigest()


def _check_same(dataset: Dataset, plan: Plan, its: Dataset) -> None:
    """Whether the plan's choices are those of this dataset; where other tables differ, say so."""
    if its.periods != dataset.periods:
        raise _not_for_these_data(plan, f"It is for {its.periods} periods, the data are for {dataset.periods}.")
    known = {"expansion": dataset["expansions"]["expansion"], "site": dataset["sites"]["site"],
             "lane": dataset["lanes"]["lane"]}  # fmt: skip
    for kind, target in plan["choices"][["kind", "target"]].itertuples(index=False):
        if target not in set(known[kind]):
            raise _not_for_these_data(plan, f'It has the {kind} "{target}", which the data have not.')
    other = [name for name in its.tables if not _same_table(dataset[name], its[name])]
    if other:
        named = ", ".join(other)
        talk(f"the plan {plan.name} was made from other tables ({named}): it is taken for these data as it is")


def _same_table(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    aside = ["where", "note", "source"]
    return one.drop(columns=aside, errors="ignore").equals(other.drop(columns=aside, errors="ignore"))


def _not_for_these_data(plan: Plan, why_not: str) -> DataError:
    return DataError([Problem("run", "", plan.name, f"This plan is not one for these data. {why_not}",
                              "Give the data and the --model that it was made from.")])  # fmt: skip

"""Pages of what-ifs: a form, and the model file that it becomes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException
from starlette.responses import RedirectResponse, Response

from edu_supply.comparing.inputs import edits
from edu_supply.dataset import Dataset
from edu_supply.problems import DataError, Problem
from edu_supply.runs import safe_name
from edu_supply.serving import whatifs
from edu_supply.serving.looking import Seen
from edu_supply.serving.served import Form, Here, Sent, Served
from edu_supply.serving.toml import toml_text
from edu_supply.serving.whatifs import WhatIf
from edu_supply.serving.workspace import AbsentError, Source
from edu_supply.whatif import ModelFile, apply, read_model

router = APIRouter()

MOST_EDITS = 100
"""So many changed cells are shown."""


@router.get("/data/{key}/what-if")
def ask(here: Here, key: str, version: int | None = None) -> Response:
    """A form for what-ifs."""
    source, seen = here.seen(key, version)
    return _form(here, source, seen, Form({}, []), [])


@router.post("/data/{key}/what-if")
def write(here: Here, key: str, form: Sent) -> Response:
    """The model file that a form asks for, if it holds for the dataset; else the form again, with what is wrong."""
    source, seen = here.seen(key, form.whole("version") or None)
    base = here.workspace.model(form.text("base"))
    dataset = _sound(seen)
    try:
        settings = ModelFile(name=source.name) if base is None else read_model(base)
        before = apply(dataset, settings)
        said = _asked(form, before)
        file = _written(here, form.text("name") or "what-if", base, said, dataset)
    except DataError as error:
        return _form(here, source, seen, form, list(error.problems), status=400)
    except HTTPException as error:
        return _form(here, source, seen, form, [Problem("form", "", "form", error.detail)], status=400)
    version = f"?version={source.version}" if source.own else ""
    return RedirectResponse(f"/data/{quote(key)}/what-if/{quote(file.name)}{version}", 303)


@router.get("/data/{key}/what-if/{model}")
def show(here: Here, key: str, model: str, version: int | None = None) -> Response:
    """A model file: its text, and what it changes in a dataset."""
    source, seen = here.seen(key, version)
    file = here.workspace.model(model)
    if file is None:
        raise AbsentError("There is no such model file.")
    dataset, problems = _sound(seen), list[Problem]()
    changes = []
    try:
        after = apply(dataset, read_model(file))
        known = set(dataset.warnings)
        problems = [problem for problem in after.warnings if problem not in known]
        changes = edits(dataset, after)
    except DataError as error:
        problems = list(error.problems)
    return here.pages.page("model.html.j2", marking=seen.marking, source=source, model=file, problems=problems,
                           text=file.read_text("utf-8", errors="replace"), changes=changes, most=MOST_EDITS,
                           wrong=any(problem.is_error for problem in problems))  # fmt: skip


def _form(
    here: Served, source: Source, seen: Seen, form: Form, problems: list[Problem], status: int = 200
) -> Response:
    return here.pages.page(
        "what-if.html.j2", status, marking=seen.marking, source=source, models=here.workspace.models(),
        choices=whatifs.choices(_sound(seen)), form=form, problems=problems,
    )  # fmt: skip


def _asked(form: Form, dataset: Dataset) -> WhatIf:
    """What the fields of a form ask for. Raises DataError, HTTPException."""
    changes: list[whatifs.Said] = []
    for one in form.several("lose"):
        kind, _, target = one.strip().partition(":")
        changes += whatifs.lose(dataset, kind, target)
    factor = form.number("tempo", "Tempo", 0, 1_000)
    if factor is not None:
        changes.append(whatifs.tempo(dataset, factor, form.text("tempo_product"), form.text("tempo_site")))
    amount = form.number("budget", "Budget", 0, 1e12)
    if amount is not None:
        if not form.text("budget_country"):
            raise HTTPException(400, "Budget: say whose it is.")
        changes.append(whatifs.budget(dataset, form.text("budget_country"), amount))
    share = form.number("served", "Served at least, in per cent", 0, 100)
    if share is not None:
        said = (form.text("served_product"), form.text("served_country"))
        changes.append(whatifs.served_at_least(dataset, share / 100, *said))
    factor = form.number("penalty", "Penalties", 0, 1_000)
    if factor is not None:
        changes += whatifs.penalties(dataset, factor)
    changes += whatifs.typed(form.text("typed"))
    who = form.text("pool_who")
    pools = whatifs.pools_after(dataset, form.text("pool"), who) if who else None
    if not changes and pools is None:
        right = "Fill in one part of the form, or several."
        raise DataError([Problem("what-if", "", "what-if", "Nothing is asked for.", right)])
    return WhatIf(changes, pools)


def _written(here: Served, name: str, base: Path | None, said: WhatIf, dataset: Dataset) -> Path:
    """The model file, once it is sure that it holds for the dataset. Raises DataError."""
    folder = here.workspace.folder / "models"
    folder.mkdir(exist_ok=True)
    number, wanted = 1, safe_name(name)[:60]
    while True:
        own = wanted if number == 1 else f"{wanted}-{number}"
        file = folder / f"{own}.toml"
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            break
        except FileExistsError:
            number += 1
    values: dict[str, Any] = {"name": own, **({"extends": base.name} if base else {})}
    values |= {"pools": said.pools} if said.pools is not None else {}
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            written.write(toml_text(values, {"change": said.changes}))
        apply(dataset, read_model(file))
    except BaseException:
        file.unlink()
        raise
    return file


def _sound(seen: Seen) -> Dataset:
    if seen.looked.dataset is None:
        raise HTTPException(400, "This dataset has errors. Correct them first: each stands where it is.")
    return seen.looked.dataset

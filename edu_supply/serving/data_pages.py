"""Pages of datasets: which there are, what is wrong with them, their tables to be changed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import RedirectResponse, Response

from edu_supply.schema import TABLES
from edu_supply.serving import grid
from edu_supply.serving.looking import Places, Seen, marking_of
from edu_supply.serving.served import Here, Sent, Served
from edu_supply.serving.uploads import received
from edu_supply.serving.workspace import AbsentError, NewerError, Source

router = APIRouter()

SAVED = {
    "yes": "Saved as a new version, and checked.",
    "copy": "Saved as a dataset of this page, and checked. The folder is as it was.",
    "beside": "Saved as a new version, and checked. Somebody changed other tables meanwhile; both are kept.",
}
"""What is said after a table was saved."""

MOST_FOUND = 30
"""So many findings are listed on the page of a dataset; all stand in its tables."""

LAST = 6
"""So many of the latest jobs and runs are on the first page."""


@router.get("/")
def start(here: Here) -> Response:
    """Where everything begins: datasets to choose from, an upload, what runs."""
    jobs = here.queue.latest(LAST)
    return here.pages.page("start.html.j2", marking=[job.marking for job in jobs], jobs=jobs,
                           sources=here.workspace.sources())  # fmt: skip


@router.post("/upload")
def upload(here: Here, form: Sent) -> Response:
    """A dataset that was sent becomes the first version of one of the page's own."""
    name, fill = received((file.filename or "", file.file.read()) for file in form.files)
    source = here.workspace.add(form.text("name") or name, fill)
    return _to(f"/data/{source.key}")


@router.get("/data/{key}")
def dataset(here: Here, key: str, version: int | None = None) -> Response:
    """One dataset: its tables, and all that is wrong or strange."""
    source, seen = here.seen(key, version)
    rows = [{"table": table, "rows": len(text.where) if (text := seen.looked.texts.get(table.name)) else None,
             "places": seen.places.get(table.name, Places())} for table in TABLES.values()]  # fmt: skip
    found = [(problem, row, "" if row is None else f"?page={row // grid.ROWS + 1}")
             for places in seen.places.values() for problem, row in places.listed()]  # fmt: skip
    return here.pages.page("dataset.html.j2", marking=seen.marking, source=source, seen=seen, rows=rows,
                           found=sorted(found, key=lambda one: not one[0].is_error), most=MOST_FOUND,
                           versions=here.workspace.versions(source), models=here.workspace.models())  # fmt: skip


@router.get("/data/{key}/table/{table}")
def table_page(
    here: Here, key: str, table: str, page: int = Query(1, ge=1), version: int | None = None, every: bool = False,
    saved: str = "",
) -> Response:  # fmt: skip
    """One table, as cells to be changed, with what is wrong beside each."""
    source, seen = here.seen(key, version)
    return _table(here, source, seen, table, page, every, SAVED.get(saved, ""))


@router.post("/data/{key}/table/{table}")
def save(here: Here, key: str, table: str, form: Sent) -> Response:
    """What was changed in a table becomes a new version; a dataset as shipped stays, and a copy is changed."""
    base, seen = here.seen(key, form.whole("version") or None)
    _check(table)
    text = seen.looked.texts.get(table)
    if form.text("state") not in ("", grid.state_of(text)):
        raise HTTPException(409, f"The table {table} in the folder has changed since you opened this page. Nothing was "
                                 "saved. Go back and load the page again.")  # fmt: skip
    columns, changes = grid.changed(text, table, {name: values[-1] for name, values in form.texts.items()})
    page, every = max(1, form.whole("page")), bool(form.text("every"))
    if not changes:
        return _table(here, base, seen, table, page, every, message="Nothing was changed, so nothing was saved.")
    fixed = grid.why_fixed(base, table, seen.looked.problems)
    if fixed:
        return _table(here, base, seen, table, page, every, message=fixed)
    grid.check_reads_back(table, text, columns)
    if not base.own:
        source = here.workspace.add(base.place.stem, grid.writer(base, seen.looked.texts, table, columns))
        return _to(f"/data/{source.key}/table/{table}?page={page}&saved=copy{'&every=1' if every else ''}")
    latest, now = here.seen(key)
    theirs = grid.differences(text, now.looked.texts.get(table)) if latest.version != base.version else []
    if theirs:
        return here.pages.page("conflict.html.j2", 409, marking=now.marking, source=latest, base=base, table=table,
                               page=page, theirs=theirs, mine=changes)  # fmt: skip
    try:
        here.workspace.next_version(latest, grid.writer(latest, now.looked.texts, table, columns))
    except NewerError:
        return save(here, key, table, form)
    how = "yes" if latest.version == base.version else "beside"
    return _to(f"/data/{key}/table/{table}?page={page}&saved={how}{'&every=1' if every else ''}")


def _table(
    here: Served, source: Source, seen: Seen, table: str, page: int, every: bool, message: str = ""
) -> Response:
    _check(table)
    text = seen.looked.texts.get(table)
    places = seen.places.get(table, Places())
    height = len(text.where) if text else 0
    pages = max(1, -(-height // grid.ROWS))
    page = min(page, pages)
    latest = here.workspace.source(source.key)
    values: dict[str, Any] = {
        "source": source, "latest": latest, "table": TABLES[table], "text": text, "places": places, "page": page,
        "pages": pages, "rows": range((page - 1) * grid.ROWS, min(page * grid.ROWS, height)),
        "columns": grid.shown_columns(table, text, every=every), "every": every, "message": message,
        "new_rows": grid.NEW_ROWS, "state": grid.state_of(text),
        "why_fixed": grid.why_fixed(source, table, seen.looked.problems), "elsewhere": _elsewhere(places, page),
        "marking": marking_of(seen.looked.texts),
    }  # fmt: skip
    return here.pages.page("table.html.j2", **values)


def _elsewhere(places: Places, page: int) -> list[int]:
    """The other pages of a table with something wrong or strange on them."""
    return sorted({row // grid.ROWS + 1 for row in places.rows_with_findings()} - {page})


def _check(table: str) -> None:
    if table not in TABLES:
        raise AbsentError("There is no such table.")


def _to(address: str) -> Response:
    return RedirectResponse(address, 303)

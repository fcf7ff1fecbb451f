"""Pages of jobs: what is asked for, how far it is, its end."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from edu_supply.runs import safe_name
from edu_supply.serving.queue import Job
from edu_supply.serving.served import Here, Sent, Served
from edu_supply.serving.workspace import AbsentError

router = APIRouter()

WORDS = {
    "waiting": "waits for its turn", "running": "is being worked out", "done": "is done",
    "stopped": "was stopped; the best plan so far is kept", "no plan": "ended without one: its run says why",
    "failed": "did not succeed", "cancelled": "was cancelled: there is nothing to keep",
    "interrupted": "was interrupted, for the server ended; it can be started again",
}  # fmt: skip
"""What is said of a job in each state."""

TITLES = {"solve": "Plan", "spof": "Losses, one at a time", "stockpile": "Stockpile", "compare": "Comparison"}


@router.get("/jobs")
def jobs(here: Here) -> Response:
    """All jobs, the latest first."""
    several = here.queue.latest()
    return here.pages.page("jobs.html.j2", marking=[job.marking for job in several], jobs=several, words=WORDS)


@router.get("/jobs/{number}")
def job(here: Here, number: int) -> Response:
    """One job, live."""
    one = _job(here, number)
    return here.pages.page("job.html.j2", marking=one.marking, job=one, words=WORDS, titles=TITLES,
                           progress=here.runner.progress(number))  # fmt: skip


@router.get("/jobs/{number}/state")
def state(here: Here, number: int) -> Response:
    """How far a job is, for the script of its page."""
    one = _job(here, number)
    return JSONResponse({"state": one.state, "over": one.over, "words": WORDS[one.state],
                         "progress": here.runner.progress(number)})  # fmt: skip


@router.post("/data/{key}/solve")
def solve(here: Here, key: str, form: Sent) -> Response:
    """Ask for the plan of a dataset."""
    source, seen = here.seen(key, form.whole("version") or None)
    if seen.looked.dataset is None:
        raise HTTPException(400, "This dataset has errors. Correct them first: each stands where it is.")
    model = here.workspace.model(form.text("model"))
    name = form.text("run") or (model.stem if model else source.place.stem)
    gap = form.number("gap", "Gap in per cent", 0, 100)
    minutes = form.number("minutes", "Minutes", 0.01, 100_000)
    wanted = {
        "data": key, "version": source.version, "model": model.name if model else "", "run": safe_name(name),
        "gap": None if gap is None else gap / 100, "time_limit": None if minutes is None else minutes * 60,
    }  # fmt: skip
    version = f", version {source.version}" if source.own else ""
    return ask(here, "solve", f"{source.name}{version}{f' with {model.name}' if model else ''}", seen.marking, wanted)


@router.post("/jobs/{number}/cancel")
def cancel(here: Here, number: int, form: Sent) -> Response:
    """Stop a job: as Ctrl-C does, with the best plan so far."""
    _job(here, number)
    here.runner.cancel(number)
    return RedirectResponse(f"/jobs/{number}", 303)


@router.post("/jobs/{number}/again")
def again(here: Here, number: int, form: Sent) -> Response:
    """Start a job again that is over."""
    one = _job(here, number)
    return ask(here, one.kind, one.title, one.marking, one.wanted)


def ask(here: Served, kind: str, title: str, marking: str, wanted: dict[str, Any]) -> Response:
    """Put a job into the queue and go to its page."""
    number = here.queue.add(kind, title, marking, wanted)
    here.runner.wake()
    return RedirectResponse(f"/jobs/{number}", 303)


def _job(here: Served, number: int) -> Job:
    one = here.queue.get(number)
    if one is None:
        raise AbsentError("There is no such job.")
    return one

"""The application: the pages of a workspace behind their guard."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from edu_supply.problems import DataError
from edu_supply.serving import data_pages, job_pages, run_pages, whatif_pages
from edu_supply.serving.looking import Looking
from edu_supply.serving.queue import Queue
from edu_supply.serving.rendering import Pages
from edu_supply.serving.runner import Runner
from edu_supply.serving.security import FAULT, Guard
from edu_supply.serving.served import Served
from edu_supply.serving.workspace import AbsentError, Workspace

STATIC = {
    "report.css": ("edu_supply.report", "report.css", "text/css"),
    "pages.css": ("edu_supply.serving", "static/pages.css", "text/css"),
    "progress.js": ("edu_supply.serving", "static/progress.js", "text/javascript"),
}
"""What pages load besides themselves."""


def application(
    folder: Path, *, workers: int = 1, names: Iterable[str] = (), key: str = "", most_bytes: int = 50_000_000,
    anywhere: bool = False,
) -> tuple[Guard, Runner]:  # fmt: skip
    """The pages of a workspace folder, and what works its jobs off, once it is started.

    ``names``, ``key``, ``most_bytes`` and ``anywhere`` are the guard's.
    """
    workspace, pages = Workspace(folder.resolve()), Pages()
    queue = Queue(workspace.area / "jobs.sqlite")
    served = Served(workspace, Looking(), pages, queue, Runner(queue, workspace, workers))

    app = FastAPI(title="edu-supply", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.served = served
    for one in (data_pages, job_pages, run_pages, whatif_pages):
        app.include_router(one.router)
    app.add_api_route("/static/{name}", _static, include_in_schema=False)
    _say_what_went_wrong(app, pages)
    return Guard(app, pages.sentence, names, key, most_bytes, anywhere), served.runner


def _static(name: str) -> Response:
    if name not in STATIC:
        raise AbsentError("There is no such file.")
    package, file, kind = STATIC[name]
    headers = {"cache-control": "max-age=600"}
    return Response((files(package) / file).read_bytes(), media_type=kind, headers=headers)


def _say_what_went_wrong(app: FastAPI, pages: Pages) -> None:
    """Everything that goes wrong is a sentence, with its status."""

    @app.exception_handler(AbsentError)
    def absent(request: Request, error: AbsentError) -> Response:
        return pages.sentence(404, str(error))

    @app.exception_handler(DataError)
    def wrong(request: Request, error: DataError) -> Response:
        return pages.page("problems.html.j2", 400, problems=error.problems)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        known = {404: "There is no such page.", 405: "There is no such page."}
        own = error.detail if " " in error.detail and error.detail.endswith(".") else ""
        return pages.sentence(error.status_code, own or known.get(error.status_code, "This cannot be done."))

    @app.exception_handler(Exception)
    def fault(request: Request, error: Exception) -> Response:
        return pages.sentence(500, FAULT)

    @app.exception_handler(RequestValidationError)
    def misspelt(request: Request, error: RequestValidationError) -> Response:
        return pages.sentence(404, "There is no such page.")

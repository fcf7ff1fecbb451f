"""Pages of runs: which there are, their figures, report and files, and what to ask of them next."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import quote

import pandas as pd
from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, Response

from edu_supply.planning.layout import records
from edu_supply.problems import DataError, Problem
from edu_supply.report import REPORT, report_page
from edu_supply.report.file import outages_beside
from edu_supply.run_list import RUN_COLUMNS, list_runs
from edu_supply.runs import read_any_run, read_manifest, read_run, safe_name
from edu_supply.serving.job_pages import TITLES, ask
from edu_supply.serving.security import REPORT_POLICY
from edu_supply.serving.served import Here, Sent, Served
from edu_supply.serving.words import ON_A_RUN
from edu_supply.workbooks import ExcelMissingError, write_workbook

router = APIRouter()

MOST_RUNS = 12
"""So many runs can be compared at once."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/runs")
def runs(here: Here) -> Response:
    """The runs, the latest first."""
    found, problems = _runs(here)
    rows = list(records(found.iloc[::-1]))
    return here.pages.page("runs.html.j2", marking=[row.marking for row in rows], runs=rows, problems=problems)


@router.get("/runs/{name}")
def run(here: Here, name: str) -> Response:
    """One run: its figures, report and files, and what to ask of it next."""
    folder = here.workspace.run(name)
    manifest = read_manifest(folder)
    tables = sorted(file.name for file in folder.glob("*.csv"))
    return here.pages.page("run.html.j2", marking=str(manifest.get("marking", "")), name=name, manifest=manifest,
                           kind=manifest.get("kind", "solve"), tables=tables, titles=TITLES)  # fmt: skip


@router.get("/runs/{name}/report")
def report(here: Here, name: str) -> Response:
    """The report of a run, as it is in its folder; of a plan that has none it is written now."""
    folder = here.workspace.run(name)
    headers = {"content-security-policy": REPORT_POLICY}
    if (folder / REPORT).is_file():
        return HTMLResponse((folder / REPORT).read_text("utf-8"), headers=headers)
    if read_manifest(folder).get("kind", "solve") != "solve":
        raise HTTPException(404, "This run has no report.")
    return HTMLResponse(report_page(*read_run(folder), outages=outages_beside(folder)), headers=headers)


@router.get("/runs/{name}/plan.xlsx")
def workbook(here: Here, name: str) -> Response:
    """The tables of a run as an Excel workbook."""
    folder = here.workspace.run(name)
    if (folder / "plan.xlsx").is_file():
        return _file((folder / "plan.xlsx").read_bytes(), f"{safe_name(name)}.xlsx", XLSX)
    found, dataset = read_any_run(folder)
    with tempfile.TemporaryDirectory() as scratch:
        try:
            data = write_workbook(found, dataset, Path(scratch) / "plan.xlsx").read_bytes()
        except ExcelMissingError as error:
            raise HTTPException(404, str(error)) from None
    return _file(data, f"{safe_name(name)}.xlsx", XLSX)


@router.get("/runs/{name}/tables.zip")
def tables(here: Here, name: str) -> Response:
    """The tables of a run, and those that it was made from, as CSV files in a zip."""
    folder = here.workspace.run(name)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for file in sorted((*folder.glob("*.csv"), *folder.glob("inputs/*.csv"), folder / "manifest.json")):
            package.writestr(f"{safe_name(name)}/{file.relative_to(folder).as_posix()}", file.read_bytes())
    return _file(out.getvalue(), f"{safe_name(name)}.zip", "application/zip")


@router.post("/runs/{name}/{kind}")
def stress(here: Here, name: str, kind: str, form: Sent) -> Response:
    """Ask what every loss costs this plan, or which stock would let it survive."""
    folder = here.workspace.run(name)
    manifest = read_manifest(folder)
    if kind not in ON_A_RUN or manifest.get("kind", "solve") != "solve" or manifest["status"] == "no plan":
        raise HTTPException(400, "This can only be asked of a plan.")
    duration = form.number("duration", "Duration", 1, 1_000) or 6
    wanted = {"of": name, "run": safe_name(f"{name}-{kind}"), "duration": round(duration)}
    return ask(here, kind, f"{TITLES[kind]}: {name}", str(manifest.get("marking", "")), wanted)


@router.post("/compare")
def compare(here: Here, form: Sent) -> Response:
    """Compare runs, the base first."""
    names = list(dict.fromkeys(form.several("run")))
    base = form.text("base")
    if base in names:
        names = [base, *(name for name in names if name != base)]
    elif base:
        names = [base, *names]
    manifests = [read_manifest(here.workspace.run(name)) for name in names]
    if not 2 <= len(names) <= MOST_RUNS:
        raise HTTPException(400, f"Choose a base and one other run, or more, up to {MOST_RUNS} in all.")
    if any(one.get("kind", "solve") != "solve" for one in manifests):
        raise HTTPException(400, "Only plans can be compared.")
    target, why = safe_name("-and-".join(names)), bool(form.text("why"))
    marking = next((str(one["marking"]) for one in manifests if one.get("marking")), "")
    return ask(here, "compare", " and ".join(names), marking, {"runs": names, "run": target, "why": why})


def _runs(here: Served) -> tuple[pd.DataFrame, list[Problem]]:
    try:
        return list_runs(here.workspace.runs)
    except DataError:
        return pd.DataFrame(columns=list(RUN_COLUMNS)), []


def _file(data: bytes, name: str, kind: str) -> Response:
    said = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, media_type=kind, headers=said)

"""Jobs: in order, live, stopped, found again after a crash; and the runs that they write."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

import edu_supply
from edu_supply.serving.application import application
from edu_supply.serving.queue import Job, Queue
from edu_supply.serving.runner import Runner
from edu_supply.serving.workspace import Workspace

from .conftest import ROOT, Visitor


def ended(queue: Queue, number: int, seconds: float = 120) -> Job:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        job = queue.get(number)
        assert job is not None
        if job.over:
            return job
        time.sleep(0.1)
    raise AssertionError("it takes too long")


def test_a_job_that_waits_can_be_cancelled_and_asked_for_again(visitor: Visitor, tutorial: str) -> None:
    page = visitor.send(f"{tutorial}/solve", run="first", gap="0,5", minutes="2")
    assert visitor.at == "/jobs/1"
    assert "Plan waits for its turn" in page
    assert visitor.client.get("/jobs/1/state").json()["state"] == "waiting"
    assert "was cancelled" in visitor.send("/jobs/1/cancel")
    visitor.send("/jobs/1/again")
    [second, first] = Queue(visitor.folder / "served" / "jobs.sqlite").latest()
    assert (first.state, second.state) == ("cancelled", "waiting")
    assert second.wanted == first.wanted
    assert first.wanted["gap"] == 0.005
    assert first.wanted["time_limit"] == 120
    visitor.get("/jobs/3", 404)


def test_what_ran_when_the_server_died_is_interrupted_or_done(folder: Path) -> None:
    queue = Queue(folder / "served" / "jobs.sqlite")
    lost = queue.add("solve", "lost", "", {})
    written = queue.add("solve", "written", "", {})
    waits = queue.add("solve", "waits", "", {})
    assert queue.take() is not None
    assert queue.take() is not None
    runner = Runner(queue, Workspace(folder), 0)
    runner.log(lost).parent.mkdir()
    runner.log(lost).write_text("    12 s  relax: no plan yet\n")
    runner.log(written).write_text("written to runs/first\n")
    (folder / "runs" / "first").mkdir(parents=True)
    (folder / "runs" / "first" / "manifest.json").write_text('{"status": "optimal", "files": {}}')
    runner.start()
    assert [queue.get(number).state for number in (lost, written, waits)] == [  # type: ignore[union-attr]
        "interrupted", "done", "waiting"]  # fmt: skip
    assert queue.get(written).run == "first"  # type: ignore[union-attr]


def test_runs_are_listed_opened_and_taken_away(visitor: Visitor) -> None:
    dataset = edu_supply.read(ROOT / "data" / "tutorial")
    edu_supply.write_run(edu_supply.solve(dataset, name="first"), dataset, visitor.folder / "runs" / "first")
    page = visitor.get("/runs")
    assert all(said in page for said in ("EUR 830,320", "NOTIONAL", 'value="first"'))
    assert "EUR 830,320" in visitor.get("/runs/first")
    answer = visitor.client.get("/runs/first/report")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "830,320" in answer.text
    package = zipfile.ZipFile(io.BytesIO(visitor.client.get("/runs/first/tables.zip").content))
    assert {"first/production.csv", "first/inputs/lines.csv", "first/manifest.json"} <= set(package.namelist())
    book = visitor.client.get("/runs/first/plan.xlsx")
    assert book.content.startswith(b"PK")
    assert "attachment" in book.headers["content-disposition"]
    assert "Choose a base and one other" in visitor.send("/compare", 400, run="first")
    visitor.send("/compare", 404, run="../first", base="first")
    visitor.send("/runs/first/solve", 400)
    visitor.get("/runs/..%2Ffirst", 405)


@pytest.mark.slow
def test_a_solve_a_sweep_and_a_stockpile_from_the_page(folder: Path) -> None:
    pages, runner = application(folder, workers=2)
    from starlette.testclient import TestClient

    runner.start()
    try:
        visitor = Visitor(TestClient(pages, base_url="http://127.0.0.1:8642"), folder)
        address = next(one for one in visitor.get("/").split('"') if one.startswith("/data/data-tutorial"))
        visitor.send(f"{address}/solve", run="first")
        assert ended(runner.queue, 1).state == "done"
        assert (folder / "runs" / "first" / "report.html").is_file()
        visitor.send("/runs/first/spof", duration="2")
        visitor.send("/runs/first/stockpile", duration="2")
        jobs = [ended(runner.queue, number) for number in (2, 3)]
        assert [job.state for job in jobs] == ["done", "done"], [job.said for job in jobs]
        assert [job.run for job in jobs] == ["first-spof", "first-stockpile"]
        assert all("<!doctype html>" in visitor.get(f"/runs/{job.run}/report") for job in jobs)
        assert "done" in visitor.get("/jobs")
    finally:
        runner.end()

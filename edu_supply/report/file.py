"""The report of a run folder, as a file in it or elsewhere."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from edu_supply.owner_only import create
from edu_supply.plan import Outages
from edu_supply.problems import DataError
from edu_supply.report.page import report_page
from edu_supply.runs import manifest_sha256, read_any_run, read_manifest, read_outages, read_run

REPORT = "report.html"
PARTNERS_REPORT = "report-for-partners.html"


def write_report(run: str | Path, path: str | Path | None = None, *, partners: bool = False) -> Path:
    """Write the report of a run folder of ``solve``; returns its path.

    Without ``path`` it is ``report.html`` in the run folder (for partners ``report-for-partners.html``), and an older
    one is replaced; a file of the name ``path`` is not. Only its owner can read it. Where a run of ``spof`` that
    stressed this plan lies beside the run folder, its single points of failure are in the report, and where one of
    ``stockpile`` does, the frontier that it drew (not in that for partners; see :func:`report_page`). Raises DataError
    for a folder that is no run, FileExistsError, and OSError.

    >>> import edu_supply, tempfile
    >>> dataset = edu_supply.read("data/tutorial")
    >>> run = edu_supply.write_run(edu_supply.solve(dataset), dataset, tempfile.mkdtemp() + "/first")
    >>> edu_supply.write_report(run, partners=True).name
    'report-for-partners.html'
    """
    folder = Path(run)
    plan, dataset = read_run(folder)
    outages, frontier = (None, None) if partners else (outages_beside(folder), frontier_beside(folder))
    text = report_page(plan, dataset, outages=outages, frontier=frontier, partners=partners).encode()
    if path is not None:
        create({Path(path): text})
        return Path(path)
    target = folder / (PARTNERS_REPORT if partners else REPORT)
    draft = target.with_name(f".{target.name}.part")
    draft.unlink(missing_ok=True)
    create({draft: text})
    return draft.replace(target)


def outages_beside(folder: Path) -> Outages | None:
    """What the latest run of ``spof`` beside a run folder found that stressed its plan; None where there is none."""
    sweeps = _beside(folder, "spof")
    return read_outages(sweeps[-1])[0] if sweeps else None


def frontier_beside(folder: Path) -> pd.DataFrame | None:
    """The frontier of the latest run of ``stockpile`` beside a run folder that drew one for its plan; None where there
    is none."""
    for place in reversed(_beside(folder, "stockpile")):
        rows = read_any_run(place)[0].tables.get("frontier")
        if rows is not None and len(rows):
            return rows
    return None


def _beside(folder: Path, kind: str) -> list[Path]:
    """The run folders of a kind beside a run folder that are of its plan, the latest last."""
    plan, found = manifest_sha256(folder), []
    for file in folder.resolve().parent.glob("*/manifest.json"):
        try:
            manifest = read_manifest(file.parent)
        except DataError:
            continue
        if manifest.get("kind") == kind and manifest.get("plan_sha256") == plan:
            found.append((file.stat().st_mtime, file.parent))
    return [place for _, place in sorted(found)]

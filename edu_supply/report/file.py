"""The report of a run folder, as a file in it or elsewhere."""

from __future__ import annotations

from pathlib import Path

from edu_supply.owner_only import create
from edu_supply.plan import Outages
from edu_supply.problems import DataError
from edu_supply.report.page import report_page
from edu_supply.runs import manifest_sha256, read_manifest, read_outages, read_run

REPORT = "report.html"
PARTNERS_REPORT = "report-for-partners.html"


def write_report(run: str | Path, path: str | Path | None = None, *, partners: bool = False) -> Path:
    """Write the report of a run folder of ``solve``; returns its path.

    Without ``path`` it is ``report.html`` in the run folder (for partners ``report-for-partners.html``), and an older
    one is replaced; a file of the name ``path`` is not. Only its owner can read it. Where a run of ``spof`` that
    stressed this plan lies beside the run folder, its single points of failure are in the report (not in that for
    partners; see :func:`report_page`). Raises DataError for a folder that is no run, FileExistsError, and OSError.

    >>> import edu_supply, tempfile
    >>> dataset = edu_supply.read("data/tutorial")
    >>> run = edu_supply.write_run(edu_supply.solve(dataset), dataset, tempfile.mkdtemp() + "/first")
    >>> edu_supply.write_report(run, partners=True).name
    'report-for-partners.html'
    """
    folder = Path(run)
    plan, dataset = read_run(folder)
    outages = None if partners else outages_beside(folder)
    text = report_page(plan, dataset, outages=outages, partners=partners).encode()
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
    plan, sweeps = manifest_sha256(folder), []
    for file in folder.resolve().parent.glob("*/manifest.json"):
        try:
            manifest = read_manifest(file.parent)
        except DataError:
            continue
        if manifest.get("kind") == "spof" and manifest.get("plan_sha256") == plan:
            sweeps.append((file.stat().st_mtime, file.parent))
    return read_outages(max(sweeps)[1])[0] if sweeps else None

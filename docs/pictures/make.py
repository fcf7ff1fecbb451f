"""The pictures of the first hour, from real output: `python docs/pictures/make.py` (needs Chromium on the path)."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SIZE = (1100, 1250)


def edu_supply(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "edu_supply", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def picture(browser: str, page: Path, target: Path) -> None:
    width, height = SIZE
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},{height}",
         f"--screenshot={target}", page.as_uri()], check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def main() -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("there is no Chromium on the path")
    with tempfile.TemporaryDirectory() as place:
        run = Path(place) / "plan"
        edu_supply("solve", "data/tutorial", "--out", str(run))
        edu_supply("spof", "data/tutorial", "--plan", str(run), "--out", f"{run}-spof")
        edu_supply("report", str(run))
        picture(browser, run / "report.html", HERE / "report.png")


if __name__ == "__main__":
    main()

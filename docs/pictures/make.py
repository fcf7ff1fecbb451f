"""The pictures of the first hour, from real output: `python docs/pictures/make.py` (needs Chromium on the path)."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
REPORT, FRONTIER = (1100, 1250), (1400, 480)
"""Width and height in pixels."""


def edu_supply(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "edu_supply", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def picture(browser: str, page: str, target: Path, size: tuple[int, int]) -> None:
    width, height = size
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},{height}",
         f"--screenshot={target}", page], check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def only(page: Path, *keys: str) -> Path:
    """The page with these sections alone."""
    text = page.read_text(encoding="utf-8")
    first = re.sub(r"<header>.*?</header>", "", text, flags=re.DOTALL)
    kept = re.sub(r'<section id="([^"]*)".*?</section>', lambda one: one[0] if one[1] in keys else "", first,
                  flags=re.DOTALL)  # fmt: skip
    page = page.with_name("only.html")
    page.write_text(kept, encoding="utf-8")
    return page


def main() -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("there is no Chromium on the path")
    with tempfile.TemporaryDirectory() as place:
        run = Path(place) / "plan"
        edu_supply("solve", "data/tutorial", "--out", str(run))
        edu_supply("spof", "data/tutorial", "--plan", str(run), "--out", f"{run}-spof")
        edu_supply("report", str(run))
        picture(browser, (run / "report.html").as_uri(), HERE / "report.png", REPORT)
        reserve = Path(place) / "reserve"
        edu_supply("stockpile", "data/tutorial", "--plan", str(run), "--kinds", "site", "--duration", "1",
                   "--frontier", "usual", "--out", str(reserve))  # fmt: skip
        curves = only(reserve / "report.html", "frontier", "frontier-days")
        picture(browser, curves.as_uri(), HERE / "frontier.png", FRONTIER)


if __name__ == "__main__":
    main()

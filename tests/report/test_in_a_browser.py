"""The page in a real browser, where there is one: nothing lies upon something else, nothing is cut off or runs."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import edu_supply
from edu_supply.dataset import Dataset
from edu_supply.plan import Plan

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")]

MEASURE = """<script>
addEventListener("load", () => {
  const wide = document.documentElement.clientWidth, found = {upon: [], cut: [], beyond: [], scrolled: [], texts: 0};
  for (const drawing of document.querySelectorAll("svg[role=img]")) {
    const frame = drawing.getBoundingClientRect();
    if (!frame.width) continue;
    const texts = [...drawing.querySelectorAll("text")].map(one => [one.textContent, one.getBoundingClientRect()]);
    found.texts += texts.length;
    texts.forEach(([name, box], at) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 ||
          box.bottom > frame.bottom + 1) found.cut.push(name);
      for (const [other, its] of texts.slice(at + 1)) {
        const right = Math.min(box.right, its.right) - Math.max(box.left, its.left);
        const down = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
        if (right > 1.5 && down > 3) found.upon.push(name + " / " + other);
      }
    });
  }
  for (const one of document.querySelectorAll("main *"))
    if (!one.closest("svg") && !one.closest(".scroll, pre") && one.getBoundingClientRect().right > wide + 1)
      found.beyond.push(one.tagName + " " + one.textContent.slice(0, 40));
  for (const one of document.querySelectorAll(".scroll"))
    if (one.scrollWidth > one.clientWidth + 1) found.scrolled.push(one.closest("section").id);
  found.page = document.documentElement.scrollWidth - wide;
  parent.postMessage(JSON.stringify(found), "*");
});
</script>"""


def measured(page: str, width: int, folder: Path) -> dict[str, Any]:
    """What a browser finds on a page in a window of this width."""
    without_policy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    (folder / "page.html").write_text(without_policy.replace("</head>", f"{MEASURE}</head>"), encoding="utf-8")
    frame = f'<iframe src="page.html" width="{width}" height="900"></iframe><pre id="found"></pre>'
    hear = 'addEventListener("message", said => { document.getElementById("found").textContent = said.data; });'
    (folder / "frame.html").write_text(f"<!doctype html><script>{hear}</script>{frame}", encoding="utf-8")
    quiet = {name: value for name, value in os.environ.items() if name != "DISPLAY"} | {"HOME": str(folder)}
    words = [CHROMIUM or "", "--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1600,1000",
             "--virtual-time-budget=5000", "--dump-dom", (folder / "frame.html").as_uri()]  # fmt: skip
    told = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", env=quiet, timeout=300, check=True)
    [found] = re.findall(r'<pre id="found">(.+?)</pre>', told.stdout, re.DOTALL)
    answer: dict[str, Any] = json.loads(html.unescape(found))
    return answer


@pytest.mark.parametrize("width", [1400, 420])
def test_nothing_lies_upon_something_else_and_nothing_is_cut_off(
    width: int, tutorial: tuple[Plan, Dataset], tmp_path: Path
) -> None:
    plan, dataset = tutorial
    sweep = edu_supply.spof(dataset, plan, kinds=["site", "lane"])
    for partners in (False, True):
        page = edu_supply.report_page(plan, dataset, outages=sweep, partners=partners)
        found = measured(page, width, tmp_path)
        assert found.pop("texts") > 15
        assert found == {"upon": [], "cut": [], "beyond": [], "scrolled": [], "page": 0}

"""The pages in a real browser, where there is one, by keyboard: from an error in a table to a comparison's report."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROOT

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")]

IN_FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const label = one.labels && one.labels.length ? one.labels[0].firstChild.textContent : "";
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return [(one.getAttribute("aria-label") || label || one.textContent).trim(), outlined];
}"""

BEYOND = """() => {
  const wide = document.documentElement.clientWidth, all = [...document.querySelectorAll("main *")];
  const free = all.filter(one => !one.closest(".scroll, pre, datalist, option"));
  return free.filter(one => one.getBoundingClientRect().right > wide + 1).map(one => one.outerHTML.slice(0, 80));
}"""


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """A server as people start it."""
    command = [sys.executable, "-m", "edu_supply", "serve", str(folder), "--port", "0"]
    server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        [where] = re.findall(r"http://\S+", server.stderr.readline())
        yield where
    finally:
        server.send_signal(signal.SIGINT)
        assert "ended" in server.communicate(timeout=60)[1]


class Person:
    """Somebody with a keyboard alone."""

    def __init__(self, page: object, address: str):
        self.page, self.asked, self.said = page, list[str](), list[str]()
        page.on("request", lambda request: self.asked.append(request.url))  # type: ignore[attr-defined]
        page.on("console", lambda message: self.said.append(message.text))  # type: ignore[attr-defined]
        page.goto(address)  # type: ignore[attr-defined]

    def reach(self, label: str) -> None:
        """Go on with Tab until this is in focus, and can be seen to be."""
        seen = []
        for _ in range(400):
            self.page.keyboard.press("Tab")
            name, outlined = self.page.evaluate(IN_FOCUS)
            seen.append(name)
            if name == label:
                assert outlined, f"the focus on {label} cannot be seen"
                return
        raise AssertionError(f"{label!r} is not reached, but {seen[:60]}")

    def go(self, label: str) -> None:
        self.reach(label)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        assert self.page.evaluate(BEYOND) == []

    def type(self, label: str, text: str, *, enter: bool = False) -> None:
        self.reach(label)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)
        if enter:
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")

    def sees(self, text: str, seconds: float = 10) -> None:
        playwright.expect(self.page.locator("body")).to_contain_text(text, timeout=seconds * 1000)


def test_from_a_dataset_with_an_error_to_the_report_of_a_comparison(address: str) -> None:
    quiet = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=quiet)
        small = browser.new_context(viewport={"width": 420, "height": 900}, color_scheme="dark")
        person = Person(small.new_page(), address)
        person.go("data/tutorial")
        person.go("lines")
        person.type("capacity, row 1", "abc", enter=True)
        person.sees("This is not a number.")
        assert person.page.get_attribute('[name="cell:0:capacity"]', "aria-invalid") == "true"
        person.type("capacity, row 1", "250", enter=True)
        person.sees("Saved as a new version, and checked.")
        person.go("tutorial")
        person.go("Ask what if")
        person.type("Asset", "site:DE-charges")
        person.type("Name", "without-charges", enter=True)
        person.sees("It holds for this dataset")
        person.go("Work out the plan")
        person.sees("Plan is done", seconds=90)
        without_script(browser, address)
        person.go("Runs")
        for label in ("without-script is the base", "Compare without-script", "Compare without-charges"):
            person.reach(label)
            person.page.keyboard.press("Space")
        person.go("Compare")
        person.sees("Comparison is done", seconds=90)
        person.go("Open the report")
        person.sees("without-charges against without-script")
        assert all(one.startswith((address, "data:")) for one in person.asked), "nothing is loaded from elsewhere"
        assert person.said == [], "no script or style was refused"
        browser.close()


def without_script(browser: object, address: str) -> None:
    """Somebody else, on a wide screen and without scripts, asks for the plan of the data as they are."""
    wide = browser.new_context(java_script_enabled=False, viewport={"width": 1400, "height": 900})  # type: ignore[attr-defined]
    page = wide.new_page()
    page.goto(address)
    page.get_by_role("link", name="tutorial", exact=True).click()
    page.get_by_label("Name of the run").fill("without-script")
    page.get_by_role("button", name="Work out the plan").click()
    playwright.expect(page.locator("h1")).to_contain_text("Plan is done", timeout=90_000)
    wide.close()

"""The documentation as a site: `sphinx-build -W docs site` (extra `docs`). The pages read as well without it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from edu_supply import __version__  # noqa: E402

project = "edu-supply"
author = "The edu-supply authors"
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
html_theme = "furo"
html_title = f"edu-supply {version}"
myst_heading_anchors = 4
autodoc_member_order = "groupwise"
autodoc_typehints = "description"

ELSEWHERE = {
    "models/README.md": "elsewhere/mathematics.md",
    "data/tutorial/README.md": "elsewhere/tutorial-data.md",
    "data/europe/README.md": "elsewhere/europe-data.md",
}
"""Pages that stand with what they describe, and their names on the site."""


def _bring(app: Sphinx, config: Config) -> None:
    """Copy the pages that stand elsewhere to where Sphinx finds them; their links to docs/ are one folder up."""
    (HERE / "elsewhere").mkdir(exist_ok=True)
    for page, name in ELSEWHERE.items():
        text = (ROOT / page).read_text(encoding="utf-8")
        (HERE / name).write_text(re.sub(r"\]\((?:\.\./)+docs/", "](../", text), encoding="utf-8")


def _redirect(app: Sphinx, name: str, source: list[str]) -> None:
    for page, site in ELSEWHERE.items():
        source[0] = source[0].replace(f"](../{page})", f"]({site})")


def setup(app: Sphinx) -> None:
    app.connect("config-inited", _bring)
    app.connect("source-read", _redirect)

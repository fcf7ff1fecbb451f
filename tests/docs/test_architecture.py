"""Who imports whom is as the page on architecture says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import edu_supply

from .pages import ROOT, text_of

PACKAGE = Path(edu_supply.__file__).parent


def imports(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "edu_supply":
            names |= {f"edu_supply.{one.name}" for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def unit_of(module: Path) -> str:
    """The package within ours, or the module: ``reading``, ``plan``."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def graph() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for module in sorted(PACKAGE.rglob("*.py")):
        if unit_of(module) not in ("__init__", "__main__"):
            ours = {name.split(".")[1] for name in imports(module) if name.startswith("edu_supply.")}
            found.setdefault(unit_of(module), set()).update(ours - {unit_of(module)})
    return found


def table() -> str:
    rows = [f"| {unit} | {', '.join(sorted(others)) or 'nobody'} |" for unit, others in sorted(graph().items())]
    return "\n".join(["| who | imports |", "|---|---|", *rows]) + "\n"


def test_the_page_says_who_imports_whom() -> None:
    page = text_of(ROOT / "docs" / "architecture.md")
    [said] = re.findall(r"^\| who \| imports \|\n(?:\|.*\n)*", page, re.MULTILINE)
    assert said == table(), f"it should be:\n{table()}"


def test_every_package_has_a_paragraph() -> None:
    page = text_of(ROOT / "docs" / "architecture.md")
    for package in PACKAGE.iterdir():
        if (package / "__init__.py").exists():
            assert f"\n**{package.name}** " in page

"""The verifier is a second opinion only as long as it knows neither the model nor the solver."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import edu_supply.verification

MODULES = sorted(Path(edu_supply.verification.__file__).parent.glob("*.py"))
KNOWN = {"__future__", "collections", "dataclasses", "functools", "math", "typing", "numpy", "pandas"}
CONTRACT = {"dataset", "horizon", "plan", "schema", "problems", "verification"}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_it_imports_arithmetic_and_the_contract_only(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            package, _, rest = name.partition(".")
            assert package in KNOWN or (package == "edu_supply" and rest.split(".")[0] in CONTRACT), name

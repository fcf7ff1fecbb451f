"""The project's own shape: imports point one way, files and functions stay small, what is public is documented."""

from __future__ import annotations

import ast
import builtins
import doctest
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import edu_supply
from edu_supply.schema import TABLES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "edu_supply"

LAYERS: tuple[tuple[str, ...], ...] = (
    ("schema", "version"),
    ("horizon", "owner_only", "problems"),
    ("autonomy_tables", "comparison_tables", "dataset", "explain_tables", "plan", "resilience_tables", "risk_tables",
     "safety_tables", "side_tables",
     "stockpile_tables", "wanted", "worst_tables"),
    ("needs", "tempo"),
    ("pools", "checks", "joint"),
    ("programmes",),
    ("policy",),
    ("reading",),
    ("whatif", "network", "verification", "runs", "meanings", "run_reference", "sharing"),
    ("model",),
    ("solving",),
    ("planning",),
    ("outages", "dependence", "pooling", "report", "run_list", "workbooks"),
    ("safety", "stockpiles"),
    ("resilience", "risk"),
    ("comparing",),
    ("serving",),
    ("cli",),
    ("", "__main__"),
)
"""Every part of the package imports only from rows above its own. ("" is ``edu_supply`` itself: the public names.)"""

LAYER = {part: number for number, parts in enumerate(LAYERS) for part in parts}

LATER = {("dataset", "reading")}
"""Imports of a part below, within a function and so at the last moment: ``Dataset.from_tables``."""

ONLY = {
    "pyomo": ("model.pyomo_view", "solving", "planning.solve"),
    "highspy": ("solving",),
    "typer": ("cli",),
    "fastapi": ("serving",),
    "starlette": ("serving",),
    "uvicorn": ("serving.server",),
    "xlsxwriter": ("workbooks.book",),
    "networkx": ("network", "checks", "outages", "planning", "safety", "whatif"),
}
"""Who may import what."""

VERIFICATION_NEVER = {
    "pyomo",
    "highspy",
    "networkx",
    "scipy",
    "edu_supply.model",
    "edu_supply.network",
    "edu_supply.solving",
}

MOST_LINES = 300
LONGER: set[str] = set()

MOST_FUNCTION_LINES = 60


def module_of(path: Path) -> str:
    """The module's name without ``edu_supply``; "" for the package itself."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


FILES = {module_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports(module: str) -> Iterator[tuple[str, bool]]:
    """Every name that a module imports, wherever in it the import stands, and whether that is within a function."""
    tree = ast.parse(FILES[module].read_text(encoding="utf-8"))
    inside = {
        id(node) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import"
            yield from ((f"{node.module}.{alias.name}", id(node) in inside) for alias in node.names)


def within(module: str, parts: tuple[str, ...]) -> bool:
    return any(module == part or module.startswith(f"{part}.") for part in parts)


@pytest.mark.parametrize("module", FILES)
def test_imports_point_one_way(module: str) -> None:
    mine = module.split(".")[0]
    assert mine in LAYER, f"give {mine} its place in LAYERS"
    for name, later in imports(module):
        package, _, rest = name.partition(".")
        other = rest.split(".")[0]
        if package != "edu_supply" or other == mine or (later and (mine, other) in LATER):
            continue
        assert other in LAYER, f"{module} imports {name} from the package itself"
        assert LAYER[other] < LAYER[mine], f"{module} imports {name}"


@pytest.mark.parametrize("module", FILES)
def test_only_those_import_pyomo_highs_and_typer(module: str) -> None:
    for name, _ in imports(module):
        allowed = ONLY.get(name.split(".")[0])
        assert allowed is None or within(module, allowed), f"{module} imports {name}"


def test_the_verifier_knows_neither_model_nor_solver() -> None:
    for module in FILES:
        if within(module, ("verification",)):
            for name, _ in imports(module):
                assert not within(name, tuple(VERIFICATION_NEVER)), f"{module} imports {name}"


@pytest.mark.parametrize("module", FILES)
def test_files_and_functions_stay_small(module: str) -> None:
    text = FILES[module].read_text(encoding="utf-8")
    assert module in LONGER or len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= MOST_FUNCTION_LINES, f"{module}.{node.name} has {lines} lines"


@pytest.mark.parametrize("module", FILES)
def test_every_module_says_what_it_is(module: str) -> None:
    assert ast.get_docstring(ast.parse(FILES[module].read_text(encoding="utf-8"))) or module in ("planning",)


PUBLIC = [name for name in edu_supply.__all__ if not name.startswith("_")]


def test_public_names_are_sorted_and_there() -> None:
    assert list(edu_supply.__all__) == sorted(edu_supply.__all__)
    assert all(hasattr(edu_supply, name) for name in edu_supply.__all__)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_documented_with_an_example(name: str) -> None:
    public = getattr(edu_supply, name)
    said = inspect.getdoc(public)
    assert said
    assert said.splitlines()[0].endswith((".", ":"))
    assert doctest.DocTestParser().get_examples(said), f"{name} has no example"


def stands_alone(example: doctest.DocTest) -> bool:
    """Whether an example uses only what its module has and what it makes itself; some show no more than a call."""
    tree = ast.parse("".join(one.source for one in example.examples))
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    made = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    made |= {alias.asname or alias.name for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)
             for alias in node.names}  # fmt: skip
    made |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.name}
    made |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return {node.id for node in names} <= made | set(example.globs) | set(dir(builtins))


def examples() -> list[doctest.DocTest]:
    """Every docstring of the package with an example in it that stands alone."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = []
    for module in FILES:
        if module != "__main__":
            whole = importlib.import_module(f"edu_supply.{module}".rstrip("."))
            tests = finder.find(whole, extraglobs={"TABLES": TABLES})
            found += [test for test in tests if test.examples and stands_alone(test)]
    return found


EXAMPLES = examples()


@pytest.mark.parametrize("name", PUBLIC)
def test_the_examples_of_public_names_stand_alone(name: str) -> None:
    public = getattr(edu_supply, name)
    assert f"{public.__module__}.{public.__qualname__}" in {example.name for example in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_examples_in_docstrings_run(example: doctest.DocTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(
        example, out=said.append
    )
    assert result.failed == 0, "".join(said)

"""The examples in the docstrings hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import edu_supply.planning

MODULES = [module.name for module in pkgutil.iter_modules(edu_supply.planning.__path__) if module.name != "solve"]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"edu_supply.planning.{name}")).failed == 0

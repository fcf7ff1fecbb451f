"""A small sound dataset as files, and what reading it after a change finds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from edu_supply.problems import DataError, sentence
from edu_supply.reading import read

Files = Mapping[str, str | bytes | None]

SOUND: dict[str, str] = {
    "sites.csv": "site,country,kind\nA,PL,factory\nF,UA,front\n",
    "products.csv": "product,mass_kg,value_eur\nP,2,100\nQ,1,10\n",
    "lines.csv": "line,site,product,capacity\nL,A,P,10\nL,A,Q,10\n",
    "lanes.csv": "origin,destination,capacity_t\nA,F,5\n",
    "demand.csv": "site,product,quantity\nF,P,3\nF,Q,1\n",
}


def folder(path: Path, files: Files) -> Path:
    """The sound dataset with some files changed, added or (None) left out."""
    path.mkdir(parents=True, exist_ok=True)
    for name, content in {**SOUND, **files}.items():
        if content is not None:
            (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def errors(path: Path) -> list[str]:
    """The sentences of all errors in a dataset; it must have some."""
    with pytest.raises(DataError) as caught:
        read(path)
    assert str(path.parent) not in str(caught.value)
    return [sentence(problem) for problem in caught.value.problems if problem.is_error]


def warnings(path: Path) -> list[str]:
    """The sentences of all warnings in a dataset that is sound."""
    return [sentence(problem) for problem in read(path).warnings]

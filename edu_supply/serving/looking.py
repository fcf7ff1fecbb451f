"""Datasets as they are shown: what they hold, and everything that is wrong with them at the place that it concerns."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from edu_supply.network import Network
from edu_supply.network.stock_only import stock_only_demand
from edu_supply.network.unreachable import unreachable_demand
from edu_supply.problems import Problem
from edu_supply.reading import Looked, TextTable, look
from edu_supply.schema import TABLES
from edu_supply.serving.workspace import Source

KEPT = 8
"""So many datasets are kept in memory."""

_LETTER = re.compile(r"!([A-Z]+)([0-9]+)$")


@dataclass
class Places:
    """What was found in one table: at the table as a whole, at rows, at cells (row, column)."""

    table: list[Problem] = field(default_factory=list)
    rows: dict[int, list[Problem]] = field(default_factory=dict)
    cells: dict[tuple[int, str], list[Problem]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Problem]:
        return (problem for problem, _ in self.listed())

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self)

    @property
    def warnings(self) -> int:
        return sum(not problem.is_error for problem in self)

    def listed(self) -> Iterator[tuple[Problem, int | None]]:
        """What was found and at which row, those at the table as a whole first, then by row."""
        yield from ((problem, None) for problem in self.table)
        at_cells = [(row, problems) for (row, _), problems in self.cells.items()]
        for row, problems in sorted([*self.rows.items(), *at_cells], key=lambda one: one[0]):
            yield from ((problem, row) for problem in problems)

    def rows_with_findings(self) -> list[int]:
        """The rows that something was found in, in their order."""
        return sorted({*self.rows, *(row for row, _ in self.cells)})


@dataclass(frozen=True)
class Seen:
    """A dataset that was looked at; ``places`` holds what was found by table, ``general`` what concerns no table."""

    looked: Looked
    places: dict[str, Places]
    general: list[Problem]

    @property
    def marking(self) -> str:
        return marking_of(self.looked.texts)

    @property
    def warnings(self) -> int:
        return sum(not problem.is_error for problem in self.looked.problems)


class Looking:
    """Looks at datasets, and remembers the last few as long as their files stay as they are."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[object, ...], Seen] = OrderedDict()
        self._lock = Lock()

    def at(self, source: Source) -> Seen:
        """What a dataset holds and what is wrong with it."""
        state = (source.place, *_state(source.place))
        with self._lock:
            if state in self._seen:
                self._seen.move_to_end(state)
                return self._seen[state]
        seen = _seen(source.place)
        with self._lock:
            self._seen[state] = seen
            while len(self._seen) > KEPT:
                self._seen.popitem(last=False)
        return seen


def marking_of(texts: Mapping[str, TextTable]) -> str:
    """The marking that the settings table gives, also of a dataset with errors."""
    settings = texts.get("settings")
    if settings is None or not {"key", "value"} <= set(settings.columns):
        return ""
    pairs = zip(settings.columns["key"], settings.columns["value"], strict=True)
    return next((value.strip() for key, value in pairs if key.strip() == "marking"), "")


def placed(problems: Iterable[Problem], texts: Mapping[str, TextTable]) -> tuple[dict[str, Places], list[Problem]]:
    """Problems by the table, row and cell that they concern; and those that concern no table."""
    rows = {name: {where: row for row, where in enumerate(text.where)} for name, text in texts.items()}
    found: dict[str, Places] = {}
    general: list[Problem] = []
    for problem in problems:
        if problem.table not in TABLES:
            general.append(problem)
            continue
        places = found.setdefault(problem.table, Places())
        row = rows.get(problem.table, {}).get(_LETTER.sub(r"!\2", problem.where))
        if row is None:
            places.table.append(problem)
        elif problem.column in texts[problem.table].columns:
            places.cells.setdefault((row, problem.column), []).append(problem)
        else:
            places.rows.setdefault(row, []).append(problem)
    return found, general


def _seen(place: Path) -> Seen:
    looked = look(place)
    if looked.dataset is not None:
        network = Network.of(looked.dataset)
        more = [*unreachable_demand(network), *stock_only_demand(network)]
        looked = replace(looked, problems=(*looked.problems, *more))
    return Seen(looked, *placed(looked.problems, looked.texts))


def _state(place: Path) -> list[tuple[str, int, int]]:
    files = [place] if place.is_file() else sorted(place.glob("*")) if place.is_dir() else []
    return [(file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.is_file()]

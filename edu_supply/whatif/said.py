"""Changes as they are said on a command line: ``lines[site=XA-explosives-1].capacity=0``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from edu_supply.problems import DataError, Problem
from edu_supply.reading.numbers import numbers
from edu_supply.schema import Column
from edu_supply.whatif.grammar import Change, ungrammatical
from edu_supply.whatif.model_file import ModelFile

_QUOTED = r"""\"[^"]*\"|'[^']*'"""
_CELL = rf"(?:\s*(?:{_QUOTED})\s*|[^\"'|,]*)"
_CONDITION = re.compile(rf"\s*(\w+)\s*=({_CELL}(?:\|{_CELL})*)")
_CHANGE = re.compile(
    rf"\s*(?P<table>\w+)\s*(?:\[(?P<where>(?:{_QUOTED}|[^\"'\]])*)\])?\s*\.\s*(?P<column>\w+)\s*(?P<by>\*?=)(?P<value>.*)",
    re.DOTALL,
)

SHAPE = "Write TABLE[COLUMN=VALUE].COLUMN=VALUE, or *= and a factor, such as lines[site=PL-shells].capacity*=2"
"""What a change looks like."""

QUOTES = 'values with a comma, a bracket, a quotation mark or "|" in them in quotation marks'

_FACTOR = Column("factor", "number", "what the cells are multiplied by")


def with_changes(model: ModelFile, said: Sequence[str]) -> ModelFile:
    """A model file with changes beside its own, after them: each text as one ``[[change]]``, labelled ``--set 1``.

    ``TABLE[COLUMN=VALUE, COLUMN=VALUE|VALUE].COLUMN=VALUE`` sets the cells of a column in the rows that have all of
    these values (``|``: one of several), in all rows without ``[...]``; ``*=`` multiplies them. Values with special
    signs stand in quotation marks; nothing is a blank cell. The texts count among what was read (``hashes``).
    Raises :class:`edu_supply.problems.DataError` with everything that is wrong with the texts.

    >>> [change] = with_changes(ModelFile(name="a"), ["lanes[mode=rail|road].capacity_t*=0.5"]).change
    >>> change.where, change.multiply
    ({'mode': ['rail', 'road']}, {'capacity_t': 0.5})
    """
    changes: list[Change] = []
    problems: list[Problem] = []
    for number, text in enumerate(said, 1):
        found = _change(text, f"--set {number}")
        if isinstance(found, Change):
            changes.append(found)
            problems += ungrammatical(found)
        else:
            problems += found
    if problems:
        raise DataError(problems)
    hashes = {f"--set {text}": hashlib.sha256(text.encode()).hexdigest() for text in said}
    return model.model_copy(update={"change": (*model.change, *changes), "hashes": {**model.hashes, **hashes}})


def _change(text: str, label: str) -> Change | list[Problem]:
    """The change that a text says, or what is wrong with it."""
    match = _CHANGE.fullmatch(text)
    if not match:
        return [Problem("change", "", label, "This is not a change.", f"{SHAPE}; {QUOTES}.", "", text)]
    where, problems = _where(match["where"] or "", label)
    column, value = match["column"], _cell(match["value"])
    operation: dict[str, Any] = {"set": {column: value}}
    if match["by"] == "*=":
        [factor], faults = numbers([value], _FACTOR, "point")
        operation = {"multiply": {column: float(factor)}}
        problems += [Problem(one.kind, "", label, one.message, one.right, column, value) for one in faults]
        if not value:
            problems.append(Problem("factor", "", label, "A factor is missing.", "Write a number after *=.", column))
    return problems or Change(table=match["table"], where=where, label=label, **operation)


def _where(text: str, label: str) -> tuple[dict[str, Any], list[Problem]]:
    """Column and value, or list of values, for every condition between the brackets."""
    where: dict[str, Any] = {}
    problems: list[Problem] = []
    at = 0
    while text.strip() and at <= len(text):
        match = _CONDITION.match(text, at)
        if not match or text[match.end() : match.end() + 1] not in ("", ","):
            wrong = text[at:].strip()
            right = f"Write COLUMN=VALUE, with commas between several; {QUOTES}."
            return {}, [*problems, Problem("change", "", label, "This does not say which rows.", right, "", wrong)]
        column, cells = match[1], [_cell(one) for one in re.findall(rf"(?:^|\|)({_CELL})", match[2])]
        if column in where:
            message, right = "This column is said twice.", f"For one of several values write {column}=A|B."
            problems.append(Problem("change", "", label, message, right, column))
        where[column] = cells if len(cells) > 1 else cells[0]
        at = match.end() + 1
    return where, problems


def _cell(text: str) -> str:
    """The text of a cell, without the quotation marks around it."""
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text

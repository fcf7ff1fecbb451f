"""Cells that hold names: compared letter by letter, so none may merge with another or look like one."""

from __future__ import annotations

import re
import unicodedata

from edu_supply.problems import nearest
from edu_supply.reading.limits import LONGEST_CELL, LONGEST_NAME
from edu_supply.reading.numbers import Fault
from edu_supply.reading.suspects import is_excel_error
from edu_supply.schema import listed_names

BLANKS = " \t"
"""What is trimmed from both ends of a cell."""

_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_OTHER_BREAKS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def forbidden(cells: list[str]) -> list[Fault]:
    """Cells with control characters, or too long: wrong in every column.

    >>> [fault.message for fault in forbidden(["a\\x00b"])]
    ['There is a control character (U+0000) here.']
    """
    if not _CONTROL.search("\n".join(cells)) and max(map(len, cells), default=0) <= LONGEST_CELL:
        return []
    faults = []
    for row, cell in enumerate(cells):
        control = _CONTROL.search(cell)
        if control:
            message = f"There is a control character ({code_point(control[0])}) here."
            faults.append(Fault(row, "control character", message, "Remove it."))
        elif len(cell) > LONGEST_CELL:
            message = f"This cell has {len(cell)} characters."
            faults.append(Fault(row, "long cell", message, f"Allowed are {LONGEST_CELL:,}."))
    return faults


def names(cells: list[str], raw: list[str], defines: bool) -> list[Fault]:
    """What is wrong with the names in a column; ``raw`` holds them before blanks were trimmed.

    ``defines``: the column says which names there are, so two that differ only in blanks would become one.
    """
    faults = []
    joined = "\n".join(cells)
    if joined.count("\n") >= len(cells) > 0 or _OTHER_BREAKS.search(joined):
        faults += [
            Fault(row, "line break", "There is a line break in this name.", "Write the name on one line.")
            for row, cell in enumerate(cells)
            if _BREAKS.search(cell)
        ]
    faults += [
        Fault(row, "long name", f"This name has {len(cell)} characters.", f"Allowed are {LONGEST_NAME}.")
        for row, cell in enumerate(cells)
        if len(cell) > LONGEST_NAME
    ]
    if "#" in joined:
        faults += [
            Fault(row, "formula", "A formula failed here.", "Write the name itself.")
            for row, cell in enumerate(cells)
            if is_excel_error(cell)
        ]
    if defines and cells != raw:
        as_they_are = set(raw)
        faults += [
            Fault(row, "merging names", "Without its blanks this is the name of another.", "Name them apart, or alike.")
            for row, (cell, before) in enumerate(zip(cells, raw, strict=True))
            if cell != before and cell in as_they_are
        ]
    return faults


def lists(cells: list[str]) -> list[Fault]:
    """What is wrong with cells that list names: with the first name that something is wrong with, or with all.

    >>> [fault.message for fault in lists(["EU|NO", "|", "EU|#REF!"])]
    ['There is no name here.', 'A formula failed here.']
    """
    faults = []
    for row, cell in enumerate(cells):
        listed = listed_names(cell)
        if cell and not listed:
            faults.append(Fault(row, "no name", "There is no name here.", 'Write names, separated by "|".'))
        faults += [Fault(row, *wrong[1:]) for wrong in names(listed, listed, defines=False)[:1]]
    return faults


def choices(cells: list[str], allowed: tuple[str, ...]) -> list[Fault]:
    """Cells that are none of the words that a column knows.

    >>> choices(["depot", "Depot"], ("depot", "front"))
    [Fault(row=1, kind='choice', message='The words here are depot, front.', right='Did you mean "depot"?')]
    """
    message = f"The words here are {', '.join(allowed)}."
    offered = {cell: nearest(cell, allowed) for cell in set(cells) - set(allowed) - {""}}
    return [
        Fault(row, "choice", message, offered[cell] if offered[cell].startswith("Did") else "")
        for row, cell in enumerate(cells)
        if cell in offered
    ]


def code_point(character: str) -> str:
    """``U+00A0`` for a no-break space."""
    return f"U+{ord(character):04X}"


def described(character: str) -> str:
    """A character by code point and name, for people who cannot see it.

    >>> described("\\u00a0")
    'U+00A0 no-break space'
    """
    return f"{code_point(character)} {unicodedata.name(character, 'character').lower()}"

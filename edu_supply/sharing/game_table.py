"""A game in a CSV file: a row for each coalition."""

from __future__ import annotations

from dataclasses import dataclass, field

from edu_supply.problems import DataError, Problem, nearest, shortened
from edu_supply.reading.decoding import UndecodableError, decoded
from edu_supply.reading.delimited import Rows, UnreadableError, split
from edu_supply.reading.numbers import decimal_mark, numbers, unclear_thousands
from edu_supply.schema import Column
from edu_supply.sharing.game import Kind, members_of

LARGEST = 1e15
"""No coalition may save or cost more EUR: beyond it a number does not keep its cents."""

WHO = ("coalition", "members")
WORTH: dict[str, Kind | None] = {"value_eur": None, "saving_eur": "saving", "cost_eur": "cost"}
"""What the columns may be called, and what the values are then; the first that is there counts."""

_BESIDE = ("bound_eur", "note", "source")


@dataclass
class Said:
    """What a file says of a game: for each coalition where it stands, its members and its value, EUR."""

    rows: list[tuple[str, list[str], float]]
    players: tuple[str, ...] = ()
    kind: Kind | None = None
    problems: list[Problem] = field(default_factory=list)


def table_rows(file: str, data: bytes) -> Said:
    """The rows of a CSV file, separated by commas, semicolons or tabs.

    >>> table_rows("game.csv", b"members;value_eur\\nA;1,5\\n").rows
    [('game.csv:2', ['A'], 1.5)]
    """
    if not data.strip():
        raise DataError([problem(file, "The file is empty.", 'Begin with the header "coalition,value_eur".')])
    try:
        rows = split(decoded(data), {*WHO, *WORTH})
    except (UndecodableError, UnreadableError) as error:
        where = f"{file}:{error.line}" if error.line else file
        raise DataError([problem(where, error.message, error.right)]) from None
    if not rows.rows:
        raise DataError([problem(file, "The file is empty.", 'Begin with the header "coalition,value_eur".')])
    return _body(file, rows)


def _body(file: str, rows: Rows) -> Said:
    head = [cell.strip().casefold() for cell in rows.rows[0]]
    who, worth = (next((name for name in names if name in head), None) for names in (WHO, WORTH))
    problems = _unknown(f"{file}:{rows.lines[0]}", head)
    for there, names in ((who, WHO), (worth, tuple(WORTH))):
        if there is None:
            problems.append(problem(f"{file}:{rows.lines[0]}", f'There is no column "{names[0]}".',
                                     'The header is "coalition,value_eur".'))  # fmt: skip
    if who is None or worth is None:
        raise DataError(problems)
    whole = [(line, row) for line, row in zip(rows.lines[1:], rows.rows[1:], strict=True) if len(row) == len(head)]
    problems += [problem(f"{file}:{line}", f"This line has {len(row)} cells, the header {len(head)}.")
                 for line, row in zip(rows.lines[1:], rows.rows[1:], strict=True) if len(row) != len(head)]  # fmt: skip
    cells = [row[head.index(worth)].strip() for _, row in whole]
    mark = "point" if rows.separator == "," else decimal_mark([cells])
    column = Column(worth, "number", "", required=True, unit="EUR", low=-LARGEST, high=LARGEST)
    amounts, faults = numbers(cells, column, "point" if mark == "either" else mark)
    refused = {fault.row: (fault.message, fault.right) for fault in faults}
    if mark == "either":
        refused |= {fault.row: (fault.message, fault.right) for fault in unclear_thousands(cells)}
    refused |= {row: ("There is no value here.", "Write a number.") for row, cell in enumerate(cells) if not cell}
    problems += [problem(f"{file}:{whole[row][0]}", *said, cells[row], worth) for row, said in sorted(refused.items())]
    found = [
        (f"{file}:{line}", members_of(row[head.index(who)]), float(amount))
        for number, ((line, row), amount) in enumerate(zip(whole, amounts, strict=True))
        if number not in refused
    ]
    return Said(found, (), WORTH[worth], problems)


def _unknown(where: str, head: list[str]) -> list[Problem]:
    known = (*WHO, *WORTH, *_BESIDE)
    problems = [problem(where, f'A game has no column "{shortened(name)}".', nearest(name, known))
                for name in head if name and name not in known]  # fmt: skip
    return problems + [problem(where, f'The column "{name}" is there twice.', "Keep one.")
                       for name in dict.fromkeys(head) if name and head.count(name) > 1]  # fmt: skip


def problem(where: str, message: str, right: str = "", value: str = "", column: str = "") -> Problem:
    """Something that is wrong with a game's file; only what is said in the same words is shown as one."""
    return Problem(f"game: {message}", "", where, message, right, column, value)

"""A game in a file: CSV, TOML or JSON. Whatever is wrong with the file is said, all of it at once."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np

from edu_supply.problems import DataError, Problem, nearest, shortened
from edu_supply.sharing.game import MOST_PLAYERS, Game, Kind, coalitions
from edu_supply.sharing.game_table import LARGEST, Said, problem, table_rows

MOST_BYTES = 20_000_000
"""A file of all coalitions of so many players as a game may have is not larger."""

NAMED = 5
"""So many missing coalitions are named; the others are counted."""


def read_game(file: str | Path, kind: Kind | None = None) -> Game:
    """Read a game from a file.

    CSV: a column ``coalition`` (or ``members``) with names separated by ``|``, and ``value_eur`` (or ``saving_eur``,
    ``cost_eur``). TOML and JSON: ``kind``, optionally ``players`` for their order, and ``value_eur``, from coalitions
    such as ``"A|B"`` to EUR. ``kind`` is what the values are where the file does not say it: savings, or costs.

    Every coalition but that of nobody needs a value. Raises DataError with everything that is wrong with the file.

    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp(), "game.csv")
    >>> _ = place.write_text("coalition,value_eur\\nA,0\\nB,0\\nA|B,10\\n")
    >>> read_game(place).value.tolist()
    [0.0, 0.0, 0.0, 10.0]
    """
    place = Path(file)
    data = _contents(place)
    suffix = place.suffix.casefold()
    read = {".toml": _from_toml, ".json": _from_json}.get(suffix, table_rows)
    said = read(place.name, data)
    if kind is not None and said.kind is not None and kind != said.kind:
        said.problems.append(problem(place.name, f"The file says that its values are {said.kind}s, you say {kind}s.",
                                      "Leave out --kind, or change the file."))  # fmt: skip
    return _game(place.name, said, kind or said.kind or "saving")


def _game(file: str, said: Said, kind: Kind) -> Game:
    """The game of what a file says; everything that does not fit is an error."""
    problems = said.problems
    players = said.players or tuple(dict.fromkeys(name for _, members, _ in said.rows for name in members))
    values: dict[frozenset[str], float] = {}
    first: dict[frozenset[str], str] = {}
    for where, members, amount in said.rows:
        who = frozenset(members)
        text = "|".join(members)
        strangers = [name for name in members if name not in players]
        if len(who) < len(members):
            problems.append(problem(where, "A member is named twice in this coalition.", "Name each once.", text))
        elif strangers:
            problems.append(problem(where, f'"{shortened(strangers[0])}" is not among the players.',
                                     nearest(strangers[0], players), text))  # fmt: skip
        elif who in first:
            right = f"It was given a value in {first[who]}." if first[who] != where else "Say it once."
            problems.append(problem(where, "This coalition is there twice.", right, text))
        elif not who and amount != 0:
            problems.append(problem(where, "Nobody saves or costs nothing.", "Write 0, or leave the row out."))
        else:
            first[who], values[who] = where, amount
    if len(players) > MOST_PLAYERS:
        problems.append(problem(file, f"There are {len(players)} players.", f"A game has {MOST_PLAYERS} at most."))
    elif not players:
        problems.append(problem(file, "There are no players.", "Give each coalition a row."))
    elif not problems:
        problems += _missing(file, players, values)
    if problems:
        raise DataError(problems)
    return Game(players, np.array([values.get(frozenset(one), 0.0) for one in coalitions(players)]), kind)


def _missing(file: str, players: tuple[str, ...], values: dict[frozenset[str], float]) -> list[Problem]:
    absent = [one for one in coalitions(players) if one and frozenset(one) not in values]
    if not absent:
        return []
    names = ", ".join(f'"{"|".join(one)}"' for one in absent[:NAMED])
    more = f" and {len(absent) - NAMED:,} more" if len(absent) > NAMED else ""
    right = f"{len(players)} players have {2 ** len(players) - 1:,} coalitions, and each needs a value."
    return [problem(file, f"There is no value for {names}{more}.", right)]


def _contents(place: Path) -> bytes:
    name = place.name or "game"
    if place.is_dir():
        raise DataError([problem(name, "This is a folder, not the file of a game.", "Name the file itself.")])
    try:
        if place.is_file() and place.stat().st_size > MOST_BYTES:
            raise DataError([problem(name, "The file is larger than 20 MB.", f"A game has {MOST_PLAYERS} players.")])
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise DataError([problem(name, "There is no such file.")]) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name is not one that files can have"
        raise DataError([problem(name, f"The file cannot be read: {why}.")]) from None


def _from_toml(file: str, data: bytes) -> Said:
    try:
        return _from_values(file, tomllib.loads(data.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError([problem(file, f"This is not TOML: {_first(error)}.")]) from None


def _from_json(file: str, data: bytes) -> Said:
    def once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        twice = [key for number, (key, _) in enumerate(pairs) if key in [one for one, _ in pairs[:number]]]
        if twice:
            raise DataError([problem(file, f'"{shortened(twice[0])}" is said twice.', "Say it once.")])
        return dict(pairs)

    try:
        return _from_values(file, json.loads(data.decode("utf-8-sig"), object_pairs_hook=once))
    except (ValueError, RecursionError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError([problem(file, f"This is not JSON: {_first(error)}.")]) from None


def _first(error: Exception) -> str:
    text = "it is nested too deeply" if isinstance(error, RecursionError) else str(error).splitlines()[0].rstrip(".")
    return text[:1].lower() + text[1:]


_KEYS = ("kind", "players", "value_eur")


@dataclass
class _Values:
    """The values of a TOML or JSON file, taken apart; what is wrong with them is collected."""

    file: str
    problems: list[Problem]

    def wrong(self, message: str, right: str = "", value: object = "") -> None:
        self.problems.append(problem(self.file, message, right, str(value)))

    def rows(self, given: object) -> list[tuple[str, list[str], float]]:
        if not isinstance(given, dict):
            self.wrong("value_eur must give each coalition a number.", 'Such as {"A|B" = 10}.')
            return []
        rows = []
        for text, amount in given.items():
            if isinstance(amount, bool) or not isinstance(amount, int | float):
                self.wrong("The value of this coalition is not a number.", "Write it without quotation marks.", text)
            elif not math.isfinite(amount) or abs(amount) > LARGEST:
                self.wrong("The value of this coalition is out of range.", f"Allowed is up to {LARGEST:.0e} EUR.", text)
            else:
                rows.append((self.file, [name.strip() for name in text.split("|") if name.strip()], float(amount)))
        return rows

    def players(self, given: object) -> tuple[str, ...]:
        if not isinstance(given, list) or not all(isinstance(name, str) and name.strip() for name in given):
            self.wrong("players must be a list of names.", 'Such as ["A", "B"].')
            return ()
        if len(set(given)) < len(given):
            self.wrong("A player is named twice in players.", "Name each once.")
        return tuple(given)


def _from_values(file: str, values: object) -> Said:
    reader = _Values(file, [])
    if not isinstance(values, dict) or "value_eur" not in values:
        right = "Give each coalition a number under value_eur."
        raise DataError([problem(file, "The file does not say what coalitions are worth.", right)])
    for key in values:
        if key not in _KEYS:
            reader.wrong(f'A game has no "{shortened(str(key))}".', nearest(str(key), _KEYS))
    kind = values.get("kind")
    if kind is not None and kind not in get_args(Kind):
        reader.wrong("A game's kind is saving or cost.", "", kind)
        kind = None
    players = reader.players(values["players"]) if "players" in values else ()
    return Said(reader.rows(values["value_eur"]), players, kind, reader.problems)

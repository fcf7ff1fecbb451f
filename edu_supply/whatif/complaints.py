"""What is wrong with the keys and values of a model file, in the user's words."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ValidationError

from edu_supply.problems import Problem, nearest
from edu_supply.whatif.toml_file import TomlFile

EXPECTED: dict[str, str] = {
    "name": "Write letters, digits, spaces and the signs _ . + - in quotation marks, 100 at most.",
    "extends": 'Write the name of a file, such as "baseline.toml".',
    "periods": "Write a whole number from 1 to 600.",
    "pools": 'Write lists of groups or countries, such as [["EU", "NO"], ["GB"]], or [] for all alone.',
    "solver": "Write [solver] and its keys below: gap, time_limit_s, threads.",
    "solver.gap": "Write a number from 0 to less than 1, such as 1e-4.",
    "solver.time_limit_s": "Write seconds: a number greater than 0.",
    "solver.threads": "Write a whole number from 0 (as many as there are) to 1024.",
    "resilience": "Write [resilience] and its keys below: service, threats, means, start, duration, settle, with_self.",
    "resilience.service": "Write the share that is served while something is lost: a number from 0 to 1.",
    "resilience.threats": 'Write kinds of assets, such as ["site", "country"], or "threat" for the rows of threats, '
    "or names of threats.",
    "resilience.means": 'Write some of ["stock", "expansion", "build", "contract"].',
    "resilience.start": "Write the period in which assets are lost: a whole number from 1.",
    "resilience.duration": "Write the number of periods for which assets are lost.",
    "resilience.settle": "Write the number of periods after an outage in which less may still be served.",
    "resilience.with_self": "Write true or false: whether places of demand are lost too.",
    "tempo": "Write [[tempo]] in double brackets, and its keys below: name, probability, factor, product, front.",
    "tempo.name": 'Write a name, such as "surge"; entries of one name are one tempo.',
    "tempo.probability": "Write how likely it is: a number from 0 to 1; once for each name.",
    "tempo.factor": "Write what demand is multiplied by: a number of 0 or more.",
    "tempo.product": 'Write a product, or several, such as ["round", "drone"]; leave it out for all.',
    "tempo.front": 'Write the site of a demand, or several; leave it out for all.',
    "change": "Write [[change]] in double brackets, and its keys below.",
    "change.table": 'Write the name of a table, such as "lines".',
    "change.where": 'Write columns and values, such as { site = "A", product = ["B", "C"] }.',
    "change.set": "Write columns and values, such as { capacity = 0 }.",
    "change.multiply": "Write columns and factors, such as { capacity = 1.5 }.",
    "change.remove": "Write true.",
    "change.add": 'Write rows, such as [ { line = "L", adds = 1, cost_eur = 0 } ].',
}
"""What each key expects."""


SECTIONS = ("solver", "resilience")
"""The keys that are tables of keys themselves."""


LISTS = ("change", "tempo")
"""The keys that are lists of tables of keys."""


def unknown_keys(
    file: TomlFile, top: type[BaseModel], sections: Mapping[str, type[BaseModel]], lists: Mapping[str, type[BaseModel]]
) -> list[Problem]:
    """A problem for every key that model files do not have.

    >>> unknown_keys(file, said, {"solver": Solver}, {"change": Change})[0].right
    'Did you mean "periods"?'
    """
    problems: list[Problem] = []
    values = file.values
    known = list(top.model_fields)
    for key in values:
        if key not in known:
            problems.append(_unknown(file.where(key), key, known))
    for name, section in sections.items():
        if isinstance(values.get(name), Mapping):
            known = list(section.model_fields)
            problems += [_unknown(file.where(key), key, known) for key in values[name] if key not in known]
    for name, entry in lists.items():
        entries = values.get(name)
        known = [key for key in entry.model_fields if key != "label"]
        for number, one in enumerate(entries if isinstance(entries, list) else [], 1):
            keys = one if isinstance(one, Mapping) else ()
            problems += [_unknown(f"{file.name} {name} {number}", key, known) for key in keys if key not in known]
    return problems


def _unknown(where: str, key: str, known: list[str]) -> Problem:
    return Problem("unknown key", "", where, "Model files have no such key here.", nearest(key, known), key)


def wrong_values(file: TomlFile, error: ValidationError, unknown: list[Problem]) -> list[Problem]:
    """The unknown keys, and a problem for every key whose value is not what it expects.

    A key may be missing because it is misspelt, so where there are unknown ones none is said to be missing.
    """
    problems = {(problem.where, problem.column): problem for problem in unknown}
    misspelt = {problem.where for problem in unknown}
    for one in error.errors(include_url=False, include_context=False):
        words = [str(part) for part in one["loc"]]
        where = file.where(words[1] if words[0] in SECTIONS and len(words) > 1 else words[0])
        if words[0] in LISTS and len(words) > 1:
            where = f"{file.name} {words[0]} {int(words[1]) + 1}"
            words = [words[0], *words[2:]]
        path = ".".join(words[:2]) if words[0] in (*SECTIONS, *LISTS) else words[0]
        column = ".".join(words[1:3]) if words[0] in LISTS and len(words) > 1 else path
        if words[0] == "tempo":  # what may be a text or a list is said to be wrong as either
            column = words[1] if len(words) > 1 else path
        problem = Problem(
            "value", "", where, _message(one["type"]), EXPECTED.get(path, ""), column, _shown(one["input"])
        )
        if one["type"] != "extra_forbidden" and not (one["type"] == "missing" and where in misspelt):
            problems.setdefault((where, column), problem)
    return list(problems.values())


def _message(kind: str) -> str:
    if kind == "missing":
        return "This is missing."
    if kind.startswith(("greater", "less", "finite", "too_")) or kind == "string_too_long":
        return "This is out of range."
    return "This is not what is expected here."


def _shown(value: object) -> str:
    return str(value) if isinstance(value, (str, int, float)) else ""

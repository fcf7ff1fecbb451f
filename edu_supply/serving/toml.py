"""Values as TOML, so that a model file that the page writes reads as one that people write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def toml_text(values: Mapping[str, Any], tables: Mapping[str, list[Mapping[str, Any]]] | None = None) -> str:
    """Keys with their values, then lists of tables.

    >>> print(toml_text({"name": "a"}, {"change": [{"table": "lines", "set": {"capacity": 0}}]}))
    name = "a"
    <BLANKLINE>
    [[change]]
    table = "lines"
    set = { capacity = 0 }
    <BLANKLINE>
    """
    lines = [f"{_key(key)} = {_value(value)}" for key, value in values.items()]
    for name, several in (tables or {}).items():
        for one in several:
            lines += ["", f"[[{_key(name)}]]", *(f"{_key(key)} = {_value(value)}" for key, value in one.items())]
    return "\n".join(lines) + "\n"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    return _string(str(value))


def _string(text: str) -> str:
    """A text between quotation marks; what cannot be seen is written as its number."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _CONTROL.sub(lambda one: f"\\u{ord(one[0]):04x}", quoted) + '"'

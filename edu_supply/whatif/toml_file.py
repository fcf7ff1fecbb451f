"""A TOML file as plain values; whatever is wrong with the file is said with its line."""

from __future__ import annotations

import hashlib
import re
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edu_supply.problems import DataError, Problem, nearest

MOST_BYTES = 1_000_000
"""A model file may not be larger."""


@dataclass(frozen=True)
class TomlFile:
    """What a file says (``values``), its ``text`` for finding lines, and the SHA-256 of its bytes."""

    path: Path
    text: str
    values: dict[str, Any]
    sha256: str

    @property
    def name(self) -> str:
        return self.path.name

    def where(self, key: str) -> str:
        """Where a key is set: ``baseline.toml:3``, or the file's name if the line cannot be told."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if re.match(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=\].]""", line):
                return f"{self.name}:{number}"
        return self.name


def read_toml(path: Path) -> TomlFile:
    """Read a TOML file. Raises :class:`edu_supply.problems.DataError` where it cannot.

    >>> read_toml(Path("models/baseline.toml")).values["name"]
    'baseline'
    """
    data = _contents(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refused(f"{path.name}:{line}", "The file is not in UTF-8.", "Save it as UTF-8.") from None
    try:
        values = tomllib.loads(text)
    except ValueError as error:
        raise _refused(*_syntax(path.name, text, str(error))) from None
    except RecursionError:
        raise _refused(path.name, "The lists in this file are nested too deeply.") from None
    return TomlFile(path, text, values, hashlib.sha256(data).hexdigest())


def _contents(path: Path) -> bytes:
    name = path.name or "model file"
    try:
        status = path.stat()
        regular, size = stat.S_ISREG(status.st_mode), status.st_size
        data = path.read_bytes() if regular and size <= MOST_BYTES else b""
    except (FileNotFoundError, NotADirectoryError):
        others = [other.name for other in path.parent.glob("*.toml")] if path.parent.is_dir() else []
        raise _refused(name, "There is no such model file.", nearest(name, others) if others else "") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name is not one that files can have"
        raise _refused(name, f"The file cannot be read: {why}.") from None
    if not regular:
        raise _refused(name, "A model file is a regular file.", "Name the .toml file itself.")
    if size > MOST_BYTES:
        raise _refused(name, "The file is larger than 1 MB.", "A model file holds changes, not tables.")
    return data


def _syntax(name: str, text: str, error: str) -> tuple[str, str, str]:
    """Where, what and what would be right, from what the TOML parser says."""
    if error.startswith("Exceeds the limit"):
        return name, "A number in this file has too many digits.", ""
    match = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", error)
    what = error[: match.start()] if match else error
    line = match[1] if match and match[1] else str(len(text.splitlines()))
    if what.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate")):
        return f"{name}:{line}", "This is said twice in the file.", "Say it once."
    right = "Text stands in quotation marks, tables in [brackets]."
    return f"{name}:{line}", f"This is not TOML: {what[:1].lower()}{what[1:]}.", right


def _refused(where: str, message: str, right: str = "") -> DataError:
    return DataError([Problem("model file", "", where, message, right)])

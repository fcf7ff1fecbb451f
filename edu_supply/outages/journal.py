"""What is done of a sweep, kept on the disk as it is found, so that a sweep that was cut off goes on from there."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO


class Journal:
    """A file of one line for each thing known, readable by its owner only; without a file nothing is kept.

    The first line says of what: where that is not the same sweep (other data, plan or options), it begins anew.
    """

    def __init__(self, file: Path | None, about: Mapping[str, Any]):
        self._file = file
        self.known: dict[str, dict[str, Any]] = {"losses": {}, "survival": {}}
        self._out: TextIO | None = None
        if file is None:
            return
        lines = _lines(file)
        if lines and lines[0] == about:
            for line in lines[1:]:
                self.known[line["what"]][line["name"]] = line["found"]
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._out = open(handle, "w", encoding="utf-8")  # noqa: SIM115
        self._write(dict(about))
        for what, found in self.known.items():
            for name, one in found.items():
                self.keep(what, name, one)
        self.flush()

    def keep(self, what: str, name: str, found: Any) -> None:
        """Keep one thing that is known."""
        self._write({"what": what, "name": name, "found": found})

    def _write(self, line: Mapping[str, Any]) -> None:
        if self._out is not None:
            self._out.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")

    def flush(self) -> None:
        """Down to the disk."""
        if self._out is not None:
            self._out.flush()

    def close(self) -> None:
        """Nothing more is kept."""
        if self._out is not None:
            self._out.close()

    def remove(self) -> None:
        """All of it is known and written elsewhere."""
        self.close()
        if self._file is not None:
            self._file.unlink(missing_ok=True)


def about_of(file: Path) -> dict[str, Any]:
    """Of what a journal is: its first line; nothing where there is none."""
    lines = _lines(file)
    return lines[0] if lines else {}


def _lines(file: Path) -> list[dict[str, Any]]:
    """The lines of a journal, without a last one that was cut off; none where there is no journal that can be read."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    found = []
    for line in text.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            break
    return found

"""The folder that is served: datasets as shipped, the page's own versions of them, model files, run folders.

What the page writes lies in ``served/`` (datasets by version, never changed once they are there), ``models/`` and
``runs/``. Nothing that comes from a browser is ever part of a path: what is asked for is looked up among what is there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from edu_supply.problems import DataError, Problem
from edu_supply.runs import safe_name
from edu_supply.schema import TABLES

SKIPPED = ("runs", "served", "inputs", "node_modules")
"""Folders with these names hold no datasets to choose from."""

DEEP = 2
"""So many folders deep datasets are looked for."""

WORKBOOKS_IN = ("", "data")
"""Workbooks are looked for in these folders."""


class AbsentError(LookupError):
    """What was asked for is not there: a sentence says so."""


class NewerError(Exception):
    """Somebody has saved a newer version."""


@dataclass(frozen=True)
class Source:
    """A dataset to choose: its ``key`` in addresses, its name, where it lies; ``version`` 0 is one as shipped."""

    key: str
    name: str
    place: Path
    version: int = 0

    @property
    def own(self) -> bool:
        """Whether the page wrote it, and so may write a newer version."""
        return self.version > 0

    @property
    def is_workbook(self) -> bool:
        return self.place.is_file()


@dataclass(frozen=True)
class Workspace:
    """A folder with datasets, models and runs.

    >>> [source.name for source in Workspace(Path("data")).sources()]
    ['europe', 'tutorial']
    """

    folder: Path

    @property
    def area(self) -> Path:
        """Where the page keeps what is its own."""
        return self.folder / "served"

    @property
    def runs(self) -> Path:
        return self.folder / "runs"

    def sources(self) -> list[Source]:
        """The datasets: the page's own in their latest version, then those that lie in the folder."""
        own = [self._own(place, versions[-1]) for place, versions in self._versions()]
        return own + [Source(_key(self.folder, place), self._name(place), place) for place in self._shipped()]

    def source(self, key: str, version: int | None = None) -> Source:
        """A dataset by its key, in its latest version or another. Raises AbsentError."""
        for place, versions in self._versions():
            if place.name == key:
                if version is not None and version not in versions:
                    raise AbsentError(f"There is no version {version} of this dataset.")
                return self._own(place, versions[-1] if version is None else version)
        for source in self.sources():
            if source.key == key and not source.own:
                return source
        raise AbsentError("There is no such dataset.")

    def versions(self, source: Source) -> list[int]:
        """The versions of a dataset of the page's own."""
        return next((numbers for place, numbers in self._versions() if place.name == source.key), [])

    def add(self, name: str, fill: Callable[[Path], Path]) -> Source:
        """A new dataset: ``fill`` writes into an empty folder and says what it wrote there."""
        data = self.area / "data"
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        wanted, number = safe_name(name)[:60], 1
        while True:
            place = data / (wanted if number == 1 else f"{wanted}-{number}")
            try:
                place.mkdir(mode=0o700)
                break
            except FileExistsError:
                number += 1
        try:
            return self._publish(place, 1, fill)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise

    def next_version(self, source: Source, fill: Callable[[Path], Path]) -> Source:
        """The version after this one. Raises NewerError where somebody else has saved one meanwhile."""
        return self._publish(self.area / "data" / source.key, source.version + 1, fill)

    def models(self) -> list[Path]:
        """The model files."""
        return sorted(file for file in (self.folder / "models").glob("*.toml") if not file.name.startswith("."))

    def model(self, name: str) -> Path | None:
        """The model file of this name; None for no name. Raises AbsentError."""
        if not name:
            return None
        for file in self.models():
            if file.name == name:
                return file
        raise AbsentError("There is no such model file.")

    def run(self, name: str) -> Path:
        """The run folder of this name. Raises AbsentError."""
        for file in self.runs.glob("*/manifest.json"):
            if file.parent.name == name and not name.startswith("."):
                return file.parent
        raise AbsentError("There is no such run.")

    def _publish(self, place: Path, version: int, fill: Callable[[Path], Path]) -> Source:
        """Write a version whole, then give it its number: whoever comes second finds the number taken."""
        draft = Path(tempfile.mkdtemp(prefix=".", dir=place))
        try:
            filled = fill(draft)
            target = draft / (place.name + (filled.suffix if filled.is_file() else ""))
            if filled != target:
                filled.rename(target)
            try:
                os.rename(draft, place / f"{version:04}")
            except OSError as error:
                if not (place / f"{version:04}").exists():
                    raise
                raise NewerError from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return self._own(place, version)

    def _name(self, place: Path) -> str:
        return self.folder.name if place == self.folder else place.relative_to(self.folder).as_posix()

    def _versions(self) -> Iterator[tuple[Path, list[int]]]:
        data = self.area / "data"
        for place in sorted(data.iterdir()) if data.is_dir() else ():
            numbers = sorted(int(one.name) for one in place.glob("[0-9]*") if one.name.isdigit())
            if numbers:
                yield place, numbers

    def _own(self, place: Path, version: int) -> Source:
        inside = place / f"{version:04}"
        found = [one for one in inside.iterdir() if not one.name.startswith(".")]
        return Source(place.name, place.name, found[0] if found else inside / place.name, version)

    def _shipped(self) -> Iterator[Path]:
        yield from self._below(self.folder, DEEP)
        for name in WORKBOOKS_IN:
            yield from sorted(file for file in (self.folder / name).glob("*.xlsx") if _is_shown(file))

    def _below(self, folder: Path, deep: int) -> Iterator[Path]:
        if any((folder / f"{table.name}.csv").is_file() for table in TABLES.values() if table.required):
            yield folder
        elif deep:
            for place in sorted(folder.iterdir()):
                if place.is_dir() and _is_shown(place) and place.name not in SKIPPED:
                    yield from self._below(place, deep - 1)


def _is_shown(place: Path) -> bool:
    return not place.name.startswith((".", "~")) and not place.is_symlink()


def _key(folder: Path, place: Path) -> str:
    """A key that stays the same as long as the dataset lies there, and is the same on no other."""
    where = place.relative_to(folder).as_posix()
    return f"{safe_name(where)[:40]}.{hashlib.sha256(where.encode()).hexdigest()[:6]}"


def refused(where: str, message: str, right: str = "") -> DataError:
    """What cannot be done with something that was sent, as everything that is wrong with data is said."""
    return DataError([Problem("upload", "", where, message, right)])

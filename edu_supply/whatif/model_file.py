"""Model files: horizon, pools, solver and changes, as data that can run nothing."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from edu_supply.problems import DataError, Problem
from edu_supply.reading.periods import MOST_PERIODS
from edu_supply.tempo import Factor, Tempo
from edu_supply.wanted import MEANS, Means, Resilience
from edu_supply.whatif.complaints import unknown_keys, wrong_values
from edu_supply.whatif.grammar import STRICT, Change, Name, ungrammatical
from edu_supply.whatif.toml_file import TomlFile, read_toml

LONGEST_CHAIN = 20
"""So many model files may extend one another."""

class Solver(BaseModel):
    """How closely and how long the solver looks: relative gap, seconds, threads (0: as many as there are)."""

    model_config = STRICT

    gap: Annotated[float, Field(ge=0, lt=1, allow_inf_nan=False)] = 1e-4
    time_limit_s: Annotated[float, Field(gt=0, le=10_000_000, allow_inf_nan=False)] = 600
    threads: Annotated[int, Field(ge=0, le=1024)] = 0


class Survive(BaseModel):
    """What a plan is to survive, and by which means (see ``edu_supply.Resilience``)."""

    model_config = STRICT

    service: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = Resilience.service
    threats: Annotated[list[Name], Field(min_length=1)] = list(Resilience.threats)
    means: Annotated[list[Means], Field(min_length=1)] = list(MEANS)
    start: Annotated[int, Field(ge=1, le=MOST_PERIODS)] = Resilience.start
    duration: Annotated[int, Field(ge=1, le=MOST_PERIODS)] = Resilience.duration
    settle: Annotated[int, Field(ge=0, le=MOST_PERIODS)] = Resilience.settle
    with_self: bool = Resilience.with_self

    @property
    def wanted(self) -> Resilience:
        """The same for the library."""
        said = self.model_dump()
        return Resilience(**said | {"threats": tuple(self.threats), "means": tuple(self.means)})


class TempoEntry(BaseModel):
    """What demand is multiplied by in a tempo; entries of one name are one tempo, and one of them says how likely."""

    model_config = STRICT

    name: Name
    probability: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None
    factor: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
    product: Name | list[Name] | None = None
    front: Name | list[Name] | None = None


class ModelFile(BaseModel):
    """What a model file says, with what it extends. What is None is as the dataset has it.

    ``resilience``: what the plan is to survive, ``tempos``: how demand may be otherwise. ``net``: value-added tax and
    what programmes pay count in the objective.

    ``change`` holds the changes in order, those of the extended file first; ``file`` is the file's name, ``hashes``
    the SHA-256 of every file that was read, by name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    periods: int | None = None
    pools: tuple[tuple[str, ...], ...] | None = None
    net: bool = False
    solver: Solver = Solver()
    resilience: Survive | None = None
    tempos: tuple[Tempo, ...] = ()
    change: tuple[Change, ...] = ()
    file: str = "model"
    hashes: dict[str, str] = {}


class _Said(BaseModel):
    """What one file says itself."""

    model_config = STRICT

    name: Annotated[str, Field(pattern=r"^\w([\w .+-]*[\w+-])?$", max_length=100)] | None = None
    extends: Name | None = None
    periods: Annotated[int, Field(ge=1, le=MOST_PERIODS)] | None = None
    pools: list[Annotated[list[Name], Field(min_length=1)]] | None = None
    net: bool | None = None
    solver: Solver = Solver()
    resilience: Survive | None = None
    tempo: list[TempoEntry] = []
    change: list[Change] = []


def read_model(path: str | Path) -> ModelFile:
    """Read a model file and what it extends.

    Raises :class:`edu_supply.problems.DataError` with everything that is wrong in the file, or in one it extends.

    >>> read_model("models/doubled-tempo.toml").name
    'doubled-tempo'
    """
    return _read(Path(path), ())


def _read(path: Path, children: tuple[Path, ...]) -> ModelFile:
    file = read_toml(path)
    said = _said(file)
    shown = path.resolve().relative_to((*children, path.resolve())[0].parent)
    if said.extends is None:
        parent = ModelFile(name="")
    else:
        extended = _extended(file, said.extends)
        chain = (*children, path.resolve())
        if extended.resolve() in chain or len(chain) >= LONGEST_CHAIN:
            names = " > ".join([one.name for one in chain] + [extended.name])
            raise _refused(file, f"The model files extend one another without end: {names}.", said.extends)
        parent = _read(extended, chain)
    solver = parent.solver.model_dump() | said.solver.model_dump(include=said.solver.model_fields_set)
    return ModelFile(
        name=said.name or path.stem,
        periods=said.periods or parent.periods,
        pools=parent.pools if said.pools is None else tuple(map(tuple, said.pools)),
        net=parent.net if said.net is None else said.net,
        solver=Solver(**solver),
        resilience=_survive(parent.resilience, said.resilience),
        tempos=_tempos(file, parent.tempos, said.tempo),
        change=(*parent.change, *said.change),
        file=path.name,
        hashes={**parent.hashes, shown.as_posix(): file.sha256},
    )


def _survive(parent: Survive | None, said: Survive | None) -> Survive | None:
    """What is to be survived: as the extended file has it, but for what is said anew."""
    if parent is None or said is None:
        return said or parent
    return Survive(**parent.model_dump() | said.model_dump(include=said.model_fields_set))


def _tempos(file: TomlFile, parent: tuple[Tempo, ...], entries: list[TempoEntry]) -> tuple[Tempo, ...]:
    """The tempos of the extended file, but for those of the same name, and those that are said here."""
    found: dict[str, Tempo] = {}
    for name in dict.fromkeys(entry.name for entry in entries):
        mine = [entry for entry in entries if entry.name == name]
        likely = {entry.probability for entry in mine if entry.probability is not None}
        if len(likely) != 1:
            message = "Its probability is missing." if not likely else "It has two probabilities."
            where = file.where("tempo")
            raise DataError([Problem("tempo", "", where, message, "Say it once for each name.", "probability", name)])
        factors = [Factor(entry.factor, _several(entry.product), _several(entry.front)) for entry in mine]
        found[name] = Tempo(name, likely.pop(), tuple(factors))
    return (*(tempo for tempo in parent if tempo.name not in found), *found.values())


def _several(said: str | list[str] | None) -> tuple[str, ...]:
    return () if said is None else (said,) if isinstance(said, str) else tuple(said)


def _said(file: TomlFile) -> _Said:
    """What a file says, its changes labelled. Raises DataError with everything that is wrong with it."""
    problems = unknown_keys(file, _Said, {"solver": Solver, "resilience": Survive},
                            {"change": Change, "tempo": TempoEntry})
    values: dict[str, Any] = dict(file.values)
    changes = values.get("change")
    if isinstance(changes, list):
        values["change"] = [_labelled(one, f"{file.name} change {number}") for number, one in enumerate(changes, 1)]
    try:
        said = _Said.model_validate(values)
    except ValidationError as error:
        raise DataError(wrong_values(file, error, problems)) from None
    problems += [problem for change in said.change for problem in ungrammatical(change)]
    if problems:
        raise DataError(problems)
    return said


def _labelled(change: object, label: str) -> object:
    return {**change, "label": label} if isinstance(change, dict) else change


def _extended(file: TomlFile, extends: str) -> Path:
    """The file that a file extends: a .toml file in its own folder or below, and no link out of it."""
    posix, windows = PurePosixPath(extends), PureWindowsPath(extends)
    outside = posix.is_absolute() or windows.is_absolute() or windows.drive or ".." in windows.parts
    folder = file.path.parent.resolve()
    path = file.path.parent / extends
    try:
        outside = outside or not path.resolve().is_relative_to(folder)
    except (OSError, ValueError, RuntimeError):
        outside = True
    if outside:
        raise _refused(file, "A model file can only extend a file in its own folder.", extends)
    if posix.suffix != ".toml":
        raise _refused(file, "A model file can only extend a .toml file.", extends)
    return path


def _refused(file: TomlFile, message: str, extends: str) -> DataError:
    return DataError([Problem("extends", "", file.where("extends"), message, "", "extends", extends)])

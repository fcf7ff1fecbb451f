"""Model files and what-ifs: the same dataset with another horizon, other pools, changed rows."""

from edu_supply.whatif.change import apply, change
from edu_supply.whatif.grammar import Change
from edu_supply.whatif.model_file import ModelFile, Solver, read_model
from edu_supply.whatif.said import with_changes

__all__ = ["Change", "ModelFile", "Solver", "apply", "change", "read_model", "with_changes"]

"""The model of operations and choices: families of variables, and one function for each law."""

from edu_supply.model.assembly import LAWS, Model, build_model
from edu_supply.model.world import World, undisturbed_world, world_with_losses

__all__ = ["LAWS", "Model", "World", "build_model", "undisturbed_world", "world_with_losses"]

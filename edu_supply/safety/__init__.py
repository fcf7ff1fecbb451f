"""Safety stock against ordinary variability, by the guaranteed-service model: a cross-check of magnitude."""

from edu_supply.safety.guaranteed_service import GuaranteedService, guaranteed_service
from edu_supply.safety.safety_stock import safety_stock
from edu_supply.safety.stages import Link, Stage
from edu_supply.safety.text import safety_text

__all__ = ["GuaranteedService", "Link", "Stage", "guaranteed_service", "safety_stock", "safety_text"]

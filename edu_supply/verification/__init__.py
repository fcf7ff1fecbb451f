"""An independent check of a plan, from the tables and the plan alone."""

from edu_supply.verification.findings import Verification, Violation
from edu_supply.verification.verify import verify

__all__ = ["Verification", "Violation", "verify"]

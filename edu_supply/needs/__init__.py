"""Requirements: the rows of demand and the priced minimums of stocks that NATO's ways to set a need come to."""

from edu_supply.needs.explicit import explicit
from edu_supply.needs.methods import USES
from edu_supply.needs.placing import RESERVE, Placed, place
from edu_supply.needs.rows import asked_rows, held_rows, requirements

__all__ = ["RESERVE", "USES", "Placed", "asked_rows", "explicit", "held_rows", "place", "requirements"]

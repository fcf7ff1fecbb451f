"""What every column of every table of a run folder means, whichever command wrote it."""

from __future__ import annotations

from edu_supply.autonomy_tables import AUTONOMY_TABLES
from edu_supply.comparison_tables import COMPARISON_TABLES
from edu_supply.explain_tables import EXPLAIN_TABLES
from edu_supply.joint import COALITION_TABLES, SHARE_TABLES
from edu_supply.plan import OUTAGE_TABLES, PLAN_TABLES
from edu_supply.resilience_tables import RESILIENCE_TABLES
from edu_supply.risk_tables import RISK_TABLES
from edu_supply.side_tables import SIDE_TABLES
from edu_supply.stockpile_tables import STOCKPILE_TABLES
from edu_supply.worst_tables import WORST_TABLES

MEANINGS: dict[str, dict[str, str]] = {
    **PLAN_TABLES, **SIDE_TABLES, **OUTAGE_TABLES, **EXPLAIN_TABLES, **WORST_TABLES, **STOCKPILE_TABLES,
    **RESILIENCE_TABLES, **RISK_TABLES,
    **AUTONOMY_TABLES, **COALITION_TABLES, **SHARE_TABLES, **COMPARISON_TABLES,
}  # fmt: skip
"""Table, column, meaning. (Where two commands write a table of one name, that of the later one.)"""

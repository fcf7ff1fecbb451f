"""Plans munitions supply across European states: joint procurement, single points of failure, stockpiles.

>>> import edu_supply
>>> dataset = edu_supply.read("data/tutorial")
>>> plan = edu_supply.solve(dataset)
>>> edu_supply.verify(dataset, plan.tables, plan.manifest).ok
True
"""

from edu_supply.comparing import compare
from edu_supply.dataset import Dataset
from edu_supply.dependence import autonomy
from edu_supply.needs import requirements
from edu_supply.network import Network
from edu_supply.network.propose import propose_lanes
from edu_supply.outages import chains, cut_sets, explain, spof, structure, worst
from edu_supply.plan import Outages, Plan
from edu_supply.planning.solve import VerificationError, pyomo_model, solve
from edu_supply.planning.summary import summary
from edu_supply.pooling import coalitions, share
from edu_supply.problems import DataError, Problem
from edu_supply.reading import from_tables, read
from edu_supply.report import report_page, write_report
from edu_supply.resilience import Resilience, solve_resilient
from edu_supply.risk import risk
from edu_supply.run_list import list_runs
from edu_supply.runs import read_outages, read_run, write_dataset, write_run
from edu_supply.safety import Stage, guaranteed_service, safety_stock
from edu_supply.sharing import Game, nucleolus, shapley
from edu_supply.stockpiles import stockpile
from edu_supply.tempo import Factor, Tempo
from edu_supply.verification import verify
from edu_supply.version import __version__
from edu_supply.whatif import apply, change, read_model
from edu_supply.workbooks import write_template, write_workbook

__all__ = [
    "DataError", "Dataset", "Factor", "Game", "Network", "Outages", "Plan", "Problem", "Resilience", "Stage", "Tempo",
    "VerificationError", "__version__", "apply", "autonomy", "chains", "change", "coalitions", "compare", "cut_sets",
    "explain",
    "from_tables", "guaranteed_service", "list_runs", "nucleolus", "propose_lanes", "pyomo_model", "read",
    "read_model", "read_outages", "read_run", "report_page", "requirements", "risk", "safety_stock", "shapley", "share",
    "solve", "solve_resilient", "spof", "stockpile", "structure", "summary", "verify", "worst", "write_dataset",
    "write_report", "write_run", "write_template", "write_workbook",
]  # fmt: skip

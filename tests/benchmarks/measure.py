"""Measure one dataset in one run: what edu-supply adds to HiGHS, and what the stock interfaces would add.

    python tests/benchmarks/measure.py data/europe --gap 0.001

CPU seconds of this process, so that what else the machine does counts little. Never run by pytest.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.contrib.solver.common.factory import SolverFactory

import edu_supply
from edu_supply.model import Model, build_model
from edu_supply.model.pyomo_view import pyomo_model
from edu_supply.network import Network
from edu_supply.planning.bottlenecks import bottlenecks
from edu_supply.planning.extract import plan_tables
from edu_supply.planning.why import reasons
from edu_supply.solving import Limits, Outcome, Solver, Stop, optimise, standard_form


def timed(said: dict[str, float], what: str, do: Callable[[], Any]) -> Any:
    began = time.process_time()
    result = do()
    said[what] = time.process_time() - began
    return result


def stock_interface(view: pyo.ConcreteModel, name: str) -> float:
    """CPU seconds until the solver could begin, by Pyomo's own interface: the model's objects and their translation."""
    began = time.process_time()
    solver = SolverFactory("highs") if name == "contrib.solver" else pyo.SolverFactory("appsi_highs")
    options = {"time_limit": 1e-3}
    try:
        if name == "contrib.solver":
            solver.solve(view, time_limit=1e-3, load_solutions=False, raise_exception_on_nonoptimal_result=False)
        else:
            solver.solve(view, options=options, load_solutions=False)
    except (RuntimeError, ValueError) as error:
        print(f"  {name}: {type(error).__name__}")
    return time.process_time() - began


def after_the_solve(said: dict[str, float], dataset: edu_supply.Dataset, model: Model, outcome: Outcome) -> None:
    """What follows once there is a solution: plan tables, verification, explanations, run folder."""
    values = outcome.values[: model.size]
    tables = timed(said, "plan tables", lambda: plan_tables(model, values))
    cost = model.cost_by_part(values)
    manifest = {"cost": cost, "objective_eur": sum(cost.values())}
    timed(said, "verify", lambda: edu_supply.verify(dataset, tables, manifest))
    duals = outcome.row_duals
    timed(said, "explain", lambda: (bottlenecks(model, values, duals), reasons(model, values, duals)))
    plan = edu_supply.Plan("benchmark", tables, {"status": "optimal", "data": "benchmark"})
    timed(said, "write", lambda: edu_supply.write_run(plan, dataset, Path(tempfile.mkdtemp()) / "run"))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--gap", type=float, default=1e-3)
    arguments.add_argument("--time-limit", type=float, default=900)
    arguments.add_argument("--stock", action="store_true", help="also through Pyomo's stock interfaces")
    chosen = arguments.parse_args()
    said: dict[str, float] = {}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    dataset = timed(said, "read", lambda: edu_supply.read(chosen.data))
    network = timed(said, "network", lambda: Network.of(dataset))
    model = timed(said, "model", lambda: build_model(network))
    form = timed(said, "standard form", lambda: standard_form(pyomo_model(model)))
    relaxed = replace(form, integer=np.zeros(len(form.integer), bool))
    solver = timed(said, "hand-over", lambda: Solver(relaxed))
    outcome = timed(said, "solve (all)", lambda: optimise(form, Limits(chosen.gap, chosen.time_limit)))
    if outcome.values is not None:
        after_the_solve(said, dataset, model, outcome)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    timed(
        said, "HiGHS alone, relaxation, its own choice", lambda: solver.run(Stop(time.monotonic() + chosen.time_limit))
    )
    own = sum(said[what] for what in ("network", "model", "standard form", "hand-over"))
    around = own + sum(said.get(what, 0.0) for what in ("read", "plan tables", "verify", "explain", "write"))
    print(f"{chosen.data.name}: {form.shape[1]:,} variables, {form.shape[0]:,} rows, {form.matrix.nnz:,} nonzeros, "
          f"{int(form.integer.sum())} integers")  # fmt: skip
    for what, seconds in said.items():
        print(f"  {what:<42} {seconds:8.2f} CPU s")
    print(f"  gap reached {outcome.gap:.4%}; peak memory over the imports {(peak - before) * 1024 / form.shape[1]:,.0f} "
          "bytes a variable")  # fmt: skip
    print(f"  everything but solving: {around:.2f} s = {around / said['solve (all)']:.3f} of the solve")
    if chosen.stock:
        for name in ("contrib.solver", "appsi_highs"):
            view = pyomo_model(build_model(network))
            seconds = stock_interface(view, name)
            print(f"  build and hand-over by {name}: {seconds:.2f} s, {seconds / own:.1f} times ours ({own:.2f} s)")


if __name__ == "__main__":
    main()

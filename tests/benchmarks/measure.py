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
from edu_supply.model.rounding import ties
from edu_supply.network import Network
from edu_supply.planning.bottlenecks import bottlenecks
from edu_supply.planning.extract import plan_tables
from edu_supply.planning.why import reasons
from edu_supply.solving import Limits, Outcome, Solver, StandardForm, Stop, optimise, standard_form


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


METHODS: dict[str, dict[str, Any]] = {
    "HiGHS's own choice": {},
    "dual simplex, devex": {"solver": "simplex", "simplex_dual_edge_weight_strategy": 1},
    "ipx": {"solver": "ipx"},
    "ipx without crossover": {"solver": "ipx", "run_crossover": "off"},
}


def by_each_method(relaxed: StandardForm, time_limit_s: float) -> None:
    """CPU seconds of the relaxation, by each method."""
    print(f"{relaxed.shape[1]:,} variables, {relaxed.shape[0]:,} rows, {relaxed.matrix.nnz:,} nonzeros")
    for name, options in METHODS.items():
        solver = Solver(relaxed)
        solver.set(**options)
        began = time.process_time()
        answer = solver.run(Stop(time.monotonic() + time_limit_s))
        print(f"  {name:<24} {time.process_time() - began:8.1f} CPU s  {answer.ending} {answer.objective:.9g}")


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
    arguments.add_argument("--threads", type=int, default=1, help="1: no race, so that CPU seconds are what is needed")
    arguments.add_argument("--model", type=Path, help="a model file to apply to the data")
    arguments.add_argument("--methods", action="store_true", help="only the relaxation, by each method of HiGHS")
    arguments.add_argument("--stock", action="store_true", help="also through Pyomo's stock interfaces")
    chosen = arguments.parse_args()
    said: dict[str, float] = {}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    dataset = timed(said, "read", lambda: edu_supply.read(chosen.data))
    if chosen.model:
        dataset = edu_supply.apply(dataset, edu_supply.read_model(chosen.model))
    network = timed(said, "network", lambda: Network.of(dataset))
    model = timed(said, "model", lambda: build_model(network))
    form = timed(said, "standard form", lambda: standard_form(pyomo_model(model)))
    relaxed = replace(form, integer=np.zeros(len(form.integer), bool))
    if chosen.methods:
        by_each_method(relaxed, chosen.time_limit)
        return
    timed(said, "hand-over", lambda: Solver(relaxed))
    handed = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    limits = Limits(chosen.gap, chosen.time_limit, chosen.threads)
    outcome = timed(said, "solve (all)", lambda: optimise(form, limits, deeds=model.deeds, ties=ties(model)))
    if outcome.values is not None:
        after_the_solve(said, dataset, model, outcome)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    own = sum(said[what] for what in ("network", "model", "standard form", "hand-over"))
    around = own + sum(said.get(what, 0.0) for what in ("read", "plan tables", "verify", "explain", "write"))
    print(f"{chosen.data.name}: {form.shape[1]:,} variables, {form.shape[0]:,} rows, {form.matrix.nnz:,} nonzeros, "
          f"{int(form.integer.sum())} integers")  # fmt: skip
    for what, seconds in said.items():
        print(f"  {what:<42} {seconds:8.2f} CPU s")
    print(f"  gap reached {outcome.gap:.4%}; peak memory over the imports {(handed - before) * 1024 / form.shape[1]:,.0f} "
          f"bytes a variable until the hand-over, {(peak - before) * 1024 / form.shape[1]:,.0f} in all")  # fmt: skip
    print(f"  everything but solving: {around:.2f} s = {around / said['solve (all)']:.3f} of the solve")
    if chosen.stock:
        for name in ("contrib.solver", "appsi_highs"):
            view = pyomo_model(build_model(network))
            seconds = stock_interface(view, name)
            print(f"  build and hand-over by {name}: {seconds:.2f} s, {seconds / own:.1f} times ours ({own:.2f} s)")


if __name__ == "__main__":
    main()

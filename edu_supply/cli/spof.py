"""The command ``spof``: what breaks replenishment, how badly and how soon."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from edu_supply.cli.commands import app
from edu_supply.cli.findings import Finding, finding_of
from edu_supply.cli.named import asset_of, check_named
from edu_supply.cli.published import publish
from edu_supply.cli.shared import (
    BAD_INPUT,
    FINDING,
    LONGEST_S,
    NO_PLAN,
    Changes,
    Data,
    Model,
    check_target,
    dataset_of,
    fail,
    stopped_by_ctrl_c,
)  # fmt: skip
from edu_supply.cli.stressed import plan_to_stress
from edu_supply.cli.talk import Voice, columns, marked, say_warnings, show
from edu_supply.cli.watched import FAILED
from edu_supply.dataset import Dataset
from edu_supply.outages.assets import ALL_KINDS, KINDS
from edu_supply.outages.explain import Explaining, explain, explained_run
from edu_supply.outages.explain_text import explain_text
from edu_supply.outages.summary_text import spof_text
from edu_supply.outages.sweep import Swept, spof
from edu_supply.outages.undisturbed import NoYardstickError
from edu_supply.outages.worst import AT_ONCE, Searched, worst
from edu_supply.outages.worst_text import worst_text
from edu_supply.plan import Plan, Run
from edu_supply.planning.wording import eur
from edu_supply.runs import safe_name
from edu_supply.solving import SolverError, Stop

INTERRUPTED = "interrupted: {:,} losses are known and kept. Run the same command again to go on"

PlanRun = Annotated[
    Path | None, typer.Option(metavar="RUN", help="The run folder of the plan to stress; else one is solved first.")
]
Start = Annotated[int, typer.Option(min=1, help="First period of the loss.")]
Duration = Annotated[int, typer.Option(min=1, help="Periods for which an asset is lost.")]
Kinds = Annotated[
    str | None,
    typer.Option(help=f"Kinds of assets, with commas: {', '.join(ALL_KINDS)}. Without it {', '.join(KINDS)}; with "
                 f"--worst {', '.join(AT_ONCE)}."),
]  # fmt: skip
Explained = Annotated[
    list[str] | None,
    typer.Option("--explain", metavar="KIND:TARGET", help="Explain this loss instead. May be repeated."),
]
Worst = Annotated[
    int | None, typer.Option("--worst", min=1, metavar="K", help="Find the K assets that cost most to lose together.")
]
Protect = Annotated[
    int, typer.Option(min=0, max=10, metavar="Q", help="With --worst: also the Q assets that are best made safe.")
]
WithSelf = Annotated[
    bool, typer.Option("--with-self", help="With --worst: places of demand and products asked for may be lost too.")
]
TimeLimit = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", min=0, max=LONGEST_S, help="With --worst: then the best found, and its gap."),
]
Top = Annotated[int, typer.Option(min=0, help="So many of the dearest losses are shown.")]
NoSurvival = Annotated[bool, typer.Option("--no-survival", help="Without the times to survive: quicker.")]
FailOn = Annotated[
    list[str] | None,
    typer.Option(help="Exit with 1 where there is one: structural, gap, shortage:EUR or units:N. May be repeated."),
]
Processes = Annotated[int, typer.Option("--workers", min=1, max=256, help="Processes that solve (the sweep).")]
Out = Annotated[
    Path | None, typer.Option(help="The run folder to write; runs/NAME-spof, -explain or -worst otherwise.")
]
Replace = Annotated[bool, typer.Option("--replace", help="Replace the run folder of that name.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")]


@app.command("spof")
def spof_command(
    data: Data,
    model: Model = None,
    changes: Changes = None,
    plan: PlanRun = None,
    start: Start = 1,
    duration: Duration = 6,
    kinds: Kinds = None,
    explained: Explained = None,
    at_once: Worst = None,
    protect: Protect = 0,
    with_self: WithSelf = False,
    time_limit: TimeLimit = None,
    top: Top = 20,
    no_survival: NoSurvival = False,
    fail_on: FailOn = None,
    workers: Processes = 1,
    out: Out = None,
    replace: Replace = False,
    quiet: Quiet = False,
) -> None:
    """Lose every asset, one at a time: what that costs, how long it is survived, what runs dry first."""
    asked = _Asked(
        start, duration, _kinds(kinds, AT_ONCE if at_once else KINDS), [asset_of(one) for one in explained or []],
        at_once, protect, with_self, time_limit, top, not no_survival, [finding_of(one) for one in fail_on or []],
        workers,
    )  # fmt: skip
    asked.check()
    dataset, settings = dataset_of(data, model, changes)
    if start > dataset.periods:
        fail(BAD_INPUT, f"--start {start}: the horizon has {dataset.periods} periods")
    say_warnings(dataset, dataset.warnings)
    check_named(dataset, asked.named)
    if time_limit is None:
        asked.time_limit_s = settings.solver.time_limit_s
    target = out or Path("runs") / f"{safe_name(settings.name)}-{asked.way}"
    check_target(target, replace=replace)
    journal = target.parent / f".{target.name}.sweep"
    voice, stop = Voice(quiet), Stop()
    with stopped_by_ctrl_c(stop), told_apart():
        stressed, about = plan_to_stress(plan, dataset, settings, target, journal, voice, stop)
        found, said = asked.run(dataset, stressed, target.name, about, journal, voice, stop)
        findings = asked.findings_in(found, dataset, stressed)
    voice.done()
    publish(found, dataset, target, said, replace=replace)
    journal.unlink(missing_ok=True)
    show(marked(dataset, said))
    if found.manifest["status"] != "done":
        raise typer.Exit(NO_PLAN)
    if findings:
        raise typer.Exit(FINDING)


@dataclass
class _Asked:
    """What is asked for: a sweep, explanations of some losses, or the worst joint loss."""

    start: int
    duration: int
    kinds: list[str]
    named: list[tuple[str, str]]
    at_once: int | None
    protect: int
    own: bool
    time_limit_s: float | None
    top: int
    survival: bool
    findings: list[Finding]
    workers: int

    @property
    def way(self) -> str:
        return "explain" if self.named else "worst" if self.at_once else "spof"

    def check(self) -> None:
        if self.named and self.at_once:
            raise typer.BadParameter("goes without --explain", param_hint="--worst")
        if self.at_once and any(finding.of_one_asset for finding in self.findings):
            raise typer.BadParameter("with --worst only shortage:EUR and units:N can be asked for",
                                     param_hint="--fail-on")  # fmt: skip
        for option, asked in (("--protect", self.protect > 0), ("--with-self", self.own),
                              ("--time-limit", self.time_limit_s is not None)):  # fmt: skip
            if asked and not self.at_once:
                raise typer.BadParameter("goes with --worst", param_hint=option)

    def run(
        self, dataset: Dataset, plan: Plan, name: str, about: dict[str, Any], journal: Path, voice: Voice, stop: Stop
    ) -> tuple[Run, str]:
        """What was found, and what is shown of it."""
        window: dict[str, Any] = {"start": self.start, "duration": self.duration}
        if self.named:
            told = explain(dataset, plan, self.named, **window, stop=stop,
                           progress=lambda so_far: voice.say(so_far.seconds, _explaining(so_far)))  # fmt: skip
            if not told:
                fail(NO_PLAN, "interrupted before anything was explained")
            found: Run = explained_run(told, dataset, plan, name, about, whole=not stop.interrupted)
            return found, "\n\n".join(explain_text(one, dataset, width=columns()) for one in told)
        if self.at_once:
            assert self.time_limit_s is not None
            stop.deadline = time.monotonic() + self.time_limit_s
            found = worst(dataset, plan, self.at_once, protect=self.protect, kinds=self.kinds, own=self.own, **window,
                          name=name, about=about, stop=stop,
                          progress=lambda so_far: voice.say(so_far.seconds, _searched(so_far)))  # fmt: skip
            return found, worst_text(found, dataset, width=columns())
        swept = spof(
            dataset, plan, name=name, kinds=self.kinds, **window, survival=self.survival, workers=self.workers,
            journal=journal, about=about, stop=stop,
            progress=lambda so_far: voice.say(so_far.seconds, _swept(so_far)),
        )  # fmt: skip
        if swept.status != "done":
            voice.done()
            fail(NO_PLAN, INTERRUPTED.format(len(swept["spof"])))
        return swept, spof_text(swept, dataset, top=self.top, width=columns())

    def findings_in(self, found: Run, dataset: Dataset, plan: Plan) -> bool:
        """Whether there is a finding that was asked for; of losses that are explained, with what a sweep says of
        them."""
        if self.named and self.findings and found.manifest["status"] == "done":
            kinds = [kind for kind, _ in self.named]
            found = spof(dataset, plan, kinds=kinds, only=self.named, start=self.start, duration=self.duration,
                         survival=any(finding.what == "gap" for finding in self.findings))  # fmt: skip
        return any(finding.is_in(found) for finding in self.findings)


@contextmanager
def told_apart(left: str = "What is done is kept; run it again to go on") -> Iterator[None]:
    """Data that cannot be compared with anything, and a solver that failed, each with its exit code; ``left`` says what
    is left of the work then."""
    try:
        yield
    except NoYardstickError as error:
        fail(NO_PLAN, str(error))
    except SolverError as error:
        fail(FAILED, f"the solver failed: {error}. {left}")


def _swept(so_far: Swept) -> str:
    left = "" if so_far.left_s is None else f", {so_far.left_s / 60:,.0f} min left" if so_far.left_s >= 90 else (
        f", {so_far.left_s:,.0f} s left")  # fmt: skip
    what = {"losses": "losses", "survival": "times to survive"}[so_far.phase]
    return f"{what}: {so_far.done:,} of {so_far.assets:,}{left}"


def _explaining(so_far: Explaining) -> str:
    return f"{so_far.name} ({so_far.number:,} of {so_far.assets:,}): {so_far.doing}"


def _searched(so_far: Searched) -> str:
    found = f"{eur(so_far.loss_eur)} found, at most {eur(so_far.bound_eur)}"
    return f"{so_far.phase}: {so_far.worlds:,} worlds solved, {found}"


def _kinds(said: str | None, usual: tuple[str, ...]) -> list[str]:
    if said is None:
        return list(usual)
    kinds = [kind.strip() for kind in said.split(",") if kind.strip()]
    for kind in kinds:
        if kind not in ALL_KINDS:
            raise typer.BadParameter(f"{kind!r} is no kind of asset: {', '.join(ALL_KINDS)}", param_hint="--kinds")
    if not kinds:
        raise typer.BadParameter(f"give one or more of {', '.join(ALL_KINDS)}", param_hint="--kinds")
    return kinds

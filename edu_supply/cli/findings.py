"""What --fail-on asks for: findings for which a command exits with 1."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from edu_supply.plan import Run


@dataclass(frozen=True)
class Finding:
    """What --fail-on asks for: a kind, and for shortage and units the amount above which it is one."""

    what: str
    most: float = 0.0

    @property
    def of_one_asset(self) -> bool:
        """Whether only a sweep can tell: of losses one at a time."""
        return self.what in ("structural", "gap")

    def is_in(self, found: Run) -> bool:
        """Whether a sweep, or a joint loss, has it."""
        measure = "short_eur" if self.what == "shortage" else "short_units"
        if found.manifest["kind"] == "worst":
            return bool(found.manifest[measure] > self.most)
        rows = found["spof"]
        rows = rows[rows["self"] == 0]
        if self.what == "structural":
            return bool(rows["structural"].any())
        if self.what == "gap":
            return bool((rows["gap_periods"].fillna(0) > 0).any())
        return bool((rows[measure] > self.most).any())


def finding_of(said: str) -> Finding:
    """A finding as it is written; a BadParameter where it is none."""
    what, _, amount = said.partition(":")
    if what in ("structural", "gap") and not amount:
        return Finding(what)
    try:
        most = float(amount)
    except ValueError:
        most = -1.0
    if what not in ("shortage", "units") or not 0 <= most < float("inf"):
        raise typer.BadParameter(f"{said!r}: write structural, gap, shortage:EUR or units:N, such as shortage:1000000",
                                 param_hint="--fail-on")  # fmt: skip
    return Finding(what, most)

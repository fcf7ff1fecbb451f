"""How good a plan is known to be, what it was made from and with, and how to make and check it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from edu_supply.planning import headline
from edu_supply.planning.wording import eur
from edu_supply.report.facts import Facts
from edu_supply.report.markup import tag
from edu_supply.report.section import Section, section
from edu_supply.report.table import table

Figure = tuple[str, str, str]
"""What it is, the figure, and what there is to know of it."""


def figures(facts: Facts) -> list[Figure]:
    """The figures of the first page: service, money, penalties, the gap, and the verification."""
    manifest = facts.manifest
    rates, checked = manifest["fill_rate"], manifest["verification"]
    worst = rates["worst_product"]
    residual = f"{checked['worst_relative_residual']:.0e}" if checked["worst_relative_residual"] else "0"
    gap, bound = manifest.get("gap"), manifest.get("bound_eur")
    found = [
        (
            "served",
            headline.percent(rates["weighted"]),
            f"of what is asked for, each unit at its penalty; worst: {worst}, "
            f"{headline.percent(rates['worst_product_fill_rate'])}"
            if worst is not None
            else "nothing is asked for",
        ),
        ("money", eur(manifest["money_eur"]), "what would really be paid"),
        (
            "penalties",
            eur(manifest["shortage_eur"] + manifest["reserves_eur"]),
            f"weights, no bills: shortage {eur(manifest['shortage_eur'])}, reserves {eur(manifest['reserves_eur'])}",
        ),
        (
            "gap",
            "not known" if gap is None or bound is None else eur(max(0.0, manifest["objective_eur"] - bound)),
            f"{manifest['status']}: {headline.gap(manifest)}",
        ),
        (
            "verified" if checked["ok"] else "NOT VERIFIED",
            f"{checked['rows_checked']:,} rows",
            f"of balances, limits and costs, recomputed by a second program; largest relative residual {residual}",
        ),
    ]
    if facts.outages is not None:
        spof = facts.outages["spof"]
        ranked = spof[spof["self"] == 0]
        if len(ranked):
            found.append(
                (
                    "dearest loss",
                    eur(float(ranked["loss_eur"].max())),
                    f"{ranked['kind'].iloc[0]} {ranked['target'].iloc[0]}, the first of {len(ranked):,} assets",
                )
            )
    return found


def reproduce(facts: Facts) -> Section:
    """How to check the plan and to make it again; to partners, what it was made with."""
    manifest = facts.manifest
    if facts.partners:
        lead = "Whoever holds the run folder can verify it and solve it again. Sites and weak points are left out here."
        return section("reproduce", "How to reproduce it", lead, *made_of(manifest))
    steps = [
        ("Check every law and every euro of the run folder", "edu-supply verify RUN"),
        ("Solve the same data again", _command(manifest)),
        ("Write this report again", "edu-supply report RUN"),
    ]
    told = [tag("div", tag("dt", words), tag("dd", tag("code", command))) for words, command in steps]
    lead = (
        "RUN is the run folder, whose folder inputs holds the tables as they were solved, what-ifs applied. What is "
        "solved again costs the same within the gap; among equally cheap ones it may be another."
    )
    return section(
        "reproduce",
        "How to reproduce it",
        lead,
        tag("dl", *told, class_="steps"),
        *made_of(manifest),
        wide=True,
    )


def made_of(manifest: Mapping[str, Any]) -> list[Markup]:
    """With which versions of what, and from which files by their SHA-256, as far as the manifest says it."""
    made = "; ".join(f"{name} {version}" for name, version in manifest.get("versions", {}).items())
    read = [(name, tag("code", str(sha256))) for name, sha256 in manifest.get("inputs", {}).items()]
    return [
        tag("p", f"Made with {made}.", class_="more"),
        *([table(("read", "SHA-256"), read, words=(0, 1), class_="hashes")] if read else []),
    ]


def _command(manifest: Mapping[str, Any]) -> str:
    """The command line that made the plan, as far as the manifest says it."""
    read, solver = list(manifest["inputs"]), manifest["solver"]
    models = [name for name in read if name.endswith(".toml")]
    model = next((name for name in models if name == f"{manifest['name']}.toml"), models[-1] if models else None)
    words = ["edu-supply", "solve", str(manifest["data"])]
    words += ["--model", model] if model else []
    words += [word for name in read if name.startswith("--set ") for word in ("--set", f'"{name[6:]}"')]
    words += ["--gap", f"{solver['gap']:g}", "--time-limit", f"{solver['time_limit_s']:g}"]
    return " ".join([*words, *(["--net"] if manifest.get("net") else [])])

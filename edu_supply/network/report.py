"""The network's summary as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from textwrap import wrap

from edu_supply.network.pruned import Pruned, Reason
from edu_supply.network.summary import NetworkSummary, Shares, describe
from edu_supply.network.wording import count
from edu_supply.problems import grouped, printable, shortened

__all__ = ["NetworkSummary", "describe", "text"]

MOST_UNREACHABLE = 10
MOST_NAME = 28
Row = Sequence[str | int]


def text(summary: NetworkSummary, width: int = 80) -> str:
    """The summary for a terminal, ``width`` columns wide. Names are made safe to print, long ones shortened.

    Whoever shows it puts ``summary.marking`` at its head and foot.

    >>> from edu_supply.network import Network
    >>> from edu_supply.reading import read
    >>> print(text(describe(Network.of(read("data/tutorial")))).splitlines()[0])
    tutorial: 4 months, 2027-01 to 2027-04
    """
    span = f"{summary.first_period} to {summary.last_period}"
    head = f"{printable(summary.name)}: {count(summary.periods, summary.period_length)}, {span}"
    sections = [
        [head], _sites(summary, width), _lanes(summary), _products(summary, width), _pruned(summary, width),
        _unreachable(summary, width),
    ]  # fmt: skip
    return "\n\n".join("\n".join(_clipped(line, width) for line in lines) for lines in sections)


def _sites(summary: NetworkSummary, width: int) -> list[str]:
    total = sum(one.sites for one in summary.sites)
    rows = [(one.kind, one.sites, one.candidates or "-", _fitted(one.countries, width - 31)) for one in summary.sites]
    title = f"Sites: {total:,} in {count(summary.countries, 'country')}"
    return [title, *_table(("kind", "sites", "to build", "countries"), rows, left=(0, 3))]


def _lanes(summary: NetworkSummary) -> list[str]:
    total = sum(one.lanes for one in summary.lanes)
    rows = []
    for one in summary.lanes:
        leads = {str(one.shortest_lead_periods): None, str(one.longest_lead_periods): None}
        rows.append((_name(one.mode), one.lanes, one.candidates or "-", one.licensed or "-", " to ".join(leads)))
    under_way = f"{summary.period_length}s under way"
    return [f"Lanes: {total:,}", *_table(("mode", "lanes", "to build", "licensed", under_way), rows)]


def _products(summary: NetworkSummary, width: int) -> list[str]:
    """Products by tier: 0 is asked for (or accepted in its place), 1 its components, and so on."""
    rows, before, longest = [], None, max(8, min(MOST_NAME, width - 52))
    for one in summary.products:
        tier = "-" if one.tier < 0 else str(one.tier)
        counts = (one.lines, one.sites, one.countries, one.stocks, one.asked_at)
        rows.append(
            ("" if one.tier == before else tier, _name(one.product, longest), *(each or "-" for each in counts))
        )
        before = one.tier
    columns = ("tier", "product", "lines", "sites", "countries", "stocks", "asked at")
    no_use = "; - is of no use" if any(one.tier < 0 for one in summary.products) else ""
    title = f"Products: {len(summary.products):,} (tier 0 is asked for, 1 its components, ...{no_use})"
    return [title, *_table(columns, rows, left=(0, 1))]


def _pruned(summary: NetworkSummary, width: int) -> list[str]:
    rows: list[Row] = []
    for one in summary.pruned:
        rows.append((one.what, one.all, one.kept, _share(one.kept, one.all)))
        rows.append(("  in each period", one.all_periods, one.kept_periods, _share(one.kept_periods, one.all_periods)))
    table = _table(("", "all", "kept", "share"), rows)
    return ["Pruning: what can be of use", *table, *chain.from_iterable(_reasons(one, width) for one in summary.pruned)]


def _reasons(what: Pruned, width: int) -> Iterator[str]:
    if not what.reasons:
        return
    yield f"  {what.what}, left out:"
    most = max(len(f"{reason.how_many:,}") for reason in what.reasons)
    for reason in what.reasons:
        yield f"    {reason.how_many:>{most},}  {reason.why}"
        yield " " * (6 + most) + _examples(reason, width - 6 - most)


def _examples(reason: Reason, width: int) -> str:
    """As many examples as fit, at least one."""
    for shown in range(len(reason.examples), 0, -1):
        line = ", ".join(printable(name) for name in reason.examples[:shown])
        line += ", ..." if reason.how_many > shown else ""
        if len(line) <= width:
            return line
    return _clipped(printable(reason.examples[0]), width)


def _unreachable(summary: NetworkSummary, width: int) -> list[str]:
    found = summary.unreachable
    if not found:
        return [f"Demand: {count(summary.demand_places, 'place')} (site and product), all can be reached"]
    title = f"Demand out of reach: {len(found):,} of {count(summary.demand_places, 'place')} (site and product)"
    sentences = grouped(found)
    lines = chain.from_iterable(_filled(one, width, "  ") for one in sentences[:MOST_UNREACHABLE])
    more = len(sentences) - MOST_UNREACHABLE
    return [title, *lines, *([f"  and {count(more, 'cause')} more"] if more > 0 else [])]


def _table(columns: Sequence[str] | None, rows: Iterable[Row], left: Sequence[int] = (0,)) -> list[str]:
    """Aligned columns, two blanks between them; numbers with thousands separators, to the right but for ``left``."""
    cells = [[f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in rows]
    cells = [list(columns), *cells] if columns else cells
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  " + "  ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]  # fmt: skip


def _fitted(shares: Shares, width: int) -> str:
    """As many names with their numbers as fit, and how many more there are."""
    for shown in range(len(shares), 0, -1):
        more = len(shares) - shown
        line = ", ".join(f"{name} {how_many:,}" for name, how_many in shares[:shown])
        line += f" and {more:,} more" if more else ""
        if len(line) <= width:
            return line
    return f"{len(shares):,}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _name(name: str, most: int = MOST_NAME) -> str:
    return _clipped(printable(name), most)


def _filled(sentence: str, width: int, indent: str) -> list[str]:
    return wrap(printable(sentence), width, initial_indent=indent, subsequent_indent=indent * 2)


def _clipped(line: str, width: int) -> str:
    return line if len(line) <= width else shortened(line, max(width - 3, 0))

"""What stands in the way of one more unit, in a planner's words: the full limit, since when, what would widen it."""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np

from edu_supply.model.columns import Family
from edu_supply.network.parts import Flags, Floats, Ints
from edu_supply.planning.limits import line_limits
from edu_supply.planning.routes import Block
from edu_supply.planning.ways import STOCK_GONE, Ways
from edu_supply.planning.wording import eur, product_names, spans

MOST_SHOWN = 3


class Words:
    """Says what blocks are, for one plan."""

    def __init__(self, ways: Ways, limits_of_nodes: Ints, row_duals: Floats):
        self.ways, self.spare, self.limits_of_nodes = ways, ways.spare, limits_of_nodes
        self.model, self.network = ways.spare.model, ways.network
        self.names = product_names(self.network.parts.dataset)
        ends = np.cumsum([law.size for law in self.model.laws])
        laws = zip(self.model.laws, ends.tolist(), strict=True)
        duals = [row_duals[end - law.size : end] for law, end in laws if law in self.spare.laws]
        self.worth = -np.concatenate(duals)

    def weighed(self, blocks: list[Block]) -> list[Block]:
        """Blocks with what is worth most to the demand first, in EUR per unit of it; equals stay as they are."""
        return sorted(blocks, key=lambda block: -self._worth(block))

    def _worth(self, block: Block) -> float:
        if block.column < 0:
            return 0.0
        rows, takes = self.spare.pressed(block.column)
        return round(block.units * float(self.worth[rows] @ takes), 4)

    def said(self, blocks: list[Block]) -> list[str]:
        """Blocks as texts, in their order; what one product is short of comes in one text; none twice."""
        texts: dict[tuple[int, ...], list[str]] = {}
        for block in blocks:
            limits = texts.setdefault(block.products, [])
            limits += [text for text in self.limits(block) if text not in limits]
        said = []
        for products, limits in texts.items():
            chain = [self.product(one) for one in (products[1:] if len(products) < 4 else (products[1], products[-1]))]
            said.append("".join(f"{name} short: " for name in chain) + " and ".join(limits))
        return list(dict.fromkeys(said))

    def product(self, product: int) -> str:
        """A product in words."""
        return self.names[str(self.network.parts.products[product])]

    def limits(self, block: Block) -> list[str]:
        """The full limits of one block."""
        position, period = self.ways.position_of(block.node)
        if block.kind == "stock":
            return [f"stock at {self._site(position)} used up, {self._more_comes(position)}"]
        columns = [block.column]
        if block.kind == "keep fresh":
            holding = self.network.holding
            held = holding.at(np.full(period - 1, position), np.arange(1, period))
            columns = self.model.operations.hold.columns[held[held >= 0]].tolist()
        rows = sorted({int(row) for column in columns for row in self.spare.rows_against(column)})
        product = int(self.network.position_product[position])
        texts = [self._all_lines(product, period) or self._row(row) if self._law(row) == "line_time" else self._row(row)
                 for row in rows]  # fmt: skip
        texts += [text for column in columns for text in self._bound(column, position)]
        lost = [text for text in texts if text.endswith(" lost")]
        texts = lost or texts or ([self.no_offer(block)] if block.kind == "make" else [])
        return list(dict.fromkeys(text for text in texts if text)) or ["no room"]

    def _site(self, position: int) -> str:
        return str(self.network.parts.sites[int(self.network.position_site[position])])

    def _more_comes(self, position: int) -> str:
        """When a place whose stock is used up can have more by line or lane."""
        periods = self.network.periods
        first = position * periods
        brought = np.flatnonzero(self.limits_of_nodes[first : first + periods] < STOCK_GONE)
        horizon = self.network.parts.dataset.horizon
        if not len(brought):
            return "nothing brings more in time"
        return f"more comes earliest {horizon.label(int(brought[0]) + 1)}"

    # All lines of a product at once

    @cached_property
    def _line_states(self) -> tuple[Flags, Flags]:
        """(lines, periods): where some of a line is there, and where it is full."""
        parts, full = self.network.parts, np.zeros((len(self.network.parts.lines), self.network.periods), bool)
        for row in np.flatnonzero(self.spare.full).tolist():
            law, label = self._row_labels[row]
            if law == "line_time":
                full[parts.lines.get_loc(label[0]), label[1] - 1] = True  # type: ignore[operator]
        return self._lines > 0, full

    @cache  # noqa: B019
    def _all_lines(self, product: int, period: int) -> str:
        """Where every line that makes a product is full: that, and in which periods; blank where it has only one."""
        parts = self.network.parts
        lines = np.unique(parts.task_line[parts.task_product == product])
        there, full = (state[lines] for state in self._line_states)
        all_full = (full | ~there).all(axis=0) & there.any(axis=0)
        standing = np.flatnonzero(there.any(axis=1))
        if len(standing) < 2 or not all_full[period - 1]:
            return ""
        names = " and ".join(parts.lines[lines[standing]])
        said = f"all {len(standing)} lines making it" if len(standing) > 2 else f"lines {names}"
        when = spans((np.flatnonzero(all_full) + 1).tolist(), parts.dataset.horizon)
        return f"{said} full {when}" + next(filter(None, map(self._could_open, lines[standing].tolist())), "")

    # Rows of laws

    def _law(self, row: int) -> str:
        return self._row_labels[row][0]

    @cached_property
    def _row_labels(self) -> list[tuple[str, tuple[object, ...]]]:
        return [(law.name, label) for law in self.spare.laws for label in law.labels()]

    def _row(self, row: int) -> str:
        name, label = self._row_labels[row]
        return self._owner(name, label, bool(abs(self.spare.limit[row]) <= 1e-9))

    @cache  # noqa: B019
    def _owner(self, law: str, label: tuple[object, ...], nothing: bool) -> str:
        """What a full row says, the periods in which it and its owner's other rows are as full."""
        owner, when = label[0], self._periods(law, label, nothing)
        if law in ("line_time", "line_built"):
            return self._line(str(owner), when, nothing)
        if law == "lane_capacity":
            return self._lane(str(owner), when, nothing)
        if law == "built_to_carry":
            return self._end(str(owner), str(label[2]))
        if law == "throughput":
            if nothing and self._unbuilt_site(str(owner)):
                return f"site {owner} not built"
            return f"throughput of {owner} {'closed' if nothing else 'full'} {when}"
        if law == "shelf_life":
            return f"what lies at {owner} is as old as it may be {when}"
        if law == "product_time":
            return f"line {owner} may make no more {when}"
        what = {"storage": "store", "explosives": "explosives limit"}[law]
        return f"{what} of {owner} full {when}"

    def _periods(self, law: str, label: tuple[object, ...], nothing: bool) -> str:
        if law == "built_to_carry":
            return ""
        periods = self._full_rows.get((law, label[:-1], nothing), [])
        return spans(periods, self.network.parts.dataset.horizon)

    @cached_property
    def _full_rows(self) -> dict[tuple[str, tuple[object, ...], bool], list[int]]:
        """Periods of the full rows of each owner; those in which there is no limit to fill apart."""
        found: dict[tuple[str, tuple[object, ...], bool], list[int]] = {}
        for row in np.flatnonzero(self.spare.full).tolist():
            law, label = self._row_labels[row]
            if law != "built_to_carry":
                period = label[-1]
                assert isinstance(period, int)
                found.setdefault((law, label[:-1], bool(abs(self.spare.limit[row]) <= 1e-9)), []).append(period)
        return found

    def _line(self, line: str, when: str, nothing: bool) -> str:
        number = self.network.parts.lines.tolist().index(line)
        site = str(self.network.parts.sites[int(self.network.parts.line_site[number])])
        if nothing and self._unbuilt_site(site):
            return f"site {site} not built"
        never = nothing and not self._lines[number].any()
        state = f"line {line} {'does not run' if never else 'closed' if nothing else 'full'}"
        return f"{state} {when}".strip() + self._could_open(number)

    @cached_property
    def _lines(self) -> Floats:
        return line_limits(self.model, self.spare.values)

    @cache  # noqa: B019
    def _could_open(self, line: int) -> str:
        parts, opened = self.network.parts, np.round(self.model.choices.open.of(self.spare.values))
        rows = parts.dataset["expansions"]
        left = (parts.expansion_line == line) & (rows["max_steps"] > opened) & (rows["lead_periods"] < parts.periods)
        if not left.any():
            return ""
        first = rows[left].iloc[0]
        return f" (could be opened: {first['expansion']}, {eur(float(first['cost_eur']))} a step)"

    def _unbuilt_site(self, site: str) -> bool:
        number = self.network.parts.sites.tolist().index(site)
        column = int(self.model.choices.site_built(np.array([number]))[0])
        return bool(self.network.parts.site_is_candidate[number] and (column < 0 or self.spare.values[column] < 0.5))

    def _lane(self, lane: str, when: str, nothing: bool) -> str:
        number = self.network.parts.lanes.tolist().index(lane)
        column = int(self.model.choices.lane_built(np.array([number]))[0])
        if nothing and self.network.parts.lane_is_candidate[number] and (column < 0 or self.spare.values[column] < 0.5):
            cost = float(self.network.parts.dataset["lanes"]["build_cost_eur"].iloc[number])
            return f"lane {lane} not built ({eur(cost)})"
        return f"lane {lane} {'closed' if nothing else 'full'} {when}"

    def _end(self, lane: str, end: str) -> str:
        if end == "lane":
            return self._lane(lane, "", True)
        row = self.network.parts.dataset["lanes"].set_index("lane").loc[lane]
        return f"site {row[end]} not built"

    # Upper bounds and contracts

    def _bound(self, column: int, position: int) -> list[str]:
        """What the upper bound of a variable says, where that is what it runs into."""
        operations = self.model.operations
        family: Family = next(one for one in self.model.families if one.first <= column < one.first + one.size)
        number = column - family.first
        assert family.upper is not None
        most = family.upper[number]
        if not np.isfinite(most) or most - self.spare.values[column] > 1e-6 * max(most, 1e-3):
            return []
        if family is operations.hold:
            product = self.product(int(self.network.position_product[position]))
            return [f"maximum stock of {product} at {self._site(position)} reached"]
        label = family.labels()[number]
        lane_or_line = "lane" if family is operations.ship else "line"
        return [f"{lane_or_line} {label[0]} lost"]

    def is_offer(self, block: Block) -> bool:
        """Whether nothing but contracts stands in the way of a step."""
        return block.kind == "make" and not len(self.spare.rows_against(block.column))

    def no_offer(self, block: Block) -> str:
        """Why no contract lets a line make more."""
        parts, making = self.network.parts, self.network.making
        task = int(making.item[block.column - self.model.operations.make.first])
        return f"no contract for more from line {parts.lines[int(parts.task_line[task])]}"

    def other_routes(self, block: Block) -> str:
        """Whether the step that is blocked has others beside it, which are then blocked as well."""
        if block.kind in ("hold", "keep fresh"):
            return "no other route is free"
        position, _ = self.ways.position_of(block.node)
        network = self.network
        beside: Ints = np.concatenate([network.task_position[np.unique(network.making.item)], network.haul_destination])
        makers = np.count_nonzero(network.parts.task_product == network.position_product[position])
        many = makers > 1 if block.kind == "make" else np.count_nonzero(beside == position) > 1
        return "no other route is free" if many else "no other route"

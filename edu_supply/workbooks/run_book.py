"""The workbook of a run: key figures and charts, then a sheet for each table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from edu_supply.dataset import Dataset
from edu_supply.meanings import MEANINGS
from edu_supply.plan import Run
from edu_supply.planning.over_time import fill_over_time, stock_over_time
from edu_supply.workbooks.book import Book, workbook, write_cell
from edu_supply.workbooks.tables import EXACT, SHARE, write_table

FIGURES = ("name", "data", "kind", "status", "ended", "currency_year", "periods", "period", "start", "objective_eur",
           "money_eur", "shortage_eur", "reserves_eur", "bound_eur", "gap_eur", "gap", "fill_rate",
           "support_eur", "debt_eur", "vat_eur", "undisturbed_eur")  # fmt: skip
"""Keys of a manifest that stand on the first sheet, where they are."""

def write_workbook(run: Run, dataset: Dataset, path: str | Path) -> Path:
    """Write a run as an Excel workbook: key figures and charts, then a sheet for each of its tables; returns the path.

    No cell is a formula, whatever the data hold. Raises FileExistsError where the file is there, and
    ExcelMissingError where the package that writes Excel files is not installed.

    >>> import edu_supply, tempfile
    >>> dataset = edu_supply.read("data/tutorial")
    >>> path = edu_supply.write_workbook(edu_supply.solve(dataset), dataset, tempfile.mkdtemp() + "/plan.xlsx")
    >>> path.name
    'plan.xlsx'
    """
    target = Path(path)
    with workbook(target, dataset.settings.marking) as book:
        sheet = _summary(book, run, dataset)
        if run.manifest.get("cost") and "demand" in run.tables:
            for number, curve in enumerate(_curves(run, dataset)):
                write_table(book, curve.name, curve.table, {})
                sheet.insert_chart(3 + 17 * number, 3, curve.chart(book))
        for name, table in run.tables.items():
            write_table(book, name, table, MEANINGS.get(name, {}))
    return target


def _summary(book: Book, run: Run, dataset: Dataset) -> Any:
    """The first sheet: figures of the manifest, and room for charts."""
    sheet = book.sheet("summary")
    bold, left = book.format(bold=True), book.format(align="left")
    write_cell(sheet, 0, 0, dataset.settings.marking, bold)
    write_cell(sheet, 1, 0, f"{run.name}: {dataset.name}", book.format(bold=True, font_size=14))
    for row, (key, value) in enumerate(_figures(run), 3):
        shown = "0.000 %" if key == "gap" else SHARE if key == "fill_rate" else EXACT
        write_cell(sheet, row, 0, key, bold)
        amount = book.format(num_format=shown, align="left")
        write_cell(sheet, row, 1, value, amount if isinstance(value, float) else left)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 26)
    return sheet


def _figures(run: Run) -> Iterator[tuple[str, Any]]:
    for key in FIGURES:
        value = run.manifest.get(key)
        value = value.get("weighted") if isinstance(value, dict) else value
        if value is not None:
            yield key, value if isinstance(value, (str, int)) else float(value)


@dataclass(frozen=True)
class _Curve:
    """A table of which the first column goes along an axis, and how the chart of it looks."""

    name: str
    table: pd.DataFrame
    title: str
    kind: dict[str, str]
    axis: dict[str, Any]

    def chart(self, book: Book) -> Any:
        """The chart of the sheet with the table."""
        chart = book.book.add_chart(self.kind)
        first = 2 if book.marking else 1
        last = first + len(self.table) - 1
        for column in range(1, len(self.table.columns)):
            chart.add_series({
                "name": [self.name, first - 1, column], "categories": [self.name, first, 0, last, 0],
                "values": [self.name, first, column, last, column],
            })  # fmt: skip
        chart.set_title({"name": self.title, "overlay": False})
        chart.set_size({"width": 760, "height": 320})
        if self.kind["type"] == "bar":
            chart.set_x_axis(self.axis)
            chart.set_y_axis({"reverse": True})
        else:
            chart.set_y_axis(self.axis)
        chart.set_legend({"none": True} if len(self.table.columns) == 2 else {"position": "bottom"})
        return chart


def _curves(run: Run, dataset: Dataset) -> Iterator[_Curve]:
    """The cost by part, fill rates and stock by period; those of which there is anything."""
    parts = [(part, float(amount)) for part, amount in run.manifest["cost"].items() if amount]
    rates, stock = fill_over_time(run["demand"]), stock_over_time(run["stocks"], dataset)
    for curve in (
        _Curve("cost", pd.DataFrame(parts, columns=["cost", "amount_eur"]), "Cost, EUR", {"type": "bar"},
               {"num_format": "#,##0"}),
        _Curve("fill_over_time", _dated(rates, dataset, "fill_rate"), "Served / asked for, by period", {"type": "line"},
               {"num_format": "0 %", "min": 0, "max": 1}),
        _Curve("stock_over_time", _dated(stock, dataset, "t"), "Stock at the end of each period, t",
               {"type": "column", "subtype": "stacked"}, {"num_format": "#,##0"}),
    ):  # fmt: skip
        if len(curve.table) and len(curve.table.columns) > 1:
            yield curve


def _dated(table: pd.DataFrame, dataset: Dataset, unit: str) -> pd.DataFrame:
    """A table by period with the calendar's words, and the unit in the names of its other columns."""
    labels = [dataset.horizon.label(period) for period in table["period"]]
    named = table.drop(columns="period").add_suffix(f"_{unit}")
    named.insert(0, "period", labels)
    return named

"""An Excel workbook with a sheet per table."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from python_calamine import CalamineWorkbook

from edu_supply.problems import Problem, nearest
from edu_supply.reading.findings import Findings
from edu_supply.reading.frames import cell_text
from edu_supply.reading.headers import columns_of
from edu_supply.reading.package import PackageError, check_area, column_letters, odd_cells, sheet_parts
from edu_supply.reading.text_table import TextTable
from edu_supply.schema import TABLES


def workbook_tables(data: bytes, file: str, findings: Findings) -> dict[str, TextTable]:
    """The tables in the bytes of an .xlsx file, sheet by sheet. What is wrong goes to ``findings``."""
    texts: dict[str, TextTable] = {}
    try:
        parts = sheet_parts(data)
        for sheet, part in parts.items():
            if sheet in TABLES:
                check_area(sheet, part)
        book = _opened(data)
        for sheet, part in parts.items():
            if sheet in TABLES:
                text = _sheet_table(book, sheet, part, findings)
                if text is not None:
                    texts[sheet] = text
    except PackageError as error:
        findings.add(Problem("unreadable", "", file, error.message, error.right))
        return {}
    _check_sheets(list(parts), parts, findings)
    return texts


def _opened(data: bytes) -> Any:
    """The workbook; its reader is in Rust and may panic, which is no ``Exception``."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise PackageError("This workbook is damaged.") from error


def _cells(book: Any, sheet: str) -> tuple[list[list[Any]], list[tuple[int, int]]]:
    """All cells from A1 on, and the first cell of each merged area (both from 0)."""
    try:
        found = book.get_sheet_by_name(sheet)
        merged = [area[0] for area in found.merged_cell_ranges or ()]
        return found.to_python(skip_empty_area=False), merged
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise PackageError(f'The sheet "{sheet}" is damaged.') from error


def _sheet_table(book: Any, sheet: str, part: bytes, findings: Findings) -> TextTable | None:
    cells, merged = _cells(book, sheet)
    for row, position in merged:
        where = f"{sheet}!{column_letters(position + 1)}{row + 1}"
        findings.add(Problem("merged cells", sheet, where, "Cells are merged here.",
                             "Unmerge them and write the value into each row."))  # fmt: skip
    filled = [(index + 1, row) for index, row in enumerate(cells) if any(not _blank(cell) for cell in row)]
    if not filled:
        required = ", ".join(column.name for column in TABLES[sheet] if column.required)
        findings.add(Problem("empty file", sheet, sheet, "The sheet is empty.", f"Begin with the columns {required}."))
        return None
    first, head = filled[0]
    found, problems = columns_of(
        [cell_text(cell) for cell in head],
        TABLES[sheet],
        lambda position: f"{sheet}!{column_letters(position + 1)}{first}",
        lambda position: any(not _blank(row[position]) for _, row in filled[1:]),
    )
    findings.add_all(problems)
    if not found:
        return None
    return _text_table(sheet, first, filled[1:], found, part, findings)


def _text_table(
    sheet: str, first: int, filled: Sequence[tuple[int, list[Any]]], found: dict[str, int], part: bytes,
    findings: Findings,
) -> TextTable:  # fmt: skip
    columns = {column: [cell_text(row[position]) for _, row in filled] for column, position in found.items()}
    letters = {column: column_letters(position + 1) for column, position in found.items()}
    named = {letter: column for column, letter in letters.items()}
    odd = [(one, named[one.letter]) for one in odd_cells(part) if one.letter in named and one.row > first]
    at = {row: index for index, (row, _) in enumerate(filled)}
    refused = frozenset((at[one.row], column) for one, column in odd if one.row in at)
    text = TextTable(
        sheet, columns, [f"{sheet}!{row}" for row, _ in filled], f"{sheet}!A{first}", letters=letters, refused=refused
    )  # fmt: skip
    for column, position in found.items():
        if TABLES[sheet][column].kind == "name":
            for index, (_, row) in enumerate(filled):
                _check_name(text, index, column, row[position], findings)
    for one, column in odd:
        message = "The formula here failed." if one.failed else "The formula here has no stored result."
        right = "Correct it." if one.failed else "Open the workbook in Excel and save it, or write the value itself."
        kind = "formula" if one.failed else "no result"
        findings.add(Problem(kind, sheet, f"{sheet}!{one.letter}{one.row}", message, right, column))
    return text


def _check_name(text: TextTable, row: int, column: str, value: object, findings: Findings) -> None:
    """A name that Excel keeps as a date or as a number with lost digits."""
    right = "Format the column as text and write the name again."
    if isinstance(value, (date, time, timedelta)):
        findings.add(text.problem(row, column, "damaged name", "Excel keeps a date here, not a name.", right))
    elif isinstance(value, float) and abs(value) >= 1e15:
        message = "Excel keeps a number here and has lost some of its digits."
        findings.add(text.problem(row, column, "damaged name", message, right))


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _check_sheets(sheets: list[str], parts: dict[str, bytes], findings: Findings) -> None:
    """Required sheets that are missing, and sheets that nothing reads."""
    offered = set()
    for sheet in sheets:
        folded = sheet.strip().casefold()
        if sheet in TABLES:
            continue
        if folded in TABLES:
            offered.add(folded)
            message = "The names of tables are in lower case, without blanks."
            findings.add(Problem("sheet name", folded, sheet, message, f'Rename the sheet to "{folded}".'))
        elif b"<v>" in parts[sheet] or b"<is>" in parts[sheet]:
            right = nearest(folded, TABLES)
            right = right if right.startswith("Did") else ""
            findings.add(Problem("unknown sheet", "", sheet, "No table has this name, so it is not read.", right,
                                 severity="warning"))  # fmt: skip
    for table in TABLES.values():
        if table.required and table.name not in sheets and table.name not in offered:
            right = nearest(table.name, [sheet for sheet in sheets if sheet not in TABLES])
            right = right if right.startswith("Did") else ""
            findings.add(Problem("missing table", table.name, table.name, "This sheet is missing.", right))

"""A folder of CSV files."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from edu_supply.problems import Problem, nearest
from edu_supply.reading import limits
from edu_supply.reading.csv_file import csv_table
from edu_supply.reading.findings import Findings
from edu_supply.reading.text_table import TextTable
from edu_supply.schema import TABLES


def folder_tables(folder: Path, findings: Findings) -> tuple[dict[str, TextTable], dict[str, str]]:
    """The tables in a folder and the SHA-256 of each one's file, by table. What is wrong goes to ``findings``."""
    texts: dict[str, TextTable] = {}
    hashes: dict[str, str] = {}
    try:
        files = sorted(file for file in os.listdir(folder) if not file.startswith("."))
    except OSError as error:
        findings.add(Problem("unreadable", "", folder.name, f"The folder cannot be read: {error.strerror}."))
        return {}, {}
    for table in TABLES:
        if f"{table}.csv" in files:
            data = _contents(folder, f"{table}.csv", table, findings)
            if data is not None:
                hashes[table] = hashlib.sha256(data).hexdigest()
                text = csv_table(table, f"{table}.csv", data, findings)
                if text is not None:
                    texts[table] = text
    _check_files(files, findings)
    return texts, hashes


def _contents(folder: Path, file: str, table: str, findings: Findings) -> bytes | None:
    """The bytes of a file of the folder; None, with the reason in ``findings``, where it leads elsewhere."""
    try:
        inside = (folder / file).resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        inside = True  # file_contents says what is wrong
    if inside:
        return file_contents(folder / file, file, table, findings)
    message = "This is a link to a file outside the folder."
    findings.add(Problem("unreadable", table, file, message, "Put the table itself into the folder."))
    return None


def file_contents(path: Path, shown: str, table: str, findings: Findings) -> bytes | None:
    """The bytes of a regular file that is not too large; None, with the reason in ``findings``, otherwise."""
    right = ""
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= limits.MOST_BYTES:
            return path.read_bytes()
        message = "This is not a regular file."
        if stat.S_ISREG(status.st_mode):
            message, right = f"The file is larger than {limits.MOST_BYTES // 1_000_000} MB.", "Split the dataset."
    except FileNotFoundError:
        message = "There is no such file or folder."
    except (OSError, RuntimeError, ValueError) as error:
        message = f"The file cannot be read: {getattr(error, 'strerror', None) or 'its name is not one'}."
    findings.add(Problem("unreadable", table, shown, message, right))
    return None


def _check_files(files: list[str], findings: Findings) -> None:
    """Required tables that are missing, files that differ only in case, and files that nothing reads."""
    exact = {f"{table}.csv": table for table in TABLES}
    offered: set[str] = set()
    for file in files:
        if not file.lower().endswith(".csv") or file in exact:
            continue
        folded = file.casefold()
        if folded in exact:
            offered.add(folded)
            message = (
                f"There is {folded} too, which differs only in case." if folded in files
                else "The names of tables are in lower case."
            )  # fmt: skip
            right = "Keep one of the two." if folded in files else f"Rename it to {folded}."
            findings.add(Problem("file name", exact[folded], file, message, right))
        else:
            right = nearest(folded, exact)
            right = right if right.startswith("Did") else ""
            findings.add(Problem("unknown file", "", file, "No table has this name, so it is not read.", right,
                                 severity="warning"))  # fmt: skip
    others = [file for file in files if file not in exact]
    books = [file for file in others if file.lower().endswith((".xlsx", ".xlsm"))]
    workbook = f'Did you mean the workbook "{books[0]}"?' if books and not set(files) & set(exact) else ""
    for table in TABLES.values():
        if table.required and f"{table.name}.csv" not in files and f"{table.name}.csv" not in offered:
            right = _nearest_file(table.name, others) or workbook
            findings.add(Problem("missing table", table.name, f"{table.name}.csv", "This file is missing.", right))


def _nearest_file(table: str, files: list[str]) -> str:
    """A sentence that offers the file whose name is nearest to a table's; nothing where none is near."""
    by_stem = {Path(file).stem: file for file in files}
    right = nearest(table, by_stem)
    return f'Did you mean "{by_stem[right.split(chr(34))[1]]}"?' if right.startswith("Did") else ""

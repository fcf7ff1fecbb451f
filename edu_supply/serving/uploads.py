"""Datasets that were sent: CSV files, a zip of them, or a workbook, as a folder or file of the workspace."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from edu_supply.runs import safe_name
from edu_supply.serving.workspace import refused

MOST_FILES = 100
"""A dataset has no more files."""

MOST_UNPACKED_BYTES = 200_000_000
"""A zip file may not be larger, once unpacked."""


def received(files: Iterable[tuple[str, bytes]]) -> tuple[str, Callable[[Path], Path]]:
    """A name for the dataset in these files (name, content), and what writes it into a folder and says where it is.

    Names are never more than the last part of a file's name, and what is no CSV file is left out.
    Raises DataError where there is no dataset in them, or it is too large.
    """
    several = [(name, data) for name, data in files if name or data]
    if not several:
        raise refused("upload", "No file was chosen.", "Choose CSV files, a zip of them, or an .xlsx workbook.")
    if len(several) == 1:
        name, data = several[0]
        stem = PurePosixPath(name.replace("\\", "/")).stem
        if data.startswith(b"PK"):
            return stem, _of_package(stem, data)
        if not name.lower().endswith(".csv"):
            raise refused(name, "This is neither CSV, nor a zip of CSV files, nor an .xlsx workbook.",
                          "Save it as one of these, without a password.")  # fmt: skip
    return "uploaded", _csv_files(several)


def _of_package(stem: str, data: bytes) -> Callable[[Path], Path]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if "xl/workbook.xml" in package.namelist():
                return _workbook(data)
            return _csv_files(_unpacked(package))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        if hasattr(error, "problems"):
            raise
        raise refused(f"{stem}.zip", "This file is damaged, or has a password.", "Pack it again.") from error


def _unpacked(package: zipfile.ZipFile) -> list[tuple[str, bytes]]:
    """The CSV files in a zip; sizes are measured, not believed."""
    infos = [info for info in package.infolist() if not info.is_dir()]
    if len(infos) > MOST_FILES:
        raise refused("zip", f"There are more than {MOST_FILES} files in this zip.", "Pack the tables only.")
    found, left = list[tuple[str, bytes]](), MOST_UNPACKED_BYTES
    for info in infos:
        parts = PurePosixPath(info.filename.replace("\\", "/")).parts
        if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in info.filename:
            raise refused(info.filename, "This name in the zip leads out of it.", "Pack the tables only.")
        if parts[-1].lower().endswith(".csv") and not parts[-1].startswith(".") and "__MACOSX" not in parts:
            with package.open(info) as stream:
                part = stream.read(left + 1)
            left -= len(part)
            if left < 0:
                raise refused("zip", f"Unpacked, this is larger than {MOST_UNPACKED_BYTES // 1_000_000} MB.",
                              "Split the dataset.")  # fmt: skip
            found.append((parts[-1], part))
    if not found:
        raise refused("zip", "There is no CSV file in this zip.", "Pack the tables, each as NAME.csv.")
    return found


def _workbook(data: bytes) -> Callable[[Path], Path]:
    def fill(folder: Path) -> Path:
        (folder / "book.xlsx").write_bytes(data)
        return folder / "book.xlsx"

    return fill


def _csv_files(files: list[tuple[str, bytes]]) -> Callable[[Path], Path]:
    named: dict[str, bytes] = {}
    for name, data in files:
        last = PurePosixPath(name.replace("\\", "/")).name
        if not last.lower().endswith(".csv"):
            raise refused(last, "This is no CSV file.", "Send CSV files together, or one zip, or one workbook.")
        file = f"{safe_name(last[:-4])}{last[-4:]}"
        if file.casefold() in {one.casefold() for one in named}:
            raise refused(last, "There are two files of this name.", "Send one of them.")
        named[file] = data

    def fill(folder: Path) -> Path:
        target = folder / "tables"
        target.mkdir(mode=0o700)
        for file, data in named.items():
            (target / file).write_bytes(data)
        return target

    return fill

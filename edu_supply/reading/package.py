"""An .xlsx file as the zip of XML parts that it is: size limits, and what a reader of its values would not see."""

from __future__ import annotations

import copy
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import join, normpath
from typing import NamedTuple
from xml.etree import ElementTree  # parts with a DOCTYPE are refused before they are parsed

from edu_supply.reading.limits import MOST_SHEET_CELLS, MOST_UNPACKED_BYTES

_MOST_PARTS = 5_000
_TAG = rb"<(?:\w+:)?"
_REFERENCE = re.compile(_TAG + rb"""(?:c|row)\b[^>]*?\br=["']([A-Z]{0,4})([0-9]{1,9})["']""")
_FAILED = re.compile(_TAG + rb"""c\b(?=[^>]*\bt=["']e["'])[^>]*?\br=["']([A-Z]{1,3}[0-9]+)["'][^>]*>""")
_FORMULA = re.compile(_TAG + rb"f\b")
_NO_RESULT = re.compile(
    _TAG + rb"""c\b(?![^>]*\bt=["']str["'])[^>]*?\br=["']([A-Z]{1,3}[0-9]+)["'][^>]*>\s*"""
    + _TAG + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    + rb"(?:" + _TAG + rb"v\s*/>|" + _TAG + rb"v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)  # fmt: skip


class PackageError(ValueError):
    """A file that is no workbook, or none that can be opened safely: ``message`` and ``right`` say why."""

    def __init__(self, message: str, right: str = "Save it as .xlsx again."):
        super().__init__(message)
        self.message, self.right = message, right


class OddCell(NamedTuple):
    """A cell whose formula ``failed``, or has no stored result: a reader of values finds it blank."""

    letter: str
    row: int
    failed: bool


def sheet_parts(data: bytes) -> dict[str, bytes]:
    """The XML of each sheet by its name, all limits of size respected. Raises :class:`PackageError`.

    >>> list(sheet_parts(Path("europe.xlsx").read_bytes()))
    ['sites', 'lanes']
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _unpacked(package)
            return {name: parts[path] for name, path in _sheets(parts) if path in parts}
    except PackageError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError,
            ElementTree.ParseError, KeyError, LookupError) as error:  # fmt: skip
        raise PackageError("This workbook is damaged.") from error


def check_area(sheet: str, part: bytes) -> None:
    """Raise :class:`PackageError` if the used area of a sheet is too large to be a table."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PackageError(f'The sheet "{sheet}" is not in UTF-8.')
    columns, last = set(), 0
    for letters, row in _REFERENCE.findall(part):
        columns.add(letters)
        last = max(last, int(row))
    width = max((column_number(letters.decode()) for letters in columns), default=0)
    if last * width > MOST_SHEET_CELLS:
        message = f'The sheet "{sheet}" uses {last} rows and {width} columns.'
        raise PackageError(message, "Delete the cells that lie far away from the table.")


def odd_cells(part: bytes) -> Iterator[OddCell]:
    """The cells of a sheet that only seem to be blank.

    >>> [cell.row for cell in odd_cells(b'<c r="D17" t="e"><f>NA()</f><v>#N/A</v></c>')]
    [17]
    """
    found = [(match[1].decode(), True) for match in _FAILED.finditer(part)]
    if _FORMULA.search(part):
        found += [(match[1].decode(), False) for match in _NO_RESULT.finditer(part)]
    for reference, failed in found:
        letter = reference.rstrip("0123456789")
        yield OddCell(letter, int(reference[len(letter) :]), failed)


def column_number(letters: str) -> int:
    """The position of a column, from 1: ``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column, from 1: 1 is ``A``, 27 is ``AA``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unpacked(package: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts of a workbook; sizes are measured, not believed."""
    names = set(package.namelist())
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise PackageError("This workbook is not an .xlsx one.", "Save it as .xlsx.")
    if "xl/workbook.xml" not in names:
        raise PackageError("This zip file is not a workbook.", "Unpack it and give the folder.")
    infos = package.infolist()
    if len(infos) > _MOST_PARTS or len(infos) != len(names):
        raise PackageError("This workbook has too many parts.")
    parts, left = {}, MOST_UNPACKED_BYTES
    for info in infos:
        unlimited = copy.copy(info)
        unlimited.file_size = left + 65_536  # a stream may be longer than its header says
        with package.open(unlimited) as stream:
            part = stream.read(left + 1)
        left -= len(part)
        if left < 0:
            raise PackageError(f"Unpacked, this workbook is larger than {MOST_UNPACKED_BYTES // 1_000_000} MB.")
        if len(part) != info.file_size:
            raise PackageError("This workbook is damaged.")
        if info.filename.endswith((".xml", ".rels")):
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                raise PackageError("This workbook holds XML that Excel does not write.")
            parts[info.filename] = part
    return parts


def _sheets(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet."""
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314
    }
    for element in ElementTree.fromstring(parts["xl/workbook.xml"]).iter():  # noqa: S314
        if element.tag.rpartition("}")[2] == "sheet":
            identity = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
            target = targets.get(identity, "")
            path = target[1:] if target.startswith("/") else normpath(join("xl", target))
            yield element.get("name", ""), path

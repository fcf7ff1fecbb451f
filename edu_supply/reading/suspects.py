"""Cells that are not numbers: what was probably meant, said and never assumed."""

from __future__ import annotations

import re
import unicodedata

from edu_supply.reading.text_table import DecimalMark
from edu_supply.schema import Column

_ABSENT = {"nan", "na", "n/a", "null", "none", "nil", "-", "--", "?", ".", "tbd", "unknown", "k.a."}
_ENDLESS = {"inf", "+inf", "-inf", "infinity", "-infinity", "+infinity", "unlimited", "no limit", "∞", "max"}
_EXCEL_ERROR = re.compile(r"#(?:N/A|NA|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")
_DATE = re.compile(
    r"(?:[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}|[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4})(?:[ T].*)?|[0-9]{4}-[0-9]{2}"
)
_MINUS = dict.fromkeys(map(ord, "\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d"), "-")
_SPACES = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f'\u2019\u066c](?=[0-9])")
_CURRENCY = re.compile(r"^(?:EUR|USD|GBP|PLN|NOK|[€$£])\s*|\s*(?:EUR|USD|GBP|PLN|NOK|[€$£]|k€|T€)$", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def is_excel_error(cell: str) -> bool:
    """Whether a cell holds what a spreadsheet writes where a formula failed.

    >>> is_excel_error("#N/A"), is_excel_error("NA")
    (True, False)
    """
    return cell.startswith("#") and _EXCEL_ERROR.fullmatch(cell) is not None


def refusal(cell: str, column: Column, mark: DecimalMark) -> tuple[str, str, str]:
    """Kind, message and what would be right for a cell that is not a number.

    >>> refusal("1,5", TABLES["lanes"]["capacity_t"], "point")
    ('decimal comma', 'This has a decimal comma.', 'Write 1.5.')
    """
    folded = cell.casefold()
    if is_excel_error(cell):
        return "formula", "A formula failed here.", "Write the number itself."
    if folded in _ABSENT:
        return "not a number", "This is not a number.", _blank_means(column)
    if folded in _ENDLESS:
        return "endless", "A number must be finite.", _blank_means(column)
    if _DATE.fullmatch(cell):
        return "not a number", "This is a date, not a number.", "Write a number."
    return _decorated(cell, column, mark)


def _blank_means(column: Column) -> str:
    """What to do where a number is absent."""
    if column.required:
        return f"Write a number; {column.name} may not be blank."
    return f"Leave the cell blank for: {column.when_blank}."


def _decorated(cell: str, column: Column, mark: DecimalMark) -> tuple[str, str, str]:
    """A number with something about it that a number does not have."""
    bare = cell
    for kind, message, undress in _DECORATIONS:
        undressed = undress(bare)
        if undressed == bare:
            continue
        meant = _plain(undressed, mark)
        if meant:
            return kind, message, _write(meant, kind, column, mark)
        bare = undressed
    if mark == "point" and "," in bare:
        return _with_commas(bare)
    if mark == "point" and re.fullmatch(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}", bare):
        return "thousands mark", "This has a thousands mark.", f"Write {bare.replace('.', '')}."
    if mark == "comma" and "." in bare:
        return _with_points(bare)
    example = "1234,5" if mark == "comma" else "1234.5"
    return "not a number", "This is not a number.", f"Write digits, such as {example}."


def _plain(text: str, mark: DecimalMark) -> str:
    """``text`` if it is a number, with a decimal point; nothing otherwise."""
    text = text.replace(",", ".") if mark == "comma" and "." not in text else text
    return text if _PLAIN.fullmatch(text) else ""


def _write(meant: str, kind: str, column: Column, mark: DecimalMark) -> str:
    if kind == "per cent" and column.kind == "share":
        meant = f"{float(meant) / 100:.10g}"
    elif kind == "per cent":
        return "Write the number itself."
    if meant.startswith("-") and column.low >= 0:
        return "A number here may not be negative."
    shown = meant.replace(".", ",") if mark == "comma" else meant
    unit = f" ({column.unit})" if column.unit and kind in ("unit", "currency") else ""
    return f"Write {shown}{unit}."


def _with_commas(cell: str) -> tuple[str, str, str]:
    """A comma in a file whose decimal mark is the point."""
    if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+", cell):
        either = f" or {cell.replace(',', '.').rstrip('0').rstrip('.')}" if cell.count(",") == 1 else ""
        return (
            "comma",
            "This has a comma that may mark thousands or decimals.",
            f"Write {cell.replace(',', '')}{either}.",
        )
    if re.fullmatch(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+", cell):
        return "thousands mark", "This has a thousands mark.", f"Write {cell.replace(',', '')}."
    if re.fullmatch(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+", cell):
        return "thousands mark", "This has a thousands mark.", f"Write {cell.replace('.', '').replace(',', '.')}."
    if _PLAIN.fullmatch(cell.replace(",", ".")):
        return "decimal comma", "This has a decimal comma.", f"Write {cell.replace(',', '.')}."
    return "not a number", "This is not a number.", "Write digits, such as 1234.5."


def _with_points(cell: str) -> tuple[str, str, str]:
    """A point in a file whose decimal mark is the comma."""
    if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?", cell):
        meant = cell.replace(".", "")
        either = "" if "," in cell or cell.count(".") > 1 else f" or {cell.replace('.', ',').rstrip('0').rstrip(',')}"
        return "thousands mark", "Elsewhere in this file the comma marks decimals.", f"Write {meant}{either}."
    if _PLAIN.fullmatch(cell):
        return "decimal point", "Elsewhere in this file the comma marks decimals.", f"Write {cell.replace('.', ',')}."
    return "not a number", "This is not a number.", "Write digits, such as 1234,5."


def _ascii_digits(cell: str) -> str:
    digits = (unicodedata.decimal(one, None) for one in cell)
    return "".join(one if digit is None else str(digit) for one, digit in zip(cell, digits, strict=True))


def _digits_for_letters(cell: str) -> str:
    zeros = re.sub("(?<=[0-9.])[Oo]+", lambda letters: "0" * len(letters[0]), cell)
    return re.sub("(?<=[0-9.])[lI](?=[0-9.])", "1", zeros)


def _without_invisible(cell: str) -> str:
    kept = "".join(one for one in cell if unicodedata.category(one) != "Cf")
    return kept.strip(" \t\r\n\u00a0\u202f\u2009")


_DECORATIONS = (
    ("invisible character", "This has an invisible character.", _without_invisible),
    ("digits", "This has digits other than 0 to 9.", _ascii_digits),
    ("minus", "This has a minus that is not the one of the keyboard.", lambda cell: cell.translate(_MINUS)),
    ("thousands mark", "This has a thousands mark.", lambda cell: _SPACES.sub("", cell)),
    ("underscore", "This has an underscore.", lambda cell: re.sub("(?<=[0-9])_(?=[0-9])", "", cell)),
    ("letter", "This has a letter that looks like a digit.", _digits_for_letters),
    ("per cent", "This has a per cent sign.", lambda cell: cell.removesuffix("%").rstrip()),
    ("currency", "This has a currency sign.", lambda cell: _CURRENCY.sub("", cell)),
    ("brackets", "This is in brackets.", lambda cell: re.sub(r"^\((.*)\)$", r"-\1", cell)),
    ("minus", "This has its minus at the end.", lambda cell: re.sub(r"^(.*[0-9])-$", r"-\1", cell)),
    (
        "unit",
        "This has a unit.",
        lambda cell: re.sub(r"(?<=[0-9.])\s*[^\W\d_][^\W\d_]*(?:/[^\W\d_]+)?[23²³]?$", "", cell),
    ),
)

"""From the bytes of a text file to its text, strictly."""

from __future__ import annotations

import codecs

_MAGIC = (
    (b"PK\x03\x04", "This is an Excel workbook or another zip file, not a text file."),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook (.xls) or one with a password, not a text file."),
    (b"\x1f\x8b", "This is a compressed file (gzip), not a text file."),
    (b"%PDF", "This is a PDF, not a text file."),
)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE = 'Save it as "CSV UTF-8".'


class UndecodableError(ValueError):
    """Bytes that are not the text of a table: ``line`` (0: the whole file), ``message`` and ``right`` say why."""

    def __init__(self, message: str, right: str, line: int = 0):
        super().__init__(message)
        self.message, self.right, self.line = message, right, line


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte-order mark. Raises :class:`UndecodableError`.

    >>> decoded("\\ufeffsite".encode())
    'site'
    """
    for magic, message in _MAGIC:
        if data.startswith(magic):
            raise UndecodableError(message, _SAVE)
    if data.startswith(_UTF_16):
        raise UndecodableError("This file is in UTF-16.", _SAVE)
    data = data.removeprefix(codecs.BOM_UTF8)
    nul = data.find(0)
    if nul >= 0:
        raise UndecodableError(
            "There is a NUL character here: the file is damaged or in UTF-16.", _SAVE, _line(data, nul)
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf_8(data, error.start) from None


def _line(data: bytes, offset: int) -> int:
    before = data[:offset]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def _not_utf_8(data: bytes, offset: int) -> UndecodableError:
    line = _line(data, offset)
    here = data.splitlines()[line - 1] if line <= len(data.splitlines()) else b""
    message = f"The byte {data[offset]:02X} is not UTF-8."
    try:
        guess = here.decode("cp1252").strip()
    except UnicodeDecodeError:
        return UndecodableError(message, _SAVE, line)
    quoted = guess if len(guess) <= 60 else guess[:60] + "..."
    return UndecodableError(f'{message} In Windows-1252 the line would be "{quoted}".', _SAVE, line)

"""Whatever is done to a dataset's files, reading gives a dataset or a DataError whose sentences are safe to show."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edu_supply.problems import DataError, grouped
from edu_supply.reading import read
from reading.folders import SOUND, folder
from reading.test_completing import EVERYTHING
from reading.test_workbook import workbook

FILES = {**SOUND, **EVERYTHING}
PIECES = (
    "", ",", ";", "\t", '"', "\n", "\r", "\ufeff", "\x00", "\u200b", "\u00a0", "'", "-", "1,5", "1e400", "nan", "-1",
    "=", "%", "2026-02-30", "2026-07", "9" * 40, "A", "a", "\u0410", "NA", "UK", "sep=;\n", "x" * 300, "\ud7ff",
    "P,Q\n", "٣", "0", "1.500", "site", "product,", "period,2026-07-01\n", "start,2026-07-01\n", "#N/A",
    "\u2028", "\U0001f4a5",
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, bytes]:
    """The files of a dataset with some pieces put in, cut out or doubled."""
    files = {name: content.encode() for name, content in FILES.items()}
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(files)))
        content = files[name]
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 12)))
        piece = draw(
            st.one_of(
                st.sampled_from(PIECES).map(str.encode),
                st.binary(max_size=4),
                st.just(content[start:end] * 2),
            )
        )
        files[name] = content[:start] + piece + content[end:]
    return files


def check_read(path: Path) -> None:
    try:
        problems = read(path).warnings
    except DataError as error:
        problems = error.problems
    for line in grouped(problems):
        assert line.isprintable() or "\u00a0" in line or "\u3000" in line, line
        assert str(path.parent) not in line


@settings(max_examples=40, deadline=None)
@given(mutated())
def test_mutated_folders(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as place:
        check_read(folder(Path(place) / "d", files))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return workbook(tmp_path_factory.mktemp("book") / "a.xlsx", {}).read_bytes()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_mutated_workbooks(book: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(book)))
    cut = data.draw(st.integers(0, 20))
    changed = book[:place] + data.draw(st.binary(max_size=8)) + book[place + cut :]
    with tempfile.TemporaryDirectory() as folder_:
        path = Path(folder_) / "a.xlsx"
        path.write_bytes(changed)
        check_read(path)


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated())
def test_mutated_folders_with_every_check(every_check: None, files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as place:
        check_read(folder(Path(place) / "d", files))

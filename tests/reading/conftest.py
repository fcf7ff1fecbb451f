"""These tests are about reading: the checks beyond single cells have tests of their own, and take time."""

from __future__ import annotations

import pytest

from edu_supply.reading import build


@pytest.fixture(autouse=True)
def _no_checks_beyond_cells(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "every_check" not in request.fixturenames:
        monkeypatch.setattr(build, "check", lambda tables, settings, sound: [])


@pytest.fixture
def every_check() -> None:
    """Asked for by tests that want the checks beyond single cells too."""

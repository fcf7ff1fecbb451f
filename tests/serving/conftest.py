"""A workspace with the tutorial, and a browser without a browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from edu_supply.serving.application import application

ROOT = Path(__file__).parents[2]


@dataclass
class Visitor:
    """Somebody who looks at the pages; forms carry the token of the pages."""

    client: TestClient
    folder: Path
    token: str = ""

    def get(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return str(answer.text)

    def send(self, address: str, status: int = 200, **fields: object) -> str:
        self.token = self.token or re.findall(r'name="token" value="([^"]+)"', self.get("/"))[0]
        answer = self.client.post(address, data={"token": self.token} | fields.pop("fields", {}) | fields)  # type: ignore[operator]
        assert answer.status_code == status, answer.text
        self.at = str(answer.url.path)
        return str(answer.text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data" / "tutorial", tmp_path / "data" / "tutorial")
    (tmp_path / "models").mkdir()
    return tmp_path


@pytest.fixture
def visitor(folder: Path) -> Iterator[Visitor]:
    pages, runner = application(folder, most_bytes=3_000_000)
    yield Visitor(TestClient(pages, base_url="http://127.0.0.1:8642", raise_server_exceptions=False), folder)
    runner.end()


@pytest.fixture
def tutorial(visitor: Visitor) -> str:
    """The address of the tutorial as it lies in the folder."""
    return re.findall(r'href="(/data/data-tutorial[^"]*)"', visitor.get("/"))[0]

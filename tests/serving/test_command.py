"""The command that starts the server: what it refuses, and what it says."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from edu_supply.serving.server import alone
from edu_supply.serving.toml import toml_text
from tests.cli.command import run


def test_what_is_refused_is_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "this is no folder" in run("serve", folder / "nowhere").stderr
    short = folder / "token"
    short.write_text("short")
    assert "20 or more letters" in run("serve", folder, "--token-file", short).stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        answer = run("serve", folder, "--port", str(taken.getsockname()[1]))
    assert answer.exit_code == 2
    assert "cannot listen at 127.0.0.1" in answer.stderr
    with alone(folder):
        assert "another server" in run("serve", folder, "--port", "0").stderr
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "edu_supply.serving.server")
    answer = run("serve", folder)
    assert answer.exit_code == 2
    assert 'python -m pip install "edu-supply[serve]"' in answer.stderr


def test_any_text_can_stand_in_a_model_file() -> None:
    import tomllib

    odd = 'a"\\b\n\t\x00\x7f\u202e\u2028\U0001f4a3 = [x] #'
    said = {"name": odd, "pools": [["EU", odd]], "net": True, "n": 0.1, "whole": 3}
    change = {"table": odd, "where": {odd: odd}}
    assert tomllib.loads(toml_text(said, {"change": [change]})) == said | {"change": [change]}

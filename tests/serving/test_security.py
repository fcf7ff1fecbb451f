"""Who may ask for what."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from edu_supply.serving.application import application

from .conftest import Visitor

KEY = "a-token-of-more-than-twenty-letters"


def test_only_the_servers_own_name_is_answered(visitor: Visitor) -> None:
    for host in ("evil.example", "evil.example:8642", "127.0.0.1.evil.example", "10.0.0.1", "", "[", "localhost@evil"):
        answer = visitor.client.get("/", headers={"host": host})
        assert answer.status_code == 421, host
        assert "tutorial" not in answer.text
    for host in ("localhost:8642", "127.0.0.1:1", "[::1]:8642", "LOCALHOST"):
        assert visitor.client.get("/", headers={"host": host}).status_code == 200, host


def test_forms_from_elsewhere_do_nothing(visitor: Visitor, tutorial: str) -> None:
    visitor.send("/nowhere", 404)
    fields = {"token": visitor.token, "run": "x"}
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
                    {"origin": "http://127.0.0.1:9"}):  # fmt: skip
        assert visitor.client.post(f"{tutorial}/solve", data=fields, headers=headers).status_code == 403
    assert visitor.client.post(f"{tutorial}/solve", data={"token": "é", "run": "x"}).status_code == 403
    assert visitor.client.post(f"{tutorial}/solve", data={"run": "x"}).status_code == 403
    assert "Nothing was asked for yet" in visitor.get("/jobs")
    own = {"origin": "http://127.0.0.1:8642"}
    assert visitor.client.post(f"{tutorial}/solve", data=fields, headers=own).status_code == 200


def test_every_page_forbids_what_it_does_not_need(visitor: Visitor, tutorial: str) -> None:
    for address in ("/", tutorial, "/nowhere", "/static/pages.css", "/jobs/1/state"):
        headers = visitor.client.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    for address in ("/", tutorial, "/nowhere", f"{tutorial}/table/lines"):
        page = visitor.client.get(address).text
        assert "style=" not in page
        assert "http" not in page.replace('http-equiv="refresh"', "")
        assert str(visitor.folder) not in page


def test_elsewhere_a_token_is_needed(folder: Path) -> None:
    pages, _ = application(folder, names=["supply.example"], key=KEY, anywhere=True)
    client = TestClient(pages, base_url="http://192.0.2.7:8642")
    for address in ("/", "/?token=wrong", "/runs", "/?token=é"):
        answer = client.get(address)
        assert answer.status_code == 401
        assert "tutorial" not in answer.text
    assert client.get("/", headers={"cookie": "edu-supply-key=wrong"}).status_code == 401
    answer = client.get(f"/?token={KEY}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    assert all(said in answer.headers["set-cookie"] for said in ("HttpOnly", "SameSite=strict"))
    assert "tutorial" in client.get("/").text
    assert client.get("/", headers={"host": "supply.example"}).status_code == 200
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_a_fault_is_a_sentence(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("at /secret/place")

    monkeypatch.setattr("edu_supply.serving.workspace.Workspace.sources", broken)
    page = visitor.get("/", 500)
    assert "This is a fault of edu-supply" in page
    assert "secret" not in page
    assert "ZeroDivisionError" in capsys.readouterr().err

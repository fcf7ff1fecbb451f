"""Datasets in the page: uploaded, checked in place, changed; two people at once."""

from __future__ import annotations

import io
import zipfile

import pytest

import edu_supply

from .conftest import ROOT, Visitor

HOSTILE = '<script>alert(1)</script>\u202e=cmd|"../../x\U0001f4a3'


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def tutorial_files() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (ROOT / "data" / "tutorial").glob("*.csv")}


def upload(visitor: Visitor, *files: tuple[str, bytes], status: int = 200) -> str:
    visitor.send("/nowhere", 404)
    sent = [("files", (name, data, "application/octet-stream")) for name, data in files]
    answer = visitor.client.post("/upload", data={"token": visitor.token}, files=sent)
    assert answer.status_code == status, answer.text
    visitor.at = answer.url.path
    return str(answer.text)


def test_a_changed_cell_is_a_new_version_and_the_folder_stays(visitor: Visitor, tutorial: str) -> None:
    before = tutorial_files()
    page = visitor.send(f"{tutorial}/table/lines", 409, fields={"state": "another", "cell:0:capacity": "1"})
    assert "has changed since you opened this page" in page
    page = visitor.send(f"{tutorial}/table/lines", fields={"version": "0", "page": "1", "cell:0:capacity": "abc"})
    assert "This is not a number." in page
    assert 'aria-invalid="true"' in page
    assert "as it was" in page
    page = visitor.get("/data/tutorial")
    assert "1 error to correct" in page
    assert '<a href="/data/tutorial/table/lines?page=1">lines, row 1</a> <code>capacity</code>' in page
    visitor.send("/data/tutorial/solve", 400, version="1")
    page = visitor.send("/data/tutorial/table/lines", fields={
        "version": "1", "page": "1", "cell:0:capacity": "250", "remove:1": "1", "new:0:line": "second",
        "new:0:site": "DE-charges", "new:0:product": "charge", "new:0:capacity": "10"})  # fmt: skip
    dataset = edu_supply.read(visitor.folder / "served" / "data" / "tutorial" / "0002" / "tutorial")
    assert dataset["lines"]["capacity"].tolist() == [250, 200, 40, 10]
    assert {file.name: file.read_bytes() for file in (visitor.folder / "data" / "tutorial").glob("*.csv")} == before


def test_the_second_of_two_people_is_told_what_the_first_changed(visitor: Visitor, tutorial: str) -> None:
    visitor.send(f"{tutorial}/table/lines", fields={"cell:0:capacity": "250"})
    address = "/data/tutorial/table/lines"
    visitor.send(address, fields={"version": "1", "cell:0:capacity": "260"})
    page = visitor.send(address, 409, fields={"version": "1", "cell:1:capacity": "270"})
    assert "Somebody saved version 2 while you changed version 1" in page
    assert all(f"<bdi>{said}</bdi>" in page for said in ("250", "260", "300", "270"))
    page = visitor.send("/data/tutorial/table/demand", fields={"version": "1", "cell:0:note": "mine"})
    assert "both are kept" in page
    dataset = edu_supply.read(visitor.folder / "served" / "data" / "tutorial" / "0003" / "tutorial")
    assert dataset["lines"]["capacity"].iloc[0] == 260
    assert dataset["demand"]["note"].iloc[0] == "mine"


def test_uploads(visitor: Visitor) -> None:
    files = tutorial_files()
    assert "No errors" in upload(visitor, ("my.zip", zipped({f"a/{name}": data for name, data in files.items()})))
    wrong = files | {"lines.csv": files["lines.csv"].replace(b"DE-charges", b"DE-chargs", 1)}
    page = upload(visitor, *((name, data) for name, data in wrong.items()))
    assert "to correct" in page
    edu_supply.write_template(edu_supply.read(ROOT / "data" / "tutorial"), visitor.folder / "book.xlsx")
    assert "No errors" in upload(visitor, ("../../book.xlsx", (visitor.folder / "book.xlsx").read_bytes()))
    assert visitor.at == "/data/book"
    page = visitor.send("/data/book/table/lines", fields={"version": "1", "cell:0:capacity": "250"})
    assert 'value="250"' in page
    dataset = edu_supply.read(visitor.folder / "served" / "data" / "book" / "0002" / "book")
    assert dataset["demand"]["quantity"].tolist() == edu_supply.read(ROOT / "data/tutorial")["demand"][
        "quantity"].tolist()  # fmt: skip


def test_uploads_that_are_refused(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edu_supply.serving.uploads.MOST_UNPACKED_BYTES", 5_000_000)
    assert "leads out of it" in upload(visitor, ("x.zip", zipped({"../../sites.csv": b"site"})), status=400)
    assert "no CSV file" in upload(visitor, ("x.zip", zipped({"a.txt": b"site"})), status=400)
    assert "neither CSV" in upload(visitor, ("plan.xls", b"\xd0\xcf\x11\xe0"), status=400)
    assert "damaged" in upload(visitor, ("x.zip", b"PK\3\4 no"), status=400)
    assert "No file was chosen" in upload(visitor, ("", b""), status=400)
    assert "larger than 5 MB" in upload(visitor, ("x.zip", zipped({"sites.csv": bytes(5_000_001)})), status=400)
    assert "larger than 3 MB" in upload(visitor, ("sites.csv", bytes(3_000_001)), status=413)
    assert not list((visitor.folder / "served" / "data").glob("*"))


def test_whatever_is_typed_comes_back_as_text(visitor: Visitor, tutorial: str) -> None:
    fields = {f"cell:0:{column}": HOSTILE for column in ("line", "site", "product", "capacity", "note")}
    page = visitor.send(f"{tutorial}/table/lines", fields=fields | {"new:0:note": "x" * 9_000})
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\u202e=cmd|&#34;../../x\U0001f4a3" in page, "a cell keeps all"
    assert "\u202e" not in page.replace(page[page.index("<form") : page.index("</form")], "")
    page = visitor.send("/data/tutorial/table/lines", 400, fields={"version": "1", "cell:1:note": "a\0b"})
    assert "NUL character" in page
    visitor.get("/data/..%2f..%2fx", 404)
    visitor.get(f"{tutorial}/table/..%2f..%2fx", 404)
    visitor.send(f"{tutorial}/solve", run="../../x", model="../../x", status=404)
    visitor.send(f"{tutorial}/solve", run=HOSTILE, gap="=1+1", status=400)
    visitor.send(f"{tutorial}/solve", run="../../" + HOSTILE)
    assert "script-alert-1-script" in (visitor.folder / "served" / "jobs.sqlite").read_bytes().decode("latin-1")


def test_what_stands_in_no_cell_is_not_lost_by_saving(visitor: Visitor) -> None:
    upload(visitor, ("sites.csv", b"site,country,kind\nA,PL,depot\nB,PL\n"))
    address = f"{visitor.at}/table/sites"
    page = visitor.get(address)
    assert "stands in no cell" in page
    assert "readonly" in page
    assert "stands in no cell" in visitor.send(address, fields={"version": "1", "cell:0:kind": "front"})
    semicolons = b"site;product;quantity\nA;B;1,5\nA;C;2,5\n"
    upload(visitor, ("demand.csv", semicolons), ("sites.csv", b"site,country,kind\nA,PL,depot\n"))
    visitor.send(f"{visitor.at}/table/demand", fields={"version": "1", "cell:1:quantity": "3,5"})
    [file] = (visitor.folder / "served" / "data").glob("uploaded-2/0002/*/demand.csv")
    assert file.read_text() == "site;product;quantity\nA;B;1,5\nA;C;3,5\n", "commas are meant as they were"
    page = visitor.send("/data/uploaded-2/table/sites", 400, fields={
        "version": "2", "cell:0:site": "site", "cell:0:country": "country", "cell:0:kind": "kind"})  # fmt: skip
    assert "The header is repeated here." in page


def test_a_table_is_shown_in_pages(visitor: Visitor, tutorial: str) -> None:
    many = "\n".join(["site,country,kind", *(f"S{number},PL,depot" for number in range(95)), "S95,PL,castle"])
    page = upload(visitor, ("sites.csv", many.encode()))
    page = visitor.get(f"{visitor.at}/table/sites")
    assert "Page 1 of 3" in page
    assert 'value="S39"' in page
    assert 'value="S40"' not in page
    assert f'<a href="{visitor.at}/table/sites?page=3">3</a>' in page, "where the findings are"
    assert "castle" in visitor.get(f"{visitor.at}/table/sites?page=3")
    assert "Page 3 of 3" in visitor.get(f"{visitor.at}/table/sites?page=99")

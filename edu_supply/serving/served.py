"""What all pages share: the workspace, what was seen of it, the queue; and what a form brings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import UploadFile

from edu_supply.serving.looking import Looking, Seen
from edu_supply.serving.queue import Queue
from edu_supply.serving.rendering import Pages
from edu_supply.serving.runner import Runner
from edu_supply.serving.workspace import Source, Workspace

MOST_FIELDS = 6_000
"""A form has no more fields: a page of the widest table has fewer than 1,200."""


@dataclass(frozen=True)
class Served:
    """One server's workspace and what works on it."""

    workspace: Workspace
    looking: Looking
    pages: Pages
    queue: Queue
    runner: Runner

    def seen(self, key: str, version: int | None = None) -> tuple[Source, Seen]:
        """A dataset and what is to be seen of it. Raises AbsentError."""
        source = self.workspace.source(key, version)
        return source, self.looking.at(source)


@dataclass(frozen=True)
class Form:
    """The fields of a form, its texts and its files."""

    texts: dict[str, list[str]]
    files: list[UploadFile]

    def text(self, name: str) -> str:
        """A field's text, without blanks at its ends."""
        return (self.texts.get(name) or [""])[-1].strip()

    def several(self, name: str) -> list[str]:
        """All texts of a field that are not blank."""
        return [one for one in self.texts.get(name, []) if one]

    def number(self, name: str, what: str, low: float, high: float) -> float | None:
        """A field's number; None where it is blank. Raises HTTPException with a sentence."""
        said = self.text(name)
        if not said:
            return None
        try:
            number = float(said.replace(",", "."))
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            raise HTTPException(400, f"{what}: write a number from {low:g} to {high:g}.")
        return number

    def whole(self, name: str) -> int:
        """A field's whole number; 0 where there is none."""
        said = self.text(name)
        return int(said) if said.isdecimal() and len(said) < 9 else 0


def served(request: Request) -> Served:
    here: Served = request.app.state.served
    return here


async def sent(request: Request) -> AsyncIterator[Form]:
    """The form of a request, once it is sure that it comes from our own page."""
    async with request.form(max_fields=MOST_FIELDS, max_files=200) as form:
        texts: dict[str, list[str]] = {}
        files: list[UploadFile] = []
        for name, value in form.multi_items():
            if isinstance(value, str):
                texts.setdefault(name, []).append(value)
            else:
                files.append(value)
        served(request).pages.check((texts.get("token") or [""])[-1])
        yield Form(texts, files)


Here = Annotated[Served, Depends(served)]
Sent = Annotated[Form, Depends(sent)]

"""Pages from templates. Whatever text goes in comes out as text, without characters that cannot be seen."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from typing import Any

from fastapi import HTTPException
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from edu_supply.planning.layout import safe
from edu_supply.planning.wording import eur
from edu_supply.problems import Problem, shortened
from edu_supply.reading.frames import cell_text

LONGEST = 400
"""Longer texts are cut where they are shown, and stay whole in the data."""


class Pages:
    """The templates, and the token that every form carries."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self._environment = Environment(
            autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(_template), trim_blocks=True,
            lstrip_blocks=True, finalize=_seen,
        )  # fmt: skip
        filters: dict[str, Callable[..., Any]] = {"eur": _eur, "share": _share, "when": _when, "cell": cell,
                                                  "finding": _finding, "lines": _lines,
                                                  "written": _written}  # fmt: skip
        self._environment.filters.update(filters)

    def page(self, template: str, status: int = 200, *, marking: str | list[str] = "", **values: Any) -> HTMLResponse:
        """A page; ``marking`` stands at its head and foot."""
        markings = [marking] if isinstance(marking, str) else marking
        said = self._environment.get_template(template)
        text = said.render(token=self.token, markings=[one for one in dict.fromkeys(markings) if one], **values)
        return HTMLResponse(text, status)

    def sentence(self, status: int, message: str) -> HTMLResponse:
        """A page that says one thing."""
        return self.page("sentence.html.j2", status, message=message)

    def check(self, token: object) -> None:
        """Whether a form comes from a page of this server. Raises HTTPException."""
        if not isinstance(token, str) or not secrets.compare_digest(token.encode(), self.token.encode()):
            raise HTTPException(403, "The server was started anew since this page was opened. Go back, load the page "
                                     "again and repeat what you did.")  # fmt: skip


def cell(text: str) -> Markup:
    """The value of an input: all of it, as a browser keeps it."""
    return escape(as_kept(text))


def as_kept(text: str) -> str:
    """A text as an input gives it back: without line ends, NUL replaced.

    >>> as_kept(chr(10) + "a")
    'a'
    """
    return text.replace("\r", "").replace("\n", "").replace("\0", "\ufffd")


def _template(name: str) -> str:
    return (files("edu_supply.serving") / "templates" / name).read_text("utf-8")


def _seen(value: object) -> object:
    return value if isinstance(value, (Markup, int, float)) else shortened(safe(value), LONGEST)


def _eur(value: Any) -> str:
    return eur(float(value)) if isinstance(value, (int, float)) and value == value else ""


def _share(value: Any, digits: int = 1) -> str:
    return f"{value * 100:.{digits}f} %" if isinstance(value, (int, float)) and value == value else ""


def _when(value: str) -> str:
    return f"{datetime.fromisoformat(value).astimezone():%Y-%m-%d %H:%M}" if value else ""


def _finding(problem: Problem) -> str:
    """What is wrong and what would be right, beside the place that it concerns."""
    return f"{problem.message} {problem.right}".strip()


def _written(value: object) -> str:
    """A cell of a table as people write it."""
    return cell_text(value) or "blank"


def _lines(text: str) -> Markup:
    """A text of several lines, each without what cannot be seen."""
    return Markup("\n").join(safe(line) for line in text.splitlines())

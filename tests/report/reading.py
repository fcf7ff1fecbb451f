"""A page as a browser takes it: its elements, its texts, and all that it would ask for."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class Page(HTMLParser):
    """``elements`` are names with attributes; ``texts`` what a reader sees, in order."""

    def __init__(self, html: str):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.elements}

    def asks_for(self) -> list[str]:
        """All that the page would fetch or lead to, but places within itself."""
        asking = ("src", "href", "srcset", "data", "action", "xlink:href", "poster", "background")
        said = [(key, str(value)) for _, attributes in self.elements for key, value in attributes.items()]
        asked = [value for key, value in said if key in asking]
        styles = [value for key, value in said if key == "style"]
        return [one for one in asked if not one.startswith("#")] + styles


def style_of(html: str) -> str:
    [style] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    return str(style)

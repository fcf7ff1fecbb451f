"""The pages of the documentation, and the fenced blocks in them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")),
         *sorted((ROOT / "data").glob("*/README.md")), *sorted((ROOT / "models").glob("*.md"))]  # fmt: skip


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the page and line at which it begins."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{name_of(self.page)}:{self.line}"


def blocks(page: Path, language: str) -> list[Block]:
    """All fenced blocks of a language on a page, in order."""
    text = text_of(page)
    found = re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [Block(page, text.count("\n", 0, one.start()) + 1, one[1], one[2]) for one in found if one[1] == language]


@dataclass(frozen=True)
class Command:
    """A command of a console block, as words, and the output that is shown below it (``...`` stands for any lines)."""

    words: tuple[str, ...]
    shown: str


def commands(block: Block) -> list[Command]:
    """The commands of a console block."""
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]
    return [Command(tuple(shlex.split(part.partition("\n")[0])), part.partition("\n")[2]) for part in parts]

"""The queue of jobs, in SQLite: what was asked for, how it stands, and what came of it. A restart loses nothing."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

State = Literal["waiting", "running", "done", "stopped", "no plan", "failed", "cancelled", "interrupted"]

OVER = ("done", "stopped", "no plan", "failed", "cancelled", "interrupted")
"""A job in one of these states is not going on."""

_SCHEMA = """
create table if not exists jobs (
  id integer primary key autoincrement, kind text not null, title text not null, marking text not null,
  wanted text not null, state text not null default 'waiting', said text not null default '',
  run text not null default '', pid integer not null default 0, stops integer not null default 0,
  asked text not null, began text not null default '', ended text not null default '')
"""


@dataclass(frozen=True)
class Job:
    """One thing to be worked out: ``kind`` and ``wanted`` say what, ``state`` how it stands, ``run`` what it wrote.

    ``said`` is what it told at its end; ``stops`` counts how often it was asked to stop; times are ISO 8601, universal.
    """

    id: int
    kind: str
    title: str
    marking: str
    wanted: dict[str, Any]
    state: State
    said: str
    run: str
    pid: int
    stops: int
    asked: str
    began: str
    ended: str

    @property
    def over(self) -> bool:
        return self.state in OVER


class Queue:
    """Jobs in the order in which they were asked for.

    >>> import tempfile
    >>> queue = Queue(Path(tempfile.mkdtemp()) / "jobs.sqlite")
    >>> number = queue.add("solve", "tutorial", "", {"run": "tutorial"})
    >>> queue.take().state, queue.take()
    ('running', None)
    """

    def __init__(self, file: Path):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.file = file
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        with self._open() as base:
            base.execute(_SCHEMA)

    def add(self, kind: str, title: str, marking: str, wanted: dict[str, Any]) -> int:
        """Put a job at the end of the queue; its number."""
        with self._open() as base:
            done = base.execute("insert into jobs (kind, title, marking, wanted, asked) values (?, ?, ?, ?, ?)",
                                (kind, title, marking, json.dumps(wanted), _now()))  # fmt: skip
            return int(done.lastrowid or 0)

    def get(self, number: int) -> Job | None:
        """A job by its number."""
        with self._open() as base:
            row = base.execute("select * from jobs where id = ?", (number,)).fetchone()
        return None if row is None else _job(row)

    def latest(self, most: int = 200) -> list[Job]:
        """The jobs, the latest first."""
        with self._open() as base:
            return [_job(row) for row in base.execute("select * from jobs order by id desc limit ?", (most,))]

    def in_state(self, *states: State) -> list[Job]:
        """The jobs in one of these states, the first first."""
        return [job for job in reversed(self.latest(1_000)) if job.state in states]

    def take(self) -> Job | None:
        """The first job that waits, which is running from now on."""
        with self._open() as base:
            row = base.execute("select * from jobs where state = 'waiting' order by id limit 1").fetchone()
            if row is None:
                return None
            base.execute("update jobs set state = 'running', began = ? where id = ?", (_now(), row["id"]))
        return self.get(row["id"])

    def started(self, number: int, pid: int) -> None:
        """Remember the process that works on a job."""
        with self._open() as base:
            base.execute("update jobs set pid = ? where id = ?", (pid, number))

    def stop(self, number: int) -> Job | None:
        """Ask for an end: a job that waits is cancelled, one that runs counts how often it was asked."""
        with self._open() as base:
            base.execute("update jobs set state = 'cancelled', ended = ? where id = ? and state = 'waiting'",
                         (_now(), number))  # fmt: skip
            base.execute("update jobs set stops = stops + 1 where id = ? and state = 'running'", (number,))
        return self.get(number)

    def end(self, number: int, state: State, said: str = "", run: str = "") -> None:
        """A job is over."""
        with self._open() as base:
            base.execute("update jobs set state = ?, said = ?, run = ?, ended = ?, pid = 0 where id = ?",
                         (state, said, run, _now(), number))  # fmt: skip

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        base = sqlite3.connect(self.file, timeout=30, isolation_level=None)
        base.row_factory = sqlite3.Row
        try:
            base.execute("begin immediate")
            yield base
            base.execute("commit")
        finally:
            base.close()


def _job(row: sqlite3.Row) -> Job:
    return Job(**{**dict(row), "wanted": json.loads(row["wanted"])})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

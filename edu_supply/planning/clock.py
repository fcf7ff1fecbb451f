"""Seconds spent, by what they were spent on."""

from __future__ import annotations

import time


class Clock:
    """Begins when it is made; each ``lap`` goes to the phase that it names.

    >>> clock = Clock()
    >>> clock.lap("build")
    >>> list(clock.seconds)
    ['build']
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._began = self._last = time.perf_counter()

    def lap(self, phase: str) -> None:
        """What has passed since the last lap was spent on this phase."""
        now = time.perf_counter()
        self.seconds[phase] = self.seconds.get(phase, 0.0) + now - self._last
        self._last = now

    @property
    def passed(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self._began

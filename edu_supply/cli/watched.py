"""Watches over the work: where the solver takes its process down with it, that is a sentence and an exit code.

A library written in C++ can end its process without a word: by a segmentation fault, an abort, or because memory runs
out. So the command works in a process of its own, and this one only waits, passes on what it is told, and says how it
ended.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

FAILED = 4
"""The exit code for a death that nobody asked for."""

ASKED_FOR = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
"""Signals by which people end a program: they are passed on, and a death by one of them is passed back."""


def watched(work: Callable[[], None]) -> None:
    """Do the work in a child process and end as it ends; right here where processes cannot be split safely.

    That is everywhere but on Linux, and where EDU_SUPPLY_DEBUG asks for faults as they are.
    """
    if sys.platform != "linux" or os.environ.get("EDU_SUPPLY_DEBUG"):
        work()
        return
    sys.stdout.flush()
    sys.stderr.flush()
    heard = {signal.Signals[name] for name in ASKED_FOR} | {signal.SIGTSTP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, heard)
    lifeline = os.pipe()
    child = os.fork()
    if child == 0:
        _follow(*lifeline)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        work()
        return
    os.close(lifeline[0])
    _pass_on(child)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    _, status = os.waitpid(child, 0)
    _end(os.waitstatus_to_exitcode(status))


def _follow(read: int, write: int) -> None:
    """In the child: a process group of its own, which ends when the watching process does, however that ends.

    Signals of the terminal reach the watcher alone, so that none comes twice.
    """
    os.close(write)
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # to write on the terminal from a group of its own is fine

    def hold() -> None:
        os.read(read, 1)  # nothing ever comes but the end
        os.killpg(0, signal.SIGTERM)

    threading.Thread(target=hold, name="lifeline", daemon=True).start()


def _pass_on(child: int) -> None:
    """In the watcher: what people ask for goes to the child and all that it has started."""

    def ask(number: int, frame: FrameType | None) -> None:
        try:
            os.killpg(child, number)
        except ProcessLookupError:
            os.kill(child, number)  # it has no group yet

    def pause(number: int, frame: FrameType | None) -> None:
        ask(signal.SIGSTOP, frame)
        os.kill(os.getpid(), signal.SIGSTOP)  # here it goes on when it is told to
        ask(signal.SIGCONT, frame)

    for name in ASKED_FOR:
        if signal.getsignal(signal.Signals[name]) is not signal.SIG_IGN:  # as nohup leaves it
            signal.signal(signal.Signals[name], ask)
    signal.signal(signal.SIGTSTP, pause)


def _end(code: int) -> None:
    """In the watcher: end as the child did, or say what became of it."""
    if code >= 0:
        os._exit(code)
    died = signal.Signals(-code)
    if died.name in ASKED_FOR:
        signal.signal(died, signal.SIG_DFL)
        os.kill(os.getpid(), died)
    why = "most likely because memory ran out" if died == signal.SIGKILL else "most likely within the solver"
    sys.stderr.write(f"edu-supply died ({signal.strsignal(died)}), {why}: nothing is published\n")
    sys.stderr.flush()
    os._exit(FAILED)

"""Whether a process lives that talks into a file: it holds a lock on it, which the system takes away when it ends.

Where there are no such locks (Windows), a process that another server started counts as ended.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl


def hold(talk: IO[bytes]) -> None:
    """Lock a file for whoever has it open, processes that inherit it among them."""
    if sys.platform != "win32":
        fcntl.flock(talk, fcntl.LOCK_EX)


def is_alive(log: Path) -> bool:
    """Whether some process still has the file open that was locked.

    >>> is_alive(Path("nowhere.txt"))
    False
    """
    if sys.platform == "win32":
        return False
    try:
        with log.open("rb") as talk:
            fcntl.flock(talk, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False

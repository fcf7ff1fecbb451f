"""Files that only their owner can read, and that are never written over."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

OWNER_ONLY = 0o600


def create(files: Mapping[Path, bytes]) -> None:
    """Create files that only their owner can read: all or none. Raises FileExistsError."""
    created: list[Path] = []
    try:
        for path, content in files.items():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
            created.append(path)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
    except BaseException:
        for path in created:
            path.unlink(missing_ok=True)
        raise

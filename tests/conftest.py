"""What holds for all tests."""

from __future__ import annotations

import gc

import edu_supply  # noqa: F401

gc.collect()
gc.freeze()  # the libraries stay: a tenth of all time would go into looking through them again and again

"""``python -m edu_supply`` is the command line."""

from edu_supply.cli import main

main()

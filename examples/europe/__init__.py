"""The parts of the notional European dataset; `make_europe.py` beside this package puts them together."""

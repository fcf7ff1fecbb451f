"""The package's version, said once, and those of what it stands on."""

import platform
from importlib.metadata import version

__version__ = "0.1.0"


def versions() -> dict[str, str]:
    """Of edu-supply, Python and the packages that it stands on, as manifests say them."""
    packages = ("pyomo", "highspy", "networkx", "numpy", "pandas", "scipy", "pydantic")
    ours = {"edu-supply": __version__, "python": platform.python_version()}
    return ours | {package: version(package) for package in packages}

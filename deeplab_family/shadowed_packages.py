"""Shadowed packages: a user's file that Python finds in place of ours.

Two of our packages have everyday names, `input_pipeline` and `export`. Python
looks for them first in the folder of the script that runs, so an `export.py`
there hides ours.
"""

import importlib.util
import sys
from pathlib import Path

import deeplab_family

OURS = ("input_pipeline", "export")
_HOME = Path(deeplab_family.__file__).resolve().parent.parent


def refuse_shadowed_packages() -> None:
    """Looks where Python would find our packages, without importing them.

    Raises:
        ImportError: if a file or folder of somebody else comes first; names it
            and what to do.
    """
    for package in OURS:
        found = _found(package)
        if found and found.resolve().parent != _HOME:
            raise ImportError(
                f"{found} has the name of our package `{package}` and is "
                f"found in its place. Rename it, or run the script from "
                "another folder; `python -P` leaves its folder out",
                name=package,
                path=str(found),
            )


def _found(package: str) -> Path | None:
    """The file or folder that stands for a package."""
    module = sys.modules.get(package)
    spec = module.__spec__ if module else importlib.util.find_spec(package)
    if spec is None:
        return None
    if spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    return Path(spec.origin) if spec.origin else None

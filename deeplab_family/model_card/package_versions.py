"""Versions of this library and of the packages that write model files."""

from importlib.metadata import PackageNotFoundError, version

import deeplab_family

PACKAGES = ("tensorflow", "keras", "ai-edge-litert")


def package_versions() -> dict[str, str]:
    """Ours, and those of `PACKAGES` that are installed under their names."""
    found = {"deeplab-family": deeplab_family.__version__}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # tensorflow-cpu has another name
            continue
    return found

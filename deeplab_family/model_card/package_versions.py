"""Versions of this library and of the packages that write model files."""

from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("deeplab-family", "tensorflow", "keras", "ai-edge-litert")


def package_versions() -> dict[str, str]:
    """Version of each of `PACKAGES` that is installed under its name."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # tensorflow-cpu has another name
            continue
    return found

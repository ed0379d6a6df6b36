"""Stand-in for a model file, which nothing is to load."""

import zipfile
from pathlib import Path


def write_stand_in(path: Path) -> Path:
    """A `.keras` file to all who look at its first bytes alone."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "{}")
    return path

"""Saves a picture so that no reader ever meets half of it."""

import os
import tempfile
from pathlib import Path

from PIL import Image


def save_whole(picture: Image.Image, path: str | os.PathLike) -> None:
    """Writes `picture` to `path`, whole or not at all.

    Missing folders on the way are made; an older file is replaced.

    Args:
        picture: what to save.
        path: name of the file; its ending names the format.

    Raises:
        ValueError: if no picture format has this ending.
        OSError: if the file cannot be written; an older one is then intact.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=path.parent, prefix=f".{path.name}."
    ) as folder:
        draft = Path(folder) / path.name
        picture.save(draft, quality=95)  # of JPEG; others have none
        os.replace(draft, path)

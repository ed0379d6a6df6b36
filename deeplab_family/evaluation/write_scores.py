"""Writes scores as a JSON file."""

import os
import tempfile
from pathlib import Path

from deeplab_family.evaluation.scores import Scores


def write_scores(path: str | os.PathLike, scores: Scores) -> None:
    """Writes `scores` to the file `path`, whole or not at all.

    Missing folders on the way are made; an older file is replaced.

    Args:
        path: name of the JSON file.
        scores: what to write.

    Raises:
        OSError: if the file cannot be written; an older one is then intact.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=path.parent, prefix=f".{path.name}."
    ) as folder:
        draft = Path(folder) / path.name
        draft.write_text(scores.to_json(), encoding="utf-8")
        os.replace(draft, path)

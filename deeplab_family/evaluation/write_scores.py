"""Writes scores as a JSON file."""

import os

from deeplab_family.evaluation.scores import Scores
from input_pipeline.atomic_files import write_atomic


def write_scores(path: str | os.PathLike, scores: Scores) -> None:
    """Writes `scores` to the file `path`, whole or not at all.

    Missing folders on the way are made; an older file is replaced.

    Args:
        path: name of the JSON file.
        scores: what to write.

    Raises:
        OSError: if the file cannot be written; an older one is then intact.
    """
    write_atomic(path, scores.to_json())

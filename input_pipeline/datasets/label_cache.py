"""Label PNGs that are drawn once from another format, and then kept."""

import io
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import numpy as np
from PIL import Image

from input_pipeline.atomic_files import atomic_file
from input_pipeline.errors import DataError


def draw_labels(drawings: Mapping[Path, Callable[[], np.ndarray]]) -> int:
    """Draws the labels that are not there yet, in parallel.

    Each file appears whole, so a run that was killed continues where it was.

    Args:
        drawings: for each PNG file to make a function that returns its class
            ids, uint8 of shape `(height, width)`.

    Returns:
        How many files were drawn.

    Raises:
        DataError: if a file cannot be written, or from a drawing function.
    """
    missing = [path for path in drawings if not path.exists()]
    for folder in {path.parent for path in missing}:
        make_folder(folder)
    pool = ThreadPoolExecutor(os.cpu_count())
    try:
        jobs = [pool.submit(_draw, p, drawings[p]) for p in missing]
        for job in as_completed(jobs):
            job.result()
    finally:
        pool.shutdown(cancel_futures=True)
    return len(missing)


def write_file(path: Path, content: bytes) -> None:
    """Writes a file under another name first, then renames it.

    Raises:
        DataError: if the folder cannot be written to.
    """
    try:
        with atomic_file(path) as draft:
            draft.write_bytes(content)
    except OSError as error:
        raise _unwritable(path, error) from error


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it.

    Raises:
        DataError: if it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _draw(path: Path, draw: Callable[[], np.ndarray]) -> None:
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(draw())).save(stream, "PNG")
    write_file(path, stream.getvalue())


def _unwritable(path: Path, error: OSError) -> DataError:
    return DataError(
        f"{path} cannot be written: {error.strerror or error}. The labels of "
        "this data set are converted to PNG files there: make the folder "
        "writable, or copy the data set to a place that is"
    )

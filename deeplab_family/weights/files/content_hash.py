"""SHA-256 of weights: of a file, or of a checkpoint that is several files."""

import hashlib
from pathlib import Path

from deeplab_family.weights.files.path_in_errors import path_in_errors
from deeplab_family.weights.files.tf_checkpoint import (
    checkpoint_files,
    checkpoint_prefix,
)


def hash_of(path: str | Path) -> str:
    """SHA-256, hexadecimal, of what `read_arrays` reads at a path.

    Args:
        path: a file; of a TensorFlow checkpoint the folder, the prefix or a
            file, which give the same hash: that of its data files and its
            index, one after the other, sorted by name.

    Raises:
        WeightsError: if there is nothing, or it cannot be read; the message
            begins with the path.
    """
    path = Path(path)
    whole = hashlib.sha256()
    with path_in_errors(path):
        prefix = checkpoint_prefix(path)
        files = [path] if prefix is None else checkpoint_files(prefix)
        for file in files:
            with file.open("rb") as content:
                while part := content.read(2**20):
                    whole.update(part)
    return whole.hexdigest()

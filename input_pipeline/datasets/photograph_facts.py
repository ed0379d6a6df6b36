"""Facts about the photographs beside annotations: names and sizes.

Labels follow from them where files of annotations do not say all, and whether
a photograph is found is kept with the labels.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from input_pipeline.datasets.files_below import files_below
from input_pipeline.datasets.pairing import IMAGE_ENDINGS


def photograph_facts(root: Path) -> Iterator[str]:
    """Name and number of bytes of each photograph below a folder, sorted.

    Folders and files that begin with a dot are left out.
    """
    for path in list_photographs(root):
        name = os.path.relpath(path, root)
        yield f"{name} {path.stat().st_size}"


def list_photographs(root: Path) -> list[Path]:
    """The photographs below a folder, sorted; none that begins with a dot."""
    return files_below(root, IMAGE_ENDINGS)

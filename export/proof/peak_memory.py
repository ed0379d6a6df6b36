"""Peak memory of a process that runs one exported file."""

import os
import subprocess
import sys
from pathlib import Path

from deeplab_family.child_process import child_command
from export.proof import memory_worker
from input_pipeline.picture_format import ORDINARY, PictureFormat

TIMEOUT_S = 600


def peak_memory(
    path: Path,
    image_size: tuple[int, int],
    num_threads: int,
    pictures: PictureFormat = ORDINARY,
) -> int | None:
    """Bytes by which a process grows that loads a file and runs one image.

    Measured in a child process, so that neither this process nor another
    artifact is in the figure.

    Args:
        path: TFLite file or SavedModel folder.
        image_size: (height, width) of the image.
        num_threads: CPU threads, for a TFLite file.
        pictures: what it takes. Defaults to uint8 RGB.

    Returns:
        Bytes, or `None` where the child did not end well: a figure that is
        missing is no reason to fail an export.
    """
    words = [str(path), *map(str, image_size), str(num_threads)]
    words += [str(pictures.channels), pictures.dtype]
    command = [*child_command(script=memory_worker.__file__), *words]
    settings = {
        "CUDA_VISIBLE_DEVICES": "-1",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    try:
        child = subprocess.run(
            command,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        return None
    last = child.stdout.split()[-1:]
    return int(last[0]) if child.returncode == 0 and last else None

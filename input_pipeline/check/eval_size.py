"""Makes sure that evaluation images fit the size they are padded to."""

from collections.abc import Sequence

from input_pipeline.check.image_file import image_size
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths


def refuse_larger(
    samples: Sequence[SamplePaths], eval_size: tuple[int, int]
) -> None:
    """Reads the header of each image and refuses sizes above `eval_size`.

    Raises:
        DataError: naming the first image that is too large, and the smallest
            size that would hold all of them.
    """
    paths = [sample.image_path for sample in samples]
    sizes = [image_size(path, path.read_bytes()) for path in paths]
    needed = tuple(max(side) for side in zip(*sizes, strict=True))
    for path, size in zip(paths, sizes, strict=True):
        if size[0] > eval_size[0] or size[1] > eval_size[1]:
            raise DataError(
                f"{path} has {size[0]} rows and {size[1]} "
                f"columns and does not fit `eval_size` {eval_size}. "
                f"All images of the split need at least {needed}"
            )

"""Check of all files of a split, listing the bad ones."""

import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from input_pipeline.check.check_progress import counted
from input_pipeline.check.check_sample import CheckedSample, check_sample
from input_pipeline.check.label_ids import refuse_binary_ids
from input_pipeline.check.problem_messages import describe_problem
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.inspection.image import picture_size
from input_pipeline.picture_format import ORDINARY, PictureFormat
from input_pipeline.sample import SamplePaths

logger = logging.getLogger("input_pipeline")

LISTED = 20


def check_samples(
    samples: Sequence[SamplePaths],
    spec: DatasetSpec,
    pictures: PictureFormat = ORDINARY,
) -> None:
    """Decodes every image and label completely, on all processors.

    A photograph with an EXIF orientation is turned upright where the size of
    its label tells that the label is; otherwise it is refused.

    Args:
        samples: files to read.
        spec: the classes that labels may hold.
        pictures: what images become. Defaults to uint8 RGB.

    Raises:
        DataError: if any file is unusable. The message lists the first 20
            with what is wrong and what to do, and counts all.
    """
    problems = find_problems(samples, spec, pictures)
    if problems:
        raise DataError(describe_problems(problems, len(samples)))


def find_problems(
    samples: Sequence[SamplePaths],
    spec: DatasetSpec,
    pictures: PictureFormat = ORDINARY,
) -> dict[str, str]:
    """Finds the samples that cannot be used.

    Takes the arguments of `check_samples`.

    Returns:
        What is wrong, by the id of the sample, in the order of `samples`.

    Raises:
        DataError: if all labels together cannot be meant as they are.
    """

    def look(sample: SamplePaths) -> CheckedSample | str:
        try:
            return check_sample(sample, spec, pictures)
        except DataError as error:
            return str(error)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        looked = pool.map(look, samples)
        found = list(counted("checking files", looked, len(samples)))
    good = [result for result in found if isinstance(result, CheckedSample)]
    turned = sum(result.is_set_upright for result in good)
    if turned:
        logger.warning(
            "%d of %d images are turned upright, as their EXIF orientation "
            "says and their labels are",
            turned,
            len(samples),
        )
    if good and spec.num_classes > 1 and not spec.is_mapped:
        counts = sum(result.class_pixels for result in good)
        refuse_binary_ids(counts, samples[0].label_path.parent)
    return {
        sample.id: result
        for sample, result in zip(samples, found, strict=True)
        if isinstance(result, str)
    }


def describe_problems(problems: dict[str, str], total: int) -> str:
    """Puts problems into one message: a count, then one line each."""
    lines = list(problems.values())
    if total == 1:
        return lines[0]
    more = len(lines) - LISTED
    rest = [f"and {more} more"] if more > 0 else []
    head = f"{len(lines)} of {total} samples cannot be used:"
    return "\n  ".join([head, *lines[:LISTED], *rest])


def image_size(path: Path, encoded: bytes) -> tuple[int, int]:
    """Reads the size of a picture; of a JPEG or PNG from its header.

    Args:
        path: where the picture lies, for messages.
        encoded: the bytes of the file, or the first of them.

    Returns:
        `(height, width)` in pixels, of the upright picture.

    Raises:
        DataError: if the bytes are no picture, or it is huge or animated.
    """
    facts = picture_size(encoded)
    if facts.problem is not None:
        raise DataError(describe_problem(path, facts.problem))
    return facts.size


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

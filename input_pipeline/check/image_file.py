"""The size of a photograph, from its header."""

from pathlib import Path

from input_pipeline.check.sentences import describe_problem
from input_pipeline.errors import DataError
from input_pipeline.inspection.image import inspect_image_header


def image_size(path: Path, encoded: bytes) -> tuple[int, int]:
    """Reads the size of a JPEG or PNG picture from its header.

    Args:
        path: where the picture lies, for messages.
        encoded: the bytes of the file, or the first of them.

    Returns:
        `(height, width)` in pixels, of the upright picture.

    Raises:
        DataError: if the bytes are no JPEG or PNG picture, or the picture is
            huge or animated.
    """
    facts = inspect_image_header(encoded)
    if facts.problem is not None:
        raise DataError(describe_problem(path, facts.problem))
    return facts.size

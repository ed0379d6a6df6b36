"""Errors of weight files begin with the path."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from deeplab_family.weights.errors import WeightsError


@contextlib.contextmanager
def path_in_errors(path: Path) -> Iterator[None]:
    """Puts the path before what is said within, and before the disk's errors.

    Raises:
        WeightsError: for each `WeightsError` and `OSError` within.
    """
    try:
        yield
    except WeightsError as error:
        raise WeightsError(f"{path}: {error}") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise WeightsError(f"{path}: cannot be read: {reason}") from error

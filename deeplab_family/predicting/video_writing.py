"""Video files, written through OpenCV: whole or not at all."""

import contextlib
import errno
import functools
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from deeplab_family.photographs import opencv_silenced
from input_pipeline.atomic_files import atomic_file

_TRIED = (64, 64)


@dataclass(frozen=True)
class Codec:
    """Video codec, and the ending of its files.

    Args:
        name: of four letters, as OpenCV takes it.
        ending: of the file, such as ".mp4".
    """

    name: str
    ending: str


CODECS = (Codec("avc1", ".mp4"), Codec("mp4v", ".mp4"), Codec("MJPG", ".avi"))
"""Best first: H.264 plays everywhere but needs an encoder that many OpenCVs
lack; Motion JPEG is in all of them."""


@functools.cache
def find_codec() -> Codec:
    """The first of `CODECS` that OpenCV can write on this machine.

    Raises:
        ValueError: if it can write none.
    """
    frame = np.zeros((*_TRIED, 3), np.uint8)
    for codec in CODECS:
        with tempfile.TemporaryDirectory() as folder, opencv_silenced():
            path = Path(folder, f"tried{codec.ending}")
            writer = _writer(path, codec, 25.0, _TRIED)
            for _ in range(2):
                writer.write(frame)
            writer.release()
            if _count(path) == 2:
                return codec
    names = ", ".join(codec.name for codec in CODECS)
    raise ValueError(
        f"OpenCV {cv2.__version__} on this machine can write no video: none of "
        f"{names} works. Take opencv-python-headless from PyPI"
    )


@contextlib.contextmanager
def video_file(
    path: Path, codec: Codec, rate: float, size: tuple[int, int]
) -> Iterator[Callable[[np.ndarray], None]]:
    """Gives a function that writes frames; the file appears at the end.

    Args:
        path: with the ending of the codec.
        codec: from `find_codec`.
        rate: float > 0, frames a second.
        size: `(height, width)` of the frames, even numbers.

    Yields:
        A function of a uint8 RGB frame `(*size, 3)`.

    Raises:
        OSError: if the file cannot be written, or not whole: OpenCV says
            nothing of a full disk, so it is read again.
    """
    with atomic_file(path) as draft:
        with opencv_silenced():
            writer = _writer(draft, codec, rate, size)
        if not writer.isOpened():
            raise OSError(errno.EIO, f"OpenCV cannot write {codec.name} there")
        count = 0

        def write(frame: np.ndarray) -> None:
            nonlocal count
            writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
            count += 1

        try:
            yield write
        finally:
            writer.release()
        with opencv_silenced():
            written = _count(draft)
        if written < count:
            raise OSError(
                errno.ENOSPC,
                f"Only {written:,} of {count:,} frames arrived; is the disk "
                "full?",
            )


def _writer(path, codec, rate, size) -> cv2.VideoWriter:
    code = cv2.VideoWriter.fourcc(*codec.name)
    return cv2.VideoWriter(str(path), code, rate, size[::-1])


def _count(path: Path) -> int:
    if not path.is_file():
        return 0
    capture = cv2.VideoCapture(str(path))
    count = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
    is_whole = capture.isOpened() and capture.read()[0]
    capture.release()
    return count if is_whole else 0

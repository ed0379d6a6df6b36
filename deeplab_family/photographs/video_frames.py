"""Video frames, of a file or a camera, through OpenCV."""

from collections.abc import Iterator

import cv2
import numpy as np

from deeplab_family.photographs.media_file import MediaFile
from deeplab_family.photographs.opencv_silence import opencv_silenced
from input_pipeline import DataError

USUAL_RATE = 25.0
"""Frames a second where a file does not say it, or says nonsense."""
HIGHEST_RATE = 240.0
MISSING = 0.02
"""Share of the frames that a header may promise too many; it is often an
estimate."""


class VideoFrames:
    """The frames of a video, upright, as RGB.

    Args:
        file: a video, or a camera by its number.
        limit: int >= 1, frames at most; None (the default) for all.

    Attributes:
        size: `(height, width)` of the frames, in pixels.
        rate: float > 0, frames a second; None for a camera, whose frames come
            as fast as they are asked for.
        count: int, how many will come by the file's own account, or by
            `limit`; 0 where nobody says.

    Raises:
        DataError: if no frame can be read.
    """

    def __init__(self, file: MediaFile, limit: int | None = None):
        self.path = file.path
        is_camera = file.camera is not None
        source = file.camera if is_camera else str(file.path)
        try:
            with opencv_silenced():
                self._capture = cv2.VideoCapture(source)
                self._capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
                is_there, self._first = self._capture.read()
        except (UnicodeEncodeError, cv2.error) as error:
            raise DataError(self._unreadable(is_camera)) from error
        if not is_there:
            self._capture.release()
            raise DataError(self._unreadable(is_camera))
        self.size = self._first.shape[:2]
        self.rate = None if is_camera else self._stated_rate()
        count = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        count = int(count) if 0 < count < 1e9 and not is_camera else 0
        self.count = min(count or limit or 0, limit or count)
        self._limit = limit

    def __iter__(self) -> Iterator[np.ndarray]:
        """Gives the frames, once.

        Yields:
            uint8 RGB `(*size, 3)`.

        Raises:
            DataError: after the last good frame, if the next has another size
                or the file ends before it should.
        """
        done, frame = 0, self._first
        try:
            while frame is not None:
                if frame.shape[:2] != self.size:
                    raise DataError(self._changed(done, frame.shape))
                yield cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
                done += 1
                if done == self._limit:
                    return
                is_there, frame = self._capture.read()
                frame = frame if is_there else None
        finally:
            self._capture.release()
        if self.count - done > max(2, MISSING * self.count):
            raise DataError(
                f"{self.path} ends after {done:,} of {self.count:,} frames: it "
                "is cut off or damaged there"
            )

    def _stated_rate(self) -> float:
        rate = self._capture.get(cv2.CAP_PROP_FPS)
        return rate if 0 < rate <= HIGHEST_RATE else USUAL_RATE

    def _unreadable(self, is_camera: bool) -> str:
        if is_camera:
            return (
                f"{self.path}: no picture comes from it. Is it there, free, "
                "and yours to read?"
            )
        try:  # OpenCV does not say that a file is gone, or somebody else's
            self.path.open("rb").close()
        except OSError as error:
            return f"{self.path} cannot be opened: {error.strerror}"
        return (
            f"{self.path}: no frame can be read. It holds none, is cut off, or "
            "needs a codec that OpenCV lacks on this machine (it reads through "
            f"{_backends()}). Convert it to MP4 with H.264"
        )

    def _changed(self, done: int, shape) -> str:
        height, width = self.size
        return (
            f"{self.path}: frame {done + 1:,} has {shape[0]} x {shape[1]} "
            f"pixels (height x width), those before {height} x {width}. "
            "Divide the video there"
        )


def _backends() -> str:
    registry = cv2.videoio_registry
    names = [
        registry.getBackendName(backend)
        for backend in registry.getStreamBackends()
        if registry.hasBackend(backend)
    ]
    return ", ".join(names)

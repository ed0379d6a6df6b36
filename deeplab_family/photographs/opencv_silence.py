"""Silence of OpenCV and FFmpeg, whose lines our own errors replace."""

import contextlib
import os
from collections.abc import Iterator

import cv2

FFMPEG_LEVEL = ("OPENCV_FFMPEG_LOGLEVEL", "-8")
"""FFmpeg's "quiet". OpenCV reads it when it opens the first video."""


@contextlib.contextmanager
def opencv_silenced() -> Iterator[None]:
    """Keeps both from writing to standard error."""
    os.environ.setdefault(*FFMPEG_LEVEL)
    logging = cv2.utils.logging
    level = logging.getLogLevel()
    logging.setLogLevel(logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        logging.setLogLevel(level)

"""Small videos, drawn and written for tests."""

import numpy as np

from deeplab_family.predicting import find_codec, video_file
from deeplab_family.predicting.video_writing import Codec

MJPG = Codec("MJPG", ".avi")


def moving_bar(count, size=(48, 64)):
    """Frames with a bright bar that moves to the right, one pixel a frame."""
    for number in range(count):
        frame = np.full((*size, 3), 40, np.uint8)
        frame[:, number : number + 8] = (250, 240, 20)
        yield frame


def write_video(path, frames, rate=25.0, codec=None):
    """Writes frames of one size; returns the path."""
    frames = list(frames)
    codec = codec or find_codec()
    with video_file(path, codec, rate, frames[0].shape[:2]) as write:
        for frame in frames:
            write(frame)
    return path

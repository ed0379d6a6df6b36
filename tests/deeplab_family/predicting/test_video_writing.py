import errno

import cv2
import numpy as np
import pytest

from deeplab_family.photographs import MediaFile, VideoFrames
from deeplab_family.predicting import find_codec, video_file, video_writing
from tests.deeplab_family.predicting.draw_videos import (
    MJPG,
    moving_bar,
    write_video,
)


def test_a_video_comes_back_as_it_was_written(tmp_path):
    codec = find_codec()
    path = write_video(tmp_path / f"clip{codec.ending}", moving_bar(9), 12.5)
    video = VideoFrames(MediaFile(path, "clip"))
    assert (video.size, video.count) == ((48, 64), 9)
    assert video.rate == pytest.approx(12.5)
    for number, frame in enumerate(video):
        bright = frame[..., 0].mean(axis=0) > 140
        assert abs(bright.argmax() - number) <= 1 and bright.sum() in (7, 8, 9)
        red, _, blue = frame[:, number + 2 : number + 6].mean(axis=(0, 1))
        assert red > blue + 100  # not swapped
    assert number == 8


def test_nothing_is_left_of_a_video_that_fails(tmp_path):
    with pytest.raises(RuntimeError):
        with video_file(tmp_path / "a.avi", MJPG, 25.0, (48, 64)) as write:
            write(np.zeros((48, 64, 3), np.uint8))
            raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_frames_that_do_not_arrive_are_an_error(tmp_path, monkeypatch):
    """As on a full disk, of which OpenCV does not speak."""
    monkeypatch.setattr(video_writing, "_count", lambda path: 2)
    with pytest.raises(OSError, match="2 of 3 frames arrived") as raised:
        write_video(tmp_path / "a.avi", moving_bar(3), codec=MJPG)
    assert raised.value.errno == errno.ENOSPC
    assert list(tmp_path.iterdir()) == []


class NoWriter:
    """An OpenCV that can encode nothing, or Motion JPEG alone."""

    def __init__(self, *encoders):
        self.encoders = [cv2.VideoWriter.fourcc(*name) for name in encoders]

    fourcc = staticmethod(cv2.VideoWriter.fourcc)

    def __call__(self, path, code, rate, size):
        if code in self.encoders:
            return REAL(path, code, rate, size)
        return REAL()


REAL = cv2.VideoWriter


@pytest.fixture
def no_encoders(monkeypatch):
    find_codec.cache_clear()
    yield lambda *names: monkeypatch.setattr(
        video_writing.cv2, "VideoWriter", NoWriter(*names)
    )
    find_codec.cache_clear()


def test_motion_jpeg_steps_in_where_no_other_encoder_is(no_encoders):
    no_encoders("MJPG")
    assert find_codec() == MJPG


def test_a_machine_without_encoders_says_so(no_encoders):
    no_encoders()
    with pytest.raises(ValueError, match="none of avc1, mp4v, MJPG works"):
        find_codec()

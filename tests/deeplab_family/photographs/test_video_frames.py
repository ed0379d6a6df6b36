from pathlib import Path

import cv2
import numpy as np
import pytest

from deeplab_family.photographs import MediaFile, VideoFrames, video_frames
from input_pipeline import DataError
from tests.deeplab_family.predicting.draw_videos import (
    MJPG,
    moving_bar,
    write_video,
)


def opened(path, limit=None):
    return VideoFrames(MediaFile(path, "clip"), limit)


@pytest.fixture
def clip(tmp_path):
    return write_video(tmp_path / "clip.avi", moving_bar(12), codec=MJPG)


def test_a_limit_ends_a_video_early(clip):
    assert opened(clip, 5).count == 5
    assert len(list(opened(clip, 5))) == 5
    assert len(list(opened(clip, 50))) == opened(clip, 50).count == 12


@pytest.mark.parametrize("content", [b"", b"no video", bytes(5000)])
def test_what_holds_no_frame_is_named_with_what_may_be_wrong(tmp_path, content):
    (tmp_path / "a.mp4").write_bytes(content)
    with pytest.raises(DataError, match="a.mp4: no frame.*OpenCV.*FFMPEG|CV_"):
        opened(tmp_path / "a.mp4")


def test_a_video_that_cannot_be_opened_is_told_by_the_system(tmp_path):
    path = tmp_path / "gone.mp4"
    path.symlink_to(tmp_path / "nowhere.mp4")
    with pytest.raises(DataError, match="gone.mp4 cannot be opened: No such"):
        opened(path)


def test_a_video_that_is_cut_off_gives_its_frames_and_says_so(clip):
    whole = clip.read_bytes()
    clip.write_bytes(whole[: len(whole) * 2 // 3])
    frames, got = iter(opened(clip)), []
    with pytest.raises(DataError, match="ends after .* of 12 frames"):
        for frame in frames:
            got.append(frame)
    assert 1 <= len(got) <= 9


class Capture:
    """OpenCV's capture, with frames of one's own."""

    def __init__(self, frames, **properties):
        self.frames, self.properties = list(frames), properties
        self.is_released = False

    def set(self, *_):
        pass

    def get(self, number):
        names = {cv2.CAP_PROP_FPS: "rate", cv2.CAP_PROP_FRAME_COUNT: "count"}
        return self.properties.get(names.get(number), 0)

    def read(self):
        return (True, self.frames.pop(0)) if self.frames else (False, None)

    def release(self):
        self.is_released = True


@pytest.fixture
def capture(monkeypatch):
    def use(frames, **properties):
        made = Capture(frames, **properties)
        monkeypatch.setattr(video_frames.cv2, "VideoCapture", lambda _: made)
        return made

    return use


def test_a_change_of_size_ends_a_video_with_a_reason(capture, tmp_path):
    frames = [*moving_bar(3), *moving_bar(3, (24, 32))]
    used, got = capture(frames, rate=25, count=6), []
    with pytest.raises(DataError, match="frame 4 has 24 x 32.*before 48 x 64"):
        for frame in opened(tmp_path / "a.mp4"):
            got.append(frame)
    assert len(got) == 3 and used.is_released


@pytest.mark.parametrize("rate", [0, float("nan"), -1, 90_000])
def test_a_rate_that_is_none_becomes_the_usual_one(capture, tmp_path, rate):
    capture(moving_bar(1), rate=rate)
    assert opened(tmp_path / "a.mp4").rate == 25.0


def test_a_header_that_promises_a_little_too_much_is_believed(capture):
    capture(moving_bar(99), rate=25, count=101)
    assert len(list(opened(Path("a.mp4")))) == 99
    capture(moving_bar(3), rate=25, count=-5)
    assert len(list(opened(Path("a.mp4")))) == 3


def test_a_camera_has_no_rate_and_no_end(capture, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    capture(moving_bar(7), rate=30, count=7)
    camera = VideoFrames(MediaFile(Path("camera:0"), "camera:0"), 4)
    assert camera.rate is None and camera.count == 4
    frames = list(camera)
    assert len(frames) == 4
    np.testing.assert_array_equal(frames[0][0, 0], (20, 240, 250))  # BGR
    capture([])
    with pytest.raises(DataError, match="camera:0: no picture comes from it"):
        VideoFrames(MediaFile(Path("camera:0"), "camera:0"))

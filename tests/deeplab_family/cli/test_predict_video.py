"""`deeplab predict` on videos: overlays, frames, damaged files."""

import re

import numpy as np
import pytest
from PIL import Image

from deeplab_family.inference import load_predictor
from deeplab_family.photographs import MediaFile, VideoFrames
from tests.deeplab_family.cli.predict_calls import contents, predict
from tests.deeplab_family.predicting.draw_videos import (
    MJPG,
    moving_bar,
    write_video,
)


@pytest.fixture
def clip(tmp_path):
    return write_video(tmp_path / "clip.avi", moving_bar(12), codec=MJPG)


def test_a_video_becomes_a_video(network, clip, tmp_path, capsys):
    assert predict(network, clip, "--output", tmp_path / "out") == 0
    (drawn,) = (tmp_path / "out").iterdir()
    assert drawn.stem == "clip_overlay"
    video = VideoFrames(MediaFile(drawn, ""))
    assert (video.count, video.rate) == (12, 25.0)
    assert video.size[0] > 48 and video.size[1] >= 64  # the legend
    assert re.search(r"12 frames, .* frames/s", capsys.readouterr().err)
    assert predict(network, clip, "--output", tmp_path / "out") == 2
    assert "there already" in capsys.readouterr().err


def test_frames_get_results_of_their_own(network, clip, tmp_path, capsys):
    words = [clip, "--save", "mask", "--frames", "3", "--output"]
    assert predict(network, *words, tmp_path / "plain") == 0
    assert predict(network, *words, tmp_path / "mean", "--smooth", "0.5") == 0
    names = ["000001.png", "000002.png", "000003.png"]
    folders = [tmp_path / f"{name}/clip" for name in ("plain", "mean")]
    assert [sorted(contents(folder)) for folder in folders] == [names, names]
    frames = list(VideoFrames(MediaFile(clip, "")))[:3]
    predictor = load_predictor(network)
    each = [predictor(frame[None]).probabilities[0] for frame in frames]
    mean = each[0]
    for number, probabilities in enumerate(each):
        mean = (mean + probabilities) / 2 if number else mean
        for folder, expected in zip(
            folders, (probabilities, mean), strict=True
        ):
            mask = np.asarray(Image.open(folder / names[number]))
            np.testing.assert_array_equal(mask, expected.argmax(axis=-1))
    assert predict(network, *words, tmp_path / "plain", "--overwrite") == 2
    assert "holds files already" in capsys.readouterr().err


def test_no_other_result_lies_among_those_of_frames(
    network, clip, tmp_path, capsys
):
    (tmp_path / "clip").mkdir()
    Image.new("RGB", (9, 7)).save(tmp_path / "clip/000002.jpg")
    words = [tmp_path, "--save", "mask", "--output", tmp_path / "out"]
    assert predict(network, *words) == 2
    assert "among those of a video's frames" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_of_a_damaged_video_the_good_part_is_kept(
    network, clip, tmp_path, capsys
):
    clip.write_bytes(clip.read_bytes()[: clip.stat().st_size * 2 // 3])
    (tmp_path / "none.mp4").write_bytes(b"no video")
    words = [clip, tmp_path / "none.mp4", "--output", tmp_path / "out"]
    assert predict(network, *words) == 1
    said = capsys.readouterr().err
    assert re.search(r"error: .*clip.avi ends after \d of 12 frames", said)
    assert re.search(r"error: .*none.mp4: no frame can be read", said)
    (drawn,) = (tmp_path / "out").iterdir()
    assert VideoFrames(MediaFile(drawn, "")).count >= 1


def test_masks_for_a_test_server_are_of_photographs(
    network, clip, tmp_path, capsys
):
    words = ["--output", tmp_path / "out", "--stored-ids", "cityscapes"]
    assert predict(network, clip, *words) == 2
    assert "--stored-ids is for photographs" in capsys.readouterr().err

import io

import numpy as np
import pytest
from PIL import Image

from deeplab_family.app import find_samples
from deeplab_family.app.page_samples import MOST
from input_pipeline import DataError
from input_pipeline.picture_format import PictureFormat
from tests.deeplab_family.app.app_in_thread import noise, png


def test_without_a_folder_there_are_drawn_streets_always_the_same():
    samples = find_samples()
    assert [s.name for s in samples] == [f"Drawn street {n}" for n in (1, 2, 3)]
    streets = [np.asarray(Image.open(io.BytesIO(s.read()))) for s in samples]
    assert {street.shape for street in streets} == {(360, 480, 3)}
    assert (streets[0] != streets[1]).mean() > 0.3
    assert find_samples()[2].read() == samples[2].read()


def test_photographs_of_a_folder_are_offered_by_name_alone(tmp_path):
    (tmp_path / "sea").mkdir()
    for number in range(MOST + 3):
        image = png(noise(seed=number))
        (tmp_path / "sea" / f"{number:02}.png").write_bytes(image)
    (tmp_path / "clip.mp4").write_bytes(b"")
    samples = find_samples(tmp_path)
    assert [s.name for s in samples] == [f"{n:02}.png" for n in range(MOST)]
    assert samples[4].read() == png(noise(seed=4))


def test_a_folder_without_photographs_is_told(tmp_path):
    with pytest.raises(DataError, match="holds no image"):
        find_samples(tmp_path)
    (tmp_path / "clip.mp4").write_bytes(b"")
    with pytest.raises(DataError, match="holds no photograph, only videos"):
        find_samples(tmp_path)


def test_a_network_of_other_images_is_shown_files_alone(tmp_path):
    gray = PictureFormat(channels=1)
    assert find_samples(None, gray) == []
    np.save(tmp_path / "scan.npy", np.zeros((4, 5), np.uint16))
    (sample,) = find_samples(tmp_path, gray)
    assert sample.name == "scan.npy"

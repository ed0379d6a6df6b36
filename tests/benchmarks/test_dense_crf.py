import numpy as np
from PIL import Image

from benchmarks import dense_crf
from tests.input_pipeline.draw_files import random_pixels


def test_prints_a_table_for_each_preset(tmp_path, capsys):
    path = tmp_path / "photograph.png"
    Image.fromarray(random_pixels(0)).save(path)

    dense_crf.main(path, size=24, classes=3, rounds=1)

    text = capsys.readouterr().out
    assert "Dense CRF, duc: 24 x 24, 3 classes" in text
    assert text.count("| this library |") == 2


def test_a_street_stands_in_for_a_photograph(capsys):
    dense_crf.main(size=24, classes=3, presets=("duc",), rounds=1)
    assert "Dense CRF, duc: 24 x 24" in capsys.readouterr().out


def test_beliefs_are_smooth_probabilities_that_tell_pixels_apart():
    image = random_pixels(0)

    beliefs = dense_crf.draw_beliefs(image, 5)

    np.testing.assert_allclose(beliefs.sum(axis=-1), 1, rtol=1e-5)
    assert beliefs.shape == (*image.shape[:2], 5)
    assert len(np.unique(beliefs.argmax(axis=-1))) > 1

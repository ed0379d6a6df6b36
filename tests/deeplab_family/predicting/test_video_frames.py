import threading
import time

import numpy as np
import pytest

from deeplab_family.inference import Prediction
from deeplab_family.inference.predict_at_size import predict_at_size
from deeplab_family.inference.resize import resize_bilinear
from deeplab_family.predicting import TemporalMean, segmented_frames
from input_pipeline import DatasetSpec

SPEC = DatasetSpec(("dark", "bright"), ((0, 0, 0), (255, 255, 255)))
SIZE = (24, 32)


class Brightness:
    """A network of two classes, the probability of one being the red."""

    def __init__(self, input_size=None, only_class_map=False):
        self.input_size, self.only_class_map = input_size, only_class_map

    def run(self, images):
        bright = images[..., 0] / np.float32(255)
        probabilities = np.stack([1 - bright, bright], axis=-1)
        class_map = probabilities.argmax(axis=-1).astype(np.uint8)
        if self.only_class_map:
            return Prediction(class_map)
        return Prediction(class_map, probabilities)

    def __call__(self, images):
        return predict_at_size(self.run, images, self.input_size)


def frames(count=5):
    """Soft blobs that change from frame to frame."""
    rng = np.random.default_rng(0)
    coarse = rng.integers(0, 256, (count, 4, 5, 3))
    return list(np.rint(resize_bilinear(coarse, SIZE)).astype(np.uint8))


def test_frames_are_judged_one_by_one_and_in_order():
    network = Brightness()
    results = list(segmented_frames([network], frames(), SPEC))
    for frame, result in zip(frames(), results, strict=True):
        assert result.image.tobytes() == frame.tobytes()
        expected = network(frame[None]).class_map[0]
        np.testing.assert_array_equal(result.mask, expected)
        with pytest.raises(ValueError):
            result.probabilities  # noqa: B018  not kept


@pytest.mark.parametrize("input_size", [None, (12, 20), (40, 40)])
def test_the_mean_over_frames_is_that_of_their_probabilities(input_size):
    """Also where the network has another size than the video."""
    network, mean = Brightness(input_size), TemporalMean(0.6)
    results = segmented_frames(
        [network], frames(), SPEC, smooth=0.6, keep_probabilities=True
    )
    for frame, result in zip(frames(), results, strict=True):
        expected = mean(network(frame[None]).probabilities[0])
        np.testing.assert_allclose(result.probabilities, expected, atol=1e-6)
        clear = np.abs(expected[..., 0] - 0.5) > 1e-5
        agree = result.mask == expected.argmax(axis=-1)
        assert agree[clear].all() and clear.mean() > 0.99


def test_smoothing_needs_probabilities():
    network = Brightness(only_class_map=True)
    assert len(list(segmented_frames([network], frames(), SPEC))) == 5
    with pytest.raises(ValueError, match="smoothing needs probabilities"):
        list(segmented_frames([network], frames(), SPEC, smooth=0.5))


def test_frames_that_several_predictors_answer_keep_their_order():
    """The first two are asked at the same time, and the first ends last."""
    together, first = threading.Barrier(2, timeout=10), frames(9)[0]

    class Slow(Brightness):
        asked = 0

        def __call__(self, images):
            self.asked += 1
            if self.asked == 1:
                together.wait()
            if (images[0] == first).all():
                time.sleep(0.2)
            return super().__call__(images)

    results = list(segmented_frames([Slow(), Slow()], frames(9), SPEC))
    for frame, result in zip(frames(9), results, strict=True):
        assert result.image.tobytes() == frame.tobytes()
        np.testing.assert_array_equal(result.mask, frame[..., 0] > 127)

import numpy as np

from deeplab_family.inference.predict_at_size import predict_at_size
from deeplab_family.inference.prediction import Prediction


class BrightOrDark:
    """Class 1 where a pixel is bright; remembers the sizes it was given."""

    def __init__(self, only_class_map=False):
        self.sizes = []
        self.only_class_map = only_class_map

    def __call__(self, images):
        self.sizes.append(images.shape[1:3])
        bright = images[..., 0] / np.float32(255)
        probabilities = np.stack([1 - bright, bright], axis=-1)
        class_map = probabilities.argmax(-1).astype(np.uint8)
        kept = None if self.only_class_map else probabilities
        return Prediction(class_map, kept)


def half_bright(height, width):
    images = np.zeros((2, height, width, 3), np.uint8)
    images[:, :, width // 2 :] = 255
    return images


def test_a_model_of_any_size_sees_the_image_as_it_is():
    run = BrightOrDark()
    answer = predict_at_size(run, half_bright(6, 8), None)
    assert run.sizes == [(6, 8)]
    assert answer.class_map.shape == (2, 6, 8)


def test_a_model_of_fixed_size_answers_at_the_images_size():
    run = BrightOrDark()
    answer = predict_at_size(run, half_bright(10, 20), (5, 10))
    assert run.sizes == [(5, 10)]
    assert answer.probabilities.shape == (2, 10, 20, 2)
    np.testing.assert_allclose(answer.probabilities.sum(-1), 1, rtol=1e-6)
    expected = half_bright(10, 20)[..., 0] // 255
    np.testing.assert_array_equal(answer.class_map, expected)


def test_a_class_map_alone_is_resized_to_the_nearest_pixel():
    run = BrightOrDark(only_class_map=True)
    answer = predict_at_size(run, half_bright(10, 20), (5, 10))
    assert answer.probabilities is None
    expected = half_bright(10, 20)[..., 0] // 255
    np.testing.assert_array_equal(answer.class_map, expected)

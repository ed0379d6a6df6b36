import numpy as np
import pytest

from deeplab_family.inference import resized_class_map as module
from deeplab_family.inference.resize import resize_bilinear
from deeplab_family.inference.resized_class_map import resized_class_map

OLD = (24, 31)


def smooth_probabilities(seed, classes=5):
    """Probabilities whose classes form regions, as those of a network."""
    rng = np.random.default_rng(seed)
    coarse = rng.normal(0, 3, (1, 4, 5, classes)).astype(np.float32)
    logits = resize_bilinear(coarse, OLD)[0]
    exponentials = np.exp(logits)
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "size", [(48, 62), (37, 40), (25, 32), (24, 90), (13, 17), (9, 31), (1, 1)]
)
def test_it_is_the_argmax_of_all_interpolated_probabilities(
    seed, size, monkeypatch
):
    monkeypatch.setattr(module, "MOST_MIXED", 1.0)
    probabilities, asked = smooth_probabilities(seed), []

    def at(rows, columns):
        asked.append(len(rows))
        return probabilities[rows, columns]

    class_map = probabilities.argmax(axis=-1).astype(np.uint8)
    resized = resized_class_map(class_map, size, at)
    all_of_them = resize_bilinear(probabilities[None], size)[0]
    np.testing.assert_array_equal(resized, all_of_them.argmax(axis=-1))
    assert resized.dtype == np.uint8
    assert max(asked) < 0.8 * class_map.size


def test_one_class_needs_no_probabilities():
    class_map = np.full(OLD, 3, np.uint8)

    def at(rows, columns):
        assert not len(rows)
        return np.zeros((0, 5), np.float32)

    assert (resized_class_map(class_map, (50, 50), at) == 3).all()


def test_a_map_that_is_nothing_but_borders_is_left_to_others():
    class_map = np.indices(OLD).sum(axis=0).astype(np.uint8) % 2
    assert resized_class_map(class_map, (50, 50), None) is None

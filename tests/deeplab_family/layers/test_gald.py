import numpy as np
import pytest

from deeplab_family.layers import CGNL, GALD, Downsampled, LocalDistribution
from tests.contracts.traced_layer import TracedLayerContract
from tests.count_parameters import trainable
from tests.randomize import randomize


def parts(dtype=None, **distribution):
    return {
        "aggregation": CGNL(4, groups=2, dtype=dtype),
        "distribution": LocalDistribution(
            ratio=2, padding="same", dtype=dtype, **distribution
        ),
    }


class TestGALD(TracedLayerContract):
    layer_class = GALD
    init_kwargs = {"arrangement": "ldga"}
    input_shape = (2, 9, 8, 4)
    output_shape = (2, 9, 8, 4)

    def make(self, **overrides):
        return super().make(**{**parts(overrides.get("dtype")), **overrides})


class TestParallel(TestGALD):
    init_kwargs = {"arrangement": "parallel"}
    output_shape = (2, 9, 8, 8)


@pytest.fixture
def image():
    generator = np.random.default_rng(0)
    return generator.uniform(-1, 1, (1, 9, 8, 4)).astype("float32")


def test_each_arrangement_is_what_its_name_says(image):
    shared = parts()
    arranged = {
        name: np.asarray(GALD(**shared, arrangement=name)(image))
        for name in ("gald", "ldga", "parallel")
    }
    far, near = shared["aggregation"], shared["distribution"]
    np.testing.assert_array_equal(arranged["gald"], near(far(image)))
    np.testing.assert_array_equal(arranged["ldga"], far(near(image)))
    np.testing.assert_array_equal(
        arranged["parallel"],
        np.concatenate([near(image), far(image)], axis=-1),
    )
    assert not np.allclose(arranged["gald"], arranged["ldga"], atol=1e-2)


def test_one_half_alone(image):
    shared = parts()
    far, near = shared["aggregation"], shared["distribution"]
    np.testing.assert_array_equal(GALD(far, None)(image), far(image))
    np.testing.assert_array_equal(GALD(None, near)(image), near(image))
    np.testing.assert_array_equal(GALD(None, None)(image), image)


def test_paper_and_released_gald_differ_by_the_aggregate_once(image):
    paper = GALD(**parts())
    released = GALD(**parts(extra_residual=True))
    paper(image), released(image)
    released.set_weights(randomize(paper).get_weights())
    aggregate = paper.aggregation(image)
    np.testing.assert_allclose(
        released(image) - paper(image), aggregate, atol=1e-6
    )


@pytest.mark.parametrize(
    ("arrangement", "channels"), [("gald", 6), ("ldga", 4), ("parallel", 4)]
)
def test_masks_are_those_of_what_the_distribution_sees(
    arrangement, channels, image
):
    import keras

    layer = GALD(
        keras.layers.Conv2D(6, 1),
        LocalDistribution(ratio=2, padding="same", return_mask=True),
        arrangement,
    )
    features, mask = layer(image)
    assert mask.shape == (1, 9, 8, channels)
    assert layer.compute_output_shape(image.shape) == (
        features.shape,
        mask.shape,
    )


def test_parameters_equal_the_released_block():
    layer = GALD(Downsampled(CGNL(512)), LocalDistribution())
    layer.build((None, None, None, 512))
    assert trainable(layer) == 435_200


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({**parts(), "arrangement": "series"}, "'series'"),
        (
            {**parts(), "aggregation": None, "arrangement": "parallel"},
            "aggregation=None",
        ),
    ],
)
def test_refuses_what_it_cannot_arrange(arguments, word):
    with pytest.raises(ValueError, match=f"`arrangement.*{word}"):
        GALD(**arguments)

import keras
import pytest

from deeplab_family.layers import AtrousConvolution
from deeplab_family.training.devices import check_precision


def network(policy, rate):
    return keras.Sequential(
        [
            keras.Input((None, None, 3)),
            keras.layers.Conv2D(4, 3, groups=1, dtype=policy),
            AtrousConvolution(
                2,
                3,
                dilation_rate=rate,
                padding="same",
                dtype=policy,
                name="with_holes",
            ),
        ]
    )


@pytest.mark.parametrize(
    ("policy", "rate"),
    [("float32", 2), ("mixed_bfloat16", 2), ("mixed_float16", 1)],
)
def test_formats_that_train_pass(policy, rate):
    check_precision(network(policy, rate))


def test_a_missing_gradient_is_found_and_named(no_float16_gradient):
    model = network("mixed_float16", 2)
    with pytest.raises(ValueError, match="float16 does not train here") as e:
        check_precision(model)
    for word in ("with_holes", "dilation", "mixed_bfloat16"):
        assert word in str(e.value)

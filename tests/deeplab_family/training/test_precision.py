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


def test_a_missing_gradient_is_found_and_named(monkeypatch):
    """Dilated float16 has none on a CPU; TensorFlow says so itself."""
    model = network("mixed_float16", 2)
    if _trains(model):
        pytest.skip("this machine has that gradient")
    with pytest.raises(ValueError, match="float16 does not train here") as e:
        check_precision(model)
    for word in ("with_holes", "dilation", "mixed_bfloat16"):
        assert word in str(e.value)


def _trains(model):
    import numpy as np

    model.compile("sgd", "mse", jit_compile=False)
    try:
        model.fit(np.ones((1, 9, 9, 3)), np.ones((1, 7, 7, 2)), verbose=0)
    except Exception:
        return False
    return True

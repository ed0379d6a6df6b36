import keras
import numpy as np
import pytest

from deeplab_family.inference import load_predictor, parallel_predictors
from deeplab_family.inference.predictor_pool import LEAST_EACH
from export import export_tflite


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    inputs = keras.Input((None, None, 3))
    logits = keras.layers.Conv2D(3, 3, padding="same")(inputs)
    folder = tmp_path_factory.mktemp("parallel")
    files = export_tflite(
        keras.Model(inputs, logits), folder, (24, 32), variants=["float32"]
    )
    return files["float32"]


@pytest.mark.parametrize(
    ("cores", "photographs", "count", "threads"),
    [
        (2, 100, 2, 1),
        (2, 2 * LEAST_EACH, 2, 1),
        (2, 2 * LEAST_EACH - 1, 1, None),
        (1, 100, 1, None),
        (6, 3 * LEAST_EACH, 3, 2),
        (64, 1000, 8, 8),
    ],
)
def test_as_many_as_cores_and_photographs_allow(
    cores, photographs, count, threads, path, monkeypatch
):
    made = []

    def load(path, num_threads):
        made.append(num_threads)
        return load_predictor(path, num_threads=num_threads)

    module = parallel_predictors.__globals__
    monkeypatch.setitem(module, "cores", lambda: cores)
    monkeypatch.setitem(module, "load_predictor", load)
    predictor = load_predictor(path)
    found = parallel_predictors(path, predictor, photographs)
    assert len(found) == count
    assert made == ([] if threads is None else [threads] * count)
    image = np.random.default_rng(0).integers(0, 256, (1, 24, 32, 3), np.uint8)
    expected = predictor(image).class_map
    for each in found:
        np.testing.assert_array_equal(each(image).class_map, expected)


def test_other_engines_are_asked_as_they_are(path):
    class Other:
        kind = "keras"

    other = Other()
    assert parallel_predictors(path, other, 100) == [other]

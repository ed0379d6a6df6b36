import numpy as np
import pytest

from benchmarks.tflite import (
    INTEGER_STEPS,
    PLAIN,
    PLAIN_INT8,
    STEPS,
    contestant,
    integer_files,
    our_files,
    plain_files,
)
from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.inference import load_predictor
from deeplab_family.models import DeepLabV3Config


def small_model():
    return DeepLabV3Config(
        num_classes=3, backbone=MobileNetV2Config(alpha=0.35), filters=8
    ).build()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "plain", "steps"),
    [
        (plain_files, PLAIN, STEPS),
        (integer_files, PLAIN_INT8, INTEGER_STEPS),
    ],
)
def test_every_step_answers_as_the_plain_graph(tmp_path, make, plain, steps):
    files = make(small_model(), 65, tmp_path)
    assert len(files) == 1 + len(steps)
    image = np.random.default_rng(0).integers(0, 256, (1, 65, 65, 3))
    image = image.astype(np.uint8)
    expected = load_predictor(files[plain])(image).class_map
    for name, path in files.items():
        answer = load_predictor(path)(image).class_map
        np.testing.assert_array_equal(answer, expected)
        step = contestant(name, path, threads=1)
        step.run()
        assert step.note.endswith("MB")


@pytest.mark.slow
def test_every_kind_is_named_by_what_it_answers(tmp_path):
    files = our_files(small_model(), 33, ("float32",), tmp_path)
    assert list(files) == [
        "float32, class_map",
        "float32, class_map and logits",
        "int8, class_map and logits",
    ]
    assert len({path.read_bytes() for path in files.values()}) == len(files)

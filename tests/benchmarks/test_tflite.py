import numpy as np
import pytest

from benchmarks.tflite import PLAIN, STEPS, contestant, plain_files
from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.inference import load_predictor
from deeplab_family.models import DeepLabV3Config


@pytest.mark.slow
def test_every_step_answers_as_the_plain_graph(tmp_path):
    model = DeepLabV3Config(
        num_classes=3, backbone=MobileNetV2Config(alpha=0.35), filters=8
    ).build()
    files = plain_files(model, 65, tmp_path)
    assert len(files) == 1 + len(STEPS)
    image = np.random.default_rng(0).integers(0, 256, (1, 65, 65, 3))
    image = image.astype(np.uint8)
    expected = load_predictor(files[PLAIN])(image).class_map
    for name, path in files.items():
        answer = load_predictor(path)(image).class_map
        np.testing.assert_array_equal(answer, expected)
        step = contestant(name, path, threads=1)
        step.run()
        assert step.note.endswith("MB")

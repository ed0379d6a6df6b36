"""What every network promises to whoever exports it."""

import numpy as np
import pytest

from deeplab_family.inference import KerasPredictor, load_predictor
from export import export_saved_model, export_tflite
from export.tflite.tflite_file import (
    SPACE,
    UNFROZEN,
    count_operations,
)
from tests.convert_here import convert_here


class ExportContract:
    """Subclass it, say how to make the network, inherit the promises.

    Attributes:
        image_size: (height, width) of the TFLite file.
    """

    image_size = (33, 49)

    @classmethod
    def make_model(cls):
        raise NotImplementedError

    def draw(self, batch, height, width):
        rng = np.random.default_rng(0)
        shape = (batch, height, width, 3)
        return rng.integers(0, 256, shape).astype(np.uint8)

    @pytest.fixture(scope="class")
    @classmethod
    def written(cls, tmp_path_factory):
        """Predictors of model and SavedModel, and the float32 TFLite file."""
        model = cls.make_model()
        folder = tmp_path_factory.mktemp("contract")
        saved = export_saved_model(model, folder)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("export.tflite.converter.run_worker", convert_here)
            files = export_tflite(
                model, folder, cls.image_size, variants=["float32"]
            )
        return KerasPredictor(model), load_predictor(saved), files["float32"]

    def assert_alike(self, expected, answer):
        np.testing.assert_allclose(
            answer.probabilities, expected.probabilities, atol=1e-3
        )
        # Where two classes tie, either is right.
        equal = np.mean(answer.class_map == expected.class_map)
        ordered = np.sort(expected.probabilities, axis=-1)
        ties = np.mean(ordered[..., -1] - ordered[..., -2] < 1e-5)
        assert equal >= 0.999 - ties

    def test_the_saved_model_answers_alike_at_two_sizes(self, written):
        model, saved, _ = written
        height, width = self.image_size
        for size in [(1, height, width), (2, height + 16, width - 16)]:
            images = self.draw(*size)
            self.assert_alike(model(images), saved(images))

    def test_the_tflite_file_answers_alike(self, written):
        model, _, file = written
        images = self.draw(1, *self.image_size)
        self.assert_alike(model(images), load_predictor(file)(images))

    def test_atrous_convolutions_stay_one_operation(self, written):
        operations = set(count_operations(written[2]))
        assert not operations & (SPACE | UNFROZEN)

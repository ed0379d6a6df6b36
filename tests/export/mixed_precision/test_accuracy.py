import math

import numpy as np
import pytest

from export.mixed_precision import (
    Int8Quantizer,
    Judge,
    Score,
)
from export.tolerances import Limit


def limit(equal_pixels, drop):
    return Limit(
        largest_difference=1.0, equal_pixels=equal_pixels, mean_iou_drop=drop
    )


def test_the_float32_file_loses_nothing(sound):
    judge = Judge(sound.file, sound.images, sound.labels)
    assert judge.score(sound.file) == Score(1.0, 1.0, 0.0)


def test_a_ruined_file_loses_pixels_and_iou(fragile, tmp_path):
    path = tmp_path / "int8.tflite"
    Int8Quantizer(fragile.file, fragile.calibration).write_all_but(path, [])
    score = Judge(fragile.file, fragile.images, fragile.labels).score(path)
    assert score.equal_pixels < 0.9
    assert score.mean_iou == pytest.approx(1 - score.mean_iou_drop)
    assert score.mean_iou_drop > 0.1


def test_ignored_pixels_do_not_count(sound):
    labels = np.full_like(sound.labels, 255)
    labels[:, :4] = sound.labels[:, :4]
    judge = Judge(sound.file, sound.images, labels)
    assert judge.score(sound.file).mean_iou == 1.0


def test_strain_is_that_of_the_tightest_part():
    score = Score(0.98, 0.5, 0.01)
    assert score.limit_usage(limit(0.9, 0.02)) == pytest.approx(0.5)
    assert score.limit_usage(limit(0.99, 0.02)) == pytest.approx(2.0)
    assert Score(0.98).limit_usage(limit(0.9, 0.02)) == pytest.approx(0.2)


def test_a_limit_of_zero_bears_no_loss():
    assert Score(1.0, 0.5, 0.0).limit_usage(limit(1.0, 0.0)) == 0
    assert Score(0.99).limit_usage(limit(1.0, 0.0)) == math.inf


def test_not_a_number_keeps_no_limit():
    assert not Score(1.0, math.nan, math.nan).limit_usage(limit(0.9, 0.1)) <= 1

"""Photograph detector: a network asked of photographs of any size."""

from __future__ import annotations

import cv2
import keras
import numpy as np

from deeplab_family.detection.judged_detections import detections_function
from deeplab_family.detection.scores import Detections, in_photograph
from input_pipeline.detection import DetectionDataConfig, resized_size

MULTIPLE = 32


class PhotographDetector:
    """A detector that sees photographs as it saw those it was judged by.

    Args:
        model: a `DetectionModel`.
        config: of its data: how large images become, and their padding.
    """

    def __init__(self, model: keras.Model, config: DetectionDataConfig):
        self.config = config
        self._detect = detections_function(model)

    def __call__(self, photograph: np.ndarray) -> Detections:
        """What is found in uint8 RGB `(height, width, 3)`."""
        config, size = self.config, photograph.shape[:2]
        height, width = resized_size(size, config.short_side, config.long_side)
        resized = cv2.resize(
            photograph, (width, height), interpolation=cv2.INTER_LINEAR
        )
        sides = [-(-side // MULTIPLE) * MULTIPLE for side in (height, width)]
        image = np.empty((1, *sides, 3), np.float32)
        image[:] = config.padding
        image[0, :height, :width] = resized
        answer = self._detect(image, np.array([[height, width]], np.int32))
        one = {name: value.numpy()[0] for name, value in answer.items()}
        return in_photograph(one, (height, width), size)

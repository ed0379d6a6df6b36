"""Judged images with known answers, as measures get them."""

import numpy as np

from deeplab_family.evaluation import JudgedImage
from deeplab_family.inference import Prediction


def judged(labels, predicted=None, probabilities=None, name="a.png"):
    """One image; by default the prediction is the likeliest class."""
    labels = np.asarray(labels, np.uint8)
    if predicted is None:
        predicted = np.argmax(probabilities, axis=-1)
    class_map = np.asarray(predicted, np.uint8)[None]
    if probabilities is not None:
        probabilities = np.asarray(probabilities, np.float32)[None]
    image = np.zeros((*labels.shape, 3), np.uint8)
    return JudgedImage(
        name, image, labels, Prediction(class_map, probabilities), 0
    )

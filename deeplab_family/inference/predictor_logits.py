"""Logits of any predictor, for functions that average them."""

import numpy as np
import tensorflow as tf

from deeplab_family.inference.asked_pictures import asked_pictures
from deeplab_family.inference.multi_scale_scores import Score
from deeplab_family.inference.pixel_types import as_pixels
from deeplab_family.inference.prediction import Prediction
from deeplab_family.inference.predictor import Predictor


def predictor_logits(predictor: Predictor) -> Score:
    """A predictor as a function of images to logits.

    Where the file answers with probabilities, their logarithms are taken:
    they are the logits but for one number a pixel, which neither changes a
    softmax, nor which class is the highest, before or after a mean.

    Args:
        predictor: has `probabilities`; one of a fixed size is asked at that
            size, and its probabilities are resized back.

    Returns:
        Maps float32 images `(batch, height, width, 3)`, 0 to 255, to float32
        logits. It runs eagerly: images must be there.
    """
    if predictor.input_size is None and hasattr(predictor, "logits"):
        return predictor.logits  # tensors stay where they are

    pictures = asked_pictures(predictor)

    def logits(images: tf.Tensor) -> tf.Tensor:
        pixels = images.numpy()
        if predictor.input_size in (None, pixels.shape[1:3]):
            answer = predictor.run(pixels)
        else:
            answer = predictor(as_pixels(pixels, pictures.dtype))
        return tf.constant(logits_of(answer))

    return logits


def logits_of(answer: Prediction) -> np.ndarray:
    """float32 logits of an answer that has probabilities, perhaps shifted."""
    if answer.logits is not None:
        return answer.logits
    tiny = np.finfo(np.float32).tiny
    return np.log(np.maximum(answer.probabilities, tiny))

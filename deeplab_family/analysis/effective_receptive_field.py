"""Which pixels of an image really move one pixel of the result.

Source: Luo et al., "Understanding the Effective Receptive Field in Deep
Convolutional Neural Networks", arXiv:1701.04128, section 2, for the gradient;
Peng et al. (GCN), arXiv:1703.02719, figure 3, for the question.
"""

import keras
import numpy as np
import tensorflow as tf


def effective_receptive_field(
    model: keras.Model,
    image: np.ndarray,
    pixel: tuple[int, int] | None = None,
    class_id: int | None = None,
) -> np.ndarray:
    """How strongly one logit depends on each pixel of the image.

    It is the gradient of the logit, its size summed over the colors. In
    theory a pixel may see far (see `receptive_fields`); most of what it sees
    barely counts.

    Args:
        model: images to logits, of the TensorFlow backend.
        image: `(height, width, 3)`, values 0..255.
        pixel: `(row, column)` of the logits; None for the one in the center.
        class_id: whose logit; None for the class that wins at this pixel.

    Returns:
        float32 `(height, width)`, values 0..1, the largest is 1; all zeros if
        the logit depends on nothing.

    Raises:
        ValueError: if the pixel or the class lies outside of the logits.
    """
    images = tf.constant(image[None], tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = model(images, training=False)[0]
        row, column = _inside(pixel, tuple(logits.shape[:2]))
        scores = logits[row, column]
        logit = scores[_class(class_id, scores)]
    gradient = tape.gradient(logit, images)
    if gradient is None:
        return np.zeros(image.shape[:2], np.float32)
    strength = np.abs(gradient[0].numpy()).sum(axis=-1)
    return strength / (strength.max() or 1.0)


def _inside(pixel, size):
    if pixel is None:
        return size[0] // 2, size[1] // 2
    for place, length in zip(pixel, size, strict=True):
        if not 0 <= place < length:
            raise ValueError(
                f"`pixel` must lie within {size[0]} x {size[1]} logits. "
                f"Received: {pixel}"
            )
    return pixel


def _class(class_id, scores) -> int:
    if class_id is None:
        return int(tf.argmax(scores))
    if not 0 <= class_id < len(scores):
        raise ValueError(
            f"`class_id` must lie in 0..{len(scores) - 1}. Received: {class_id}"
        )
    return class_id

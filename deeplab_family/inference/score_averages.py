"""Averaged scores: windows within scales within mirrored images."""

import tensorflow as tf

from deeplab_family.inference.inference_config import InferenceConfig
from deeplab_family.inference.multi_scale_scores import Score, multi_scale
from deeplab_family.inference.sliding_window_scores import sliding_window


def averaged_score(
    logits: Score, config: InferenceConfig, classes: int
) -> Score:
    """Logits, wrapped into crops, scales and mirrored images.

    Args:
        logits: maps float32 images `(batch, height, width, 3)` to float32
            logits of the same height and width.
        config: what to wrap them in: scales, mirroring, windows, average.
        classes: number of classes.

    Returns:
        Maps images to the mean of what `config.average` names; to plain
        logits where there is nothing to average.
    """
    finish = tf.nn.softmax
    if config.average == "logits":
        finish = tf.identity
    score, windows = logits, config.windows
    if windows is not None:
        score = sliding_window(score, windows, classes, finish=finish)
        finish = tf.identity  # it is done, crop by crop
    if config.scales == (1.0,) and not config.flip:
        return score
    return multi_scale(
        score,
        config.scales,
        config.flip,
        finish=finish,
        align_corners=config.align_corners,
    )

"""Test-time augmentation: averages over scales and mirrored images.

It is the code of the evaluations, see
`deeplab_family/inference/multi_scale_scores.py`, around a scorer.
"""

from deeplab_family.inference import multi_scale
from export.serving.scorer import Scorer
from export.serving.serving_settings import ServingSettings


def averaged(scorer: Scorer, settings: ServingSettings) -> Scorer:
    """Averages the probabilities over scales and mirrored images.

    Scores are resized to the image's own size, then become probabilities,
    and their mean is taken.

    Args:
        scorer: scores one image size.
        settings: scales, mirroring, and how images are resized.

    Returns:
        The scorer itself where there is nothing to average.
    """
    if settings.scales == (1.0,) and not settings.flip:
        return scorer
    score = multi_scale(
        scorer.score,
        settings.scales,
        settings.flip,
        finish=scorer.probabilities,
        align_corners=settings.align_corners,
    )
    return Scorer(score, False, scorer.num_classes)

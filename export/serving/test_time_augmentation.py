"""Test-time augmentation: averages over scales and mirrored images."""

from collections.abc import Sequence

from deeplab_family.inference import multi_scale
from export.serving.scorer import Scorer


def averaged(scorer: Scorer, scales: Sequence[float], flip: bool) -> Scorer:
    """Average the probabilities over scales and mirrored images.

    Images and scores are resized bilinearly with aligned edges, as files are;
    the average is taken at the image's own size.

    Args:
        scorer: scores one image size.
        scales: sizes relative to the image's.
        flip: average with the mirrored image too.
    """
    if tuple(scales) == (1.0,) and not flip:
        return scorer
    score = multi_scale(
        scorer.score,
        scales,
        flip,
        finish=scorer.probabilities,
        align_corners=False,
    )
    return Scorer(score, False, scorer.num_classes)

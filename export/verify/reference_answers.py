"""Do the files still answer the stored images as they did?"""

from collections.abc import Mapping, Sequence

import numpy as np

from deeplab_family.inference import Predictor
from export.limits import Limit
from export.proof.comparison import pixel_agreement
from export.proof.references import Answer, References
from export.verify.finding import Finding
from export.verify.written_report import WrittenArtifact

CHECK = "stored answers"
# Another processor rounds otherwise; so much is no change of the answer.
SAME_PIXELS = 0.999
SAME_MEAN = 1e-3


def check_answers(
    artifacts: Sequence[WrittenArtifact],
    predictors: Mapping[str, Predictor],
    references: References,
) -> list[Finding]:
    """One finding for each artifact that could be loaded.

    Args:
        artifacts: as the report lists them.
        predictors: the loaded ones, by artifact name.
        references: the stored images and answers.
    """
    return [
        _check(artifact, predictors[artifact.name], references)
        for artifact in artifacts
        if artifact.name in predictors and artifact.name in references.answers
    ]


def _check(artifact, predictor, references: References) -> Finding:
    before = references.answers[artifact.name]
    images = references.images[: len(before)]
    now = [Answer.of(predictor(image[None])) for image in images]
    equal = np.mean(
        [
            pixel_agreement(old.class_map, new.class_map)
            for old, new in zip(before, now, strict=True)
        ]
    )
    shift = _largest_shift(before, now)
    good = bool(equal >= least_equal(artifact.limit) and shift <= SAME_MEAN)
    return Finding(
        path=artifact.path,
        check=CHECK,
        good=good,
        detail=f"{equal:.3%} of the pixels as they were, mean "
        f"probabilities moved by {shift:.2g} at most",
    )


def least_equal(limit: Limit) -> float:
    """The least share of pixels that must have the class they had.

    A tenth of what the artifact may differ from the Keras model may change
    with the machine, at least 0.1 %.
    """
    return min(SAME_PIXELS, 1 - (1 - limit.equal_pixels) / 10)


def _largest_shift(before: Sequence[Answer], now: Sequence[Answer]) -> float:
    shifts = [
        np.abs(old.mean_probabilities - new.mean_probabilities).max()
        for old, new in zip(before, now, strict=True)
        if old.mean_probabilities is not None
        and new.mean_probabilities is not None
    ]
    # np.max keeps a NaN, which then fails.
    return float(np.max(shifts)) if shifts else 0.0

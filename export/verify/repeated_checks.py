"""Repeated checks of an export: limits and golden outputs."""

from collections.abc import Mapping, Sequence

import numpy as np

from deeplab_family.inference import Predictor
from export.proof.comparison import pixel_agreement
from export.proof.golden_outputs import (
    Answer,
    GoldenOutputs,
)
from export.proof.measurement import compare
from export.report.table import points
from export.samples.samples import Samples
from export.tolerances import Limit
from export.verify.finding import Finding
from export.verify.written_report import WrittenArtifact

CHECK = "limits"
STORED_ANSWERS = "stored answers"
# Another processor rounds otherwise; so much is no change of the answer.
SAME_PIXELS = 0.999
SAME_MEAN = 1e-3


def check_limits(
    artifacts: Sequence[WrittenArtifact],
    predictors: Mapping[str, Predictor],
    reference: Predictor,
    samples: Samples,
) -> list[Finding]:
    """One finding for each artifact that could be loaded.

    Args:
        artifacts: as the report lists them.
        predictors: the loaded ones, by artifact name.
        reference: the Keras model, or what stands in for it.
        samples: images, and labels if there are any.
    """
    loaded = [a for a in artifacts if a.name in predictors]
    everyone = {a.name: predictors[a.name] for a in loaded}
    compared = compare({"reference": reference, **everyone}, samples)
    return [
        _finding(artifact, compared[artifact.name], compared["reference"])
        for artifact in loaded
    ]


def _finding(artifact: WrittenArtifact, comparison, baseline) -> Finding:
    facts = comparison.facts(baseline)
    drop = facts.get("mean_iou_drop")
    reasons = artifact.limit.broken_by(
        facts["largest_difference"], facts["equal_pixels"], drop
    )
    detail = f"{facts['equal_pixels']:.3%} of the pixels have the same class"
    if drop is not None:
        detail += (
            f", mean IoU {facts['mean_iou']:.4f}, a drop of "
            f"{points(drop)} points"
        )
    return Finding(
        path=artifact.path,
        check=CHECK,
        good=not reasons,
        detail="; ".join(reasons) or detail,
    )


def check_answers(
    artifacts: Sequence[WrittenArtifact],
    predictors: Mapping[str, Predictor],
    references: GoldenOutputs,
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


def _check(artifact, predictor, references: GoldenOutputs) -> Finding:
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
        check=STORED_ANSWERS,
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

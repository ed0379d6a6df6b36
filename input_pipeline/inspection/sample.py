"""Problems of one sample, whoever asks: the check or the doctor."""

from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.inspection.stats import (
    ImageStats,
    LabelStats,
    Problem,
    unknown_values,
)

SHOWN = 6


def sample_problems(
    image: ImageStats, label: LabelStats, spec: DatasetSpec | None
) -> list[Problem]:
    """Says why a sample cannot be trained on; empty if it can.

    Args:
        image: what was found in the image.
        label: what was found in the label.
        spec: what the label may store; None where nobody knows.

    Returns:
        The problem of the image, of both sizes, of the label, and of the
        values that it stores, in this order, as far as there are any.
    """
    found = [image.problem, _sizes(image, label), label.problem]
    unknown = unknown_values(label, spec)
    if unknown and label.problem is None:
        code = "label_ids" if spec.label_colors is None else "label_colors"
        found.append(Problem(code, listed(unknown)))
    return [problem for problem in found if problem is not None]


def listed(values) -> str:
    """The first six of some values, and whether there are more."""
    words = [str(value) for value in values]
    more = ", ..." if len(words) > SHOWN else ""
    return ", ".join(words[:SHOWN]) + more


def _sizes(image: ImageStats, label: LabelStats) -> Problem | None:
    if not image.size or not label.size or image.size == label.size:
        return None
    text = f"{_size(label.size)} pixels, its image {_size(image.size)}"
    return Problem("size_mismatch", text)


def _size(size: tuple[int, int]) -> str:
    return f"{size[1]} x {size[0]}"

"""Receptive fields, theoretical and effective, from the traced graph.

The answer follows the graph that TensorFlow traces, operation by operation, so
it holds for any network: parallel branches, crops and windows of averages
included. Borders are ignored: a field may be larger than the image.
"""

import dataclasses
import math

import keras
import numpy as np
import tensorflow as tf

from deeplab_family.analysis.receptive_field_ops import (
    BLIND,
    PIXELWISE,
    STEPS,
    Step,
    mixes_all_pixels,
)


@dataclasses.dataclass(frozen=True)
class Line:
    """Receptive field of pixel i of a map along one side of the image.

    Its pixels `i * jump + first` to `i * jump + last`. Infinite ends mean the
    whole image, NaN that an operation on the way is not known.
    """

    jump: float = 1.0
    first: float = 0.0
    last: float = 0.0

    @property
    def size(self) -> float:
        """Pixels of the image, both ends counted; infinity or NaN."""
        return self.last - self.first + 1

    def behind(self, step: Step) -> "Line":
        """Receptive field of a map that one more operation computes."""
        return Line(
            self.jump * step.stride,
            self.first + (step.offset - step.reach) * self.jump,
            self.last + (step.offset + step.reach) * self.jump,
        )

    def everything(self) -> "Line":
        """The whole side."""
        return Line(self.jump, -math.inf, math.inf)

    def unknown(self) -> "Line":
        """Receptive field behind an operation that is not known."""
        return Line(self.jump, math.nan, math.nan)


@dataclasses.dataclass(frozen=True)
class Field:
    """Receptive field of a pixel along the columns and the rows of an image."""

    rows: Line = Line()
    columns: Line = Line()

    @property
    def size(self) -> tuple[float, float]:
        """Height and width in pixels, each infinity for the whole image."""
        return self.rows.size, self.columns.size


def receptive_fields(graph, image) -> dict[str, Field]:
    """The field behind each operation of a traced network.

    Args:
        graph: `tf.Graph` whose shapes are known, without loops.
        image: its input `(1, height, width, channels)`.

    Returns:
        A field by name of the operation, for those that see the image.
    """
    fields = {image.op.name: Field()}
    for operation in graph.get_operations():
        if operation.type in BLIND:
            continue
        sees = [tensor.op.name in fields for tensor in operation.inputs]
        if any(sees):
            joined = _join(
                fields[tensor.op.name]
                for tensor, seen in zip(operation.inputs, sees, strict=True)
                if seen
            )
            fields[operation.name] = _look(operation, joined, sees)
    return fields


def _look(operation, field, sees) -> Field:
    """The field of a result, from that of all inputs together."""
    if mixes_all_pixels(operation, sees):
        return Field(field.rows.everything(), field.columns.everything())
    if operation.type in PIXELWISE:
        return field
    steps = STEPS.get(operation.type, _no_steps)(operation)
    if steps is None:
        return Field(field.rows.unknown(), field.columns.unknown())
    rows, columns = steps
    return Field(field.rows.behind(rows), field.columns.behind(columns))


def _no_steps(operation):
    return None


def _join(fields) -> Field:
    fields = list(fields)
    return Field(
        _union([field.rows for field in fields]),
        _union([field.columns for field in fields]),
    )


def _union(lines) -> Line:
    # A mean of the whole map has no pixels left to count jumps between: what
    # it is joined with has.
    narrowest = min(lines, key=lambda line: line.size)
    if any(math.isnan(line.size) for line in lines):
        return narrowest.unknown()
    first = min(line.first for line in lines)
    last = max(line.last for line in lines)
    return Line(narrowest.jump, first, last)


# Which pixels of an image really move one pixel of the result.
#
# Source: Luo et al., "Understanding the Effective Receptive Field in Deep
# Convolutional Neural Networks", arXiv:1701.04128, section 2, for the gradient;
# Peng et al. (GCN), arXiv:1703.02719, figure 3, for the question.


def effective_receptive_field(
    model: keras.Model,
    image: np.ndarray,
    pixel: tuple[int, int] | None = None,
    class_id: int | None = None,
) -> np.ndarray:
    """Effective receptive field: the weight of each image pixel in one logit.

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

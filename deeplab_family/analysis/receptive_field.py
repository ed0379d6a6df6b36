"""Which pixels of the image a pixel of a map can see, in theory.

The answer follows the graph that TensorFlow traces, operation by operation, so
it holds for any network: parallel branches, crops and windows of averages
included. Borders are ignored: a field may be larger than the image.
"""

import dataclasses
import math

from deeplab_family.analysis.operation_steps import (
    BLIND,
    PIXELWISE,
    STEPS,
    Step,
    mixes_all_pixels,
)


@dataclasses.dataclass(frozen=True)
class Line:
    """What pixel i of a map sees along one side of the image.

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
        """What is seen by a map that looks at this one."""
        return Line(
            self.jump * step.stride,
            self.first + (step.offset - step.reach) * self.jump,
            self.last + (step.offset + step.reach) * self.jump,
        )

    def everything(self) -> "Line":
        """The whole side."""
        return Line(self.jump, -math.inf, math.inf)

    def unknown(self) -> "Line":
        """What is left to say behind an operation that is not known."""
        return Line(self.jump, math.nan, math.nan)


@dataclasses.dataclass(frozen=True)
class Field:
    """What a pixel sees along the columns and the rows of an image."""

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

"""Image and label statistics: what one look at a sample leaves behind."""

from dataclasses import dataclass, field

import numpy as np

from input_pipeline.datasets.spec import UNKNOWN, Color, DatasetSpec
from input_pipeline.sample import IGNORE_LABEL

IDS = 256


@dataclass(frozen=True)
class Problem:
    """Problem of a file that cannot be used.

    Args:
        code: names the kind of problem, a key of `doctor.CATALOG`.
        found: what is wrong with the file, in a few words.
    """

    code: str
    found: str


@dataclass(frozen=True)
class StoredValues:
    """Stored values of an image file: channels, type and range.

    Args:
        channels: int >= 1, alpha not counted.
        dtype: NumPy's name of the type, "uint16".
        lowest: of the values.
        highest: likewise.
    """

    channels: int
    dtype: str
    lowest: float
    highest: float


@dataclass(frozen=True)
class ImageStats:
    """Image facts: size, digest, outline and problem.

    Args:
        size: `(height, width)`; None if the header cannot be read.
        digest: fingerprint of the pixels; None if they cannot be read, or
            nobody asked for it.
        outline: coarse light and dark, which survives resizing; likewise.
        problem: why training would refuse it.
        remark: what is unusual, though usable.
        stored: values of a picture that is no photograph of 8-bit RGB.
    """

    size: tuple[int, int] | None = None
    digest: bytes | None = None
    outline: bytes | None = None
    problem: Problem | None = None
    remark: Problem | None = None
    stored: StoredValues | None = None


@dataclass(frozen=True)
class LabelStats:
    """Label facts: size, digest, values, colors and problem.

    Args:
        size: `(height, width)`; None if the header cannot be read.
        digest: fingerprint of the stored values; None if they cannot be
            read, or nobody asked for it.
        stored: pixels of each stored id; empty where there are none.
        colors: pixels of each RGB color: those that the data set lists, and
            the most frequent others.
        more_colors: are there colors that `colors` leaves out?
        palette: color of each id in use, of a paletted PNG.
        problem: why training would refuse it, whatever it stores.
    """

    size: tuple[int, int] | None = None
    digest: bytes | None = None
    stored: dict[int, int] = field(default_factory=dict)
    colors: dict[Color, int] = field(default_factory=dict)
    more_colors: bool = False
    palette: dict[int, Color] = field(default_factory=dict)
    problem: Problem | None = None


def unknown_values(
    label: LabelStats, spec: DatasetSpec | None
) -> list[int] | list[Color]:
    """The stored ids, or colors, that a data set does not list, ascending.

    Args:
        label: what the file stores.
        spec: what it may store; None where nobody knows.
    """
    if spec is None:
        return []
    if spec.label_colors is not None:
        return sorted(label.colors.keys() - dict(spec.label_colors).keys())
    return sorted(i for i in label.stored if spec.label_table[i] == UNKNOWN)


def class_pixels(
    label: LabelStats, spec: DatasetSpec | None
) -> np.ndarray | None:
    """Counts the pixels of each class id in a label.

    Args:
        label: what the file stores.
        spec: what the stored values mean; None where they are class ids.

    Returns:
        int64 of shape `(256,)`. Ids and colors that `spec` does not list
        count nowhere; ignored pixels count as 255. None if the label cannot
        be used.
    """
    if label.problem is not None:
        return None
    if spec is not None and spec.label_colors is not None:
        known = dict(spec.label_colors)
        pairs = [
            (known[color], count)
            for color, count in label.colors.items()
            if color in known
        ]
    else:
        table = np.arange(IDS) if spec is None else spec.label_table
        pairs = [
            (table[stored], count)
            for stored, count in label.stored.items()
            if table[stored] != UNKNOWN
        ]
    pixels = np.zeros(IDS, np.int64)
    for class_id, count in pairs:
        # Counted as 255 whatever a data set calls its ignored id.
        ignored = spec is not None and class_id == spec.ignore_label
        pixels[IGNORE_LABEL if ignored else class_id] += count
    return pixels

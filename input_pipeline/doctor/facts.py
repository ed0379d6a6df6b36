"""What one look at a sample leaves behind: small, however large its files."""

from dataclasses import dataclass, field

from input_pipeline.datasets.spec import Color
from input_pipeline.doctor.case import Case


@dataclass(frozen=True)
class Problem:
    """Why a file cannot be used.

    Args:
        code: a key of `CATALOG`.
        found: what is wrong with the file, in a few words.
    """

    code: str
    found: str


@dataclass(frozen=True)
class ImageFacts:
    """What an image is.

    Args:
        size: `(height, width)`; None if the header cannot be read.
        digest: fingerprint of the pixels; None if they cannot be read.
        outline: coarse light and dark, which survives resizing.
        problem: why training would refuse it.
        remark: what is unusual, though usable.
    """

    size: tuple[int, int] | None = None
    digest: bytes | None = None
    outline: bytes | None = None
    problem: Problem | None = None
    remark: Problem | None = None


@dataclass(frozen=True)
class LabelFacts:
    """What a label holds.

    Args:
        size: `(height, width)`; None if the header cannot be read.
        digest: fingerprint of the stored values; None if unreadable.
        stored: pixels of each stored id; empty where there are none.
        colors: pixels of each RGB color, the most frequent ones.
        more_colors: are there colors that `colors` leaves out?
        palette: color of each id in use, of a paletted PNG.
        problem: why training would refuse it.
    """

    size: tuple[int, int] | None = None
    digest: bytes | None = None
    stored: dict[int, int] = field(default_factory=dict)
    colors: dict[Color, int] = field(default_factory=dict)
    more_colors: bool = False
    palette: dict[int, Color] = field(default_factory=dict)
    problem: Problem | None = None


@dataclass(frozen=True)
class SampleFacts:
    """One sample after a look at it."""

    case: Case
    image: ImageFacts
    label: LabelFacts

"""Findings about images that are not 8-bit RGB, and the format they need."""

import dataclasses
import math
from collections.abc import Sequence

from input_pipeline.counted_nouns import counted_noun
from input_pipeline.doctor.catalog import Finding, Place
from input_pipeline.doctor.sample_ref import SampleStats
from input_pipeline.inspection.stats import StoredValues
from input_pipeline.picture_format import RGB, PictureFormat

REFUSED = ("image_channels", "image_bits", "image_range")
"""Problems of images that another format than 8-bit RGB would solve."""

BITS = (8, 10, 12, 14, 16)
_PHOTOGRAPH = StoredValues(RGB, "uint8", 0, 255)


def find_pictures(
    facts: Sequence[SampleStats],
) -> tuple[list[Finding], PictureFormat | None]:
    """Findings where images are refused as 8-bit RGB, and a format for them.

    Args:
        facts: what each sample holds.

    Returns:
        Findings in place of those with the codes `REFUSED`, and the format
        that suits all images. Nothing and None where no image is refused so,
        or no format suits all.
    """
    problems = [sample.image.problem for sample in facts]
    if not any(p is not None and p.code in REFUSED for p in problems):
        return [], None
    seen = [s for s in facts if s.image.size is not None]
    stored = [sample.image.stored or _PHOTOGRAPH for sample in seen]
    channels = {values.channels for values in stored}
    if channels == {1, RGB}:
        channels = {RGB}
    if len(channels) > 1:
        return [_differ(seen, stored)], None
    pictures = propose_pictures(stored, channels.pop())
    if pictures is None:
        return [], None
    images = counted_noun(len(seen), "image")
    text = f"{images}, {_in_words(stored)}: {pictures.flags}"
    return [Finding("pictures_other", text)], pictures


def propose_pictures(
    stored: Sequence[StoredValues], channels: int
) -> PictureFormat | None:
    """The format in which all levels of all images are kept.

    Of integers the range is that of 8, 10, 12, 14 or 16 bits, the fewest that
    hold the highest value; of other numbers it goes from the lowest to the
    highest, or from 0 to 1 where all lie there.

    Args:
        stored: what each image holds.
        channels: how many all of them have.

    Returns:
        None where images of 8 bits are among images of more.
    """
    types = {values.dtype for values in stored}
    low = min(values.lowest for values in stored)
    high = max(values.highest for values in stored)
    if types == {"uint8"}:
        return PictureFormat(channels=channels)
    if len(types) > 1:
        return None
    if not types <= {"uint16", "int16", "uint32", "int32"} or low < 0:
        within = 0 <= low and high <= 1
        limits = (0.0, 1.0) if within else _rounded(low, high)
    else:
        fitting = [2**bits - 1 for bits in BITS if high < 2**bits]
        limits = (0, fitting[0] if fitting else math.ceil(high))
    return PictureFormat(channels=channels, value_range=limits)


def without_refused(
    facts: Sequence[SampleStats],
) -> tuple[SampleStats, ...]:
    """The same without the problems that another format solves."""
    return tuple(
        dataclasses.replace(
            sample, image=dataclasses.replace(sample.image, problem=None)
        )
        if sample.image.problem and sample.image.problem.code in REFUSED
        else sample
        for sample in facts
    )


def _rounded(low: float, high: float) -> tuple[float, float]:
    """Six digits, outwards, and never one number alone."""
    if low == high:
        return low, low + 1
    step = 10.0 ** math.floor(math.log10(high - low) - 5)
    return math.floor(low / step) * step, math.ceil(high / step) * step


def _in_words(stored: Sequence[StoredValues]) -> str:
    first = stored[0]
    low = min(values.lowest for values in stored)
    high = max(values.highest for values in stored)
    channels = max(values.channels for values in stored)
    return (
        f"{counted_noun(channels, 'channel')} of {first.dtype}, values "
        f"{low:.6g} to {high:.6g}"
    )


def _differ(seen: Sequence[SampleStats], stored) -> Finding:
    counts = sorted({values.channels for values in stored})
    places = tuple(
        Place(sample.case.image_name, counted_noun(values.channels, "channel"))
        for channels in counts
        for sample, values in zip(seen, stored, strict=True)
        if values.channels == channels
    )
    text = f"images of {' and of '.join(map(str, counts))} channels"
    return Finding("pictures_differ", text, places)

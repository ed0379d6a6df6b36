"""Worst images of an artifact: those with most changed pixels, drawn."""

from collections.abc import Sequence

import numpy as np

from deeplab_family.inference.asked_pictures import rgb_of
from deeplab_family.visualization import colorize, default_palette
from export.proof.comparison import Changed, Comparison
from export.report.report import ChangedImage
from export.samples.samples import Samples

# Fewer changed pixels than this share of an image cannot be seen in it.
LEAST = 1e-3
CHANGED, SAME = (255, 64, 64), (24, 24, 24)


def changed_images(
    name: str,
    comparison: Comparison,
    samples: Samples,
    palette: Sequence[Sequence[int]] | None,
) -> list[ChangedImage]:
    """The few images with the most changed pixels, worst first.

    None of those that hardly differ.

    Args:
        name: of the artifact.
        comparison: what was counted, one batch for each image.
        samples: the images.
        palette: one RGB color for each class, or `None`.
    """
    colors = palette or default_palette(comparison.num_classes)
    return [
        _draw(name, samples, changed, colors)
        for changed in comparison.worst
        if changed.share >= LEAST
    ]


def _draw(name: str, samples: Samples, changed: Changed, colors):
    differs = (changed.before != changed.after)[..., None]
    return ChangedImage(
        artifact=name,
        file=samples.name_of(changed.image),
        changed=changed.share,
        photo=rgb_of(samples.images[changed.image]),
        before=colorize(changed.before, colors),
        after=colorize(changed.after, colors),
        difference=np.where(differs, CHANGED, SAME).astype(np.uint8),
    )

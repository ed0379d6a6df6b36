"""Finds the images on which an artifact strays furthest, and draws them."""

from collections.abc import Sequence

import numpy as np

from deeplab_family.inference import Predictor
from deeplab_family.visualization import colorize, default_palette
from export.proof.comparison import Comparison
from export.report.changed_image import ChangedImage
from export.samples import Samples

SHOWN = 3
# Fewer changed pixels than this share of an image cannot be seen in it.
LEAST = 1e-3
CHANGED, SAME = (255, 64, 64), (24, 24, 24)


def changed_images(
    name: str,
    reference: Predictor,
    predictor: Predictor,
    comparison: Comparison,
    samples: Samples,
    palette: Sequence[Sequence[int]] | None,
) -> list[ChangedImage]:
    """The few images with the most changed pixels, worst first.

    None of those that hardly differ.

    Args:
        name: of the artifact.
        reference: the Keras model.
        predictor: the artifact.
        comparison: what was counted, one batch for each image.
        samples: the images.
        palette: one RGB color for each class, or `None`.
    """
    shares = comparison.changed_shares
    worst = sorted(range(len(shares)), key=lambda i: (-shares[i], i))[:SHOWN]
    colors = palette or default_palette(reference.num_classes)
    return [
        _draw(name, samples, index, shares[index], colors, reference, predictor)
        for index in worst
        if shares[index] >= LEAST
    ]


def _draw(name, samples, index, share, colors, reference, predictor):
    image = samples.images[index]
    before = reference(image[None]).class_map[0]
    after = predictor(image[None]).class_map[0]
    changed = np.where((before != after)[..., None], CHANGED, SAME)
    return ChangedImage(
        artifact=name,
        file=samples.name_of(index),
        changed=share,
        photo=image,
        before=colorize(before, colors),
        after=colorize(after, colors),
        difference=changed.astype(np.uint8),
    )

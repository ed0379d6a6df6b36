"""Mask maps of GALD's local distribution, drawn.

Source: Li et al., "Global Aggregation then Local Distribution in Fully
Convolutional Networks", arXiv:1909.07229, figure 4: the mean of M over the
channels.
"""

from collections.abc import Callable, Sequence

import cv2
import keras
import numpy as np

from deeplab_family.figures.class_maps import NOT_JUDGED
from deeplab_family.figures.figure_sample import FigureSample
from deeplab_family.figures.picture_table import picture_table
from deeplab_family.layers import ResizeLike
from deeplab_family.models import GALDNetConfig
from deeplab_family.visualization import colorize
from input_pipeline import DatasetSpec


def mask_map(network: keras.Model) -> Callable[[np.ndarray], np.ndarray]:
    """A function from an image to the mean of its masks M.

    Args:
        network: a GALD network with a local distribution.

    Returns:
        It takes a uint8 RGB image `(height, width, 3)` and returns float32
        `(feature height, feature width)`: 0..1, or 0.5..1 where the masks
        have a ReLU before their sigmoid, as released.

    Raises:
        ValueError: if it is another network, or has no local distribution.
    """
    config = require_gald(network)
    model = config.build_with_masks(network)

    def mean_mask(image: np.ndarray) -> np.ndarray:
        masks = model(image[None].astype(np.float32), training=False)[1]
        return keras.ops.convert_to_numpy(keras.ops.mean(masks[0], axis=-1))

    return mean_mask


def require_gald(network: keras.Model) -> GALDNetConfig:
    """The config of a GALD network; raises `ValueError` for another."""
    config = getattr(network, "config", None)
    if not isinstance(config, GALDNetConfig):
        kind = getattr(config, "kind", type(network).__name__)
        raise ValueError(
            "this figure is of GALD networks (galdnet). Received: a network "
            f"of kind {kind}"
        )
    return config


def draw_masks(
    networks: Sequence[tuple[str, keras.Model]],
    samples: Sequence[FigureSample],
    spec: DatasetSpec,
) -> np.ndarray:
    """The paper's figure 4: image | masks of each network | label.

    Each map has the colors of its own range, which stands above it: dark is
    its lowest value, light its highest.

    Args:
        networks: pairs of a name and a GALD network; the paper compares the
            arrangements "ldga" and "gald".
        samples: what is shown.
        spec: colors of the classes.

    Returns:
        uint8 RGB picture.

    Raises:
        ValueError: if a network is another one, or has no local distribution.
    """
    named = []
    for name, network in networks:
        arrangement = require_gald(network).arrangement
        title = f"{name} ({arrangement})"
        named.append((title, network, mask_map(network)))
    rows = []
    for sample in samples:
        cells = [("image", sample.image)]
        for name, network, mean_mask in named:
            mask = mean_mask(sample.image)
            title = f"{name}: {mask.min():.3f} to {mask.max():.3f}"
            stride = network.config.backbone.output_stride
            cells.append((title, paint_mask(mask, stride, sample.image)))
        if sample.labels is not None:
            label = colorize(sample.labels, spec.palette, NOT_JUDGED)
            cells.append(("label", label))
        rows.append(cells)
    return picture_table(rows)


def paint_mask(mask: np.ndarray, stride: int, image: np.ndarray) -> np.ndarray:
    """A map of features in colors from dark blue to yellow, on its image.

    Args:
        mask: floats `(feature height, feature width)`.
        stride: pixels of the image between two of the map.
        image: `(height, width, 3)`, whose size the picture gets.

    Returns:
        uint8 RGB `(height, width, 3)`.
    """
    resize = ResizeLike(stride=stride)
    large = resize([mask[None, ..., None], image[None].astype(np.float32)])
    large = keras.ops.convert_to_numpy(large)[0, ..., 0]
    low, high = large.min(), large.max()
    levels = 255 * (large - low) / max(high - low, 1e-9)
    colors = cv2.applyColorMap(
        np.rint(levels).astype(np.uint8), cv2.COLORMAP_CIVIDIS
    )
    return colors[..., ::-1]

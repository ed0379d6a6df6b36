"""MobileNetV2 of keras.applications, in six widths.

Source: keras-team/keras, `keras/src/applications/mobilenet_v2.py`; conversions
of Google's TensorFlow checkpoints. A backbone ends before `Conv_1`.
"""

from deeplab_family.weights.published_file import PublishedFile
from deeplab_family.weights.sources.backbone_source import BackboneSource
from deeplab_family.weights.sources.keras_layers import (
    KerasLayers,
    names_by_spelling,
)
from deeplab_family.weights.translation import put_normalization

EPSILON = 1e-3
UNITS = (1, 2, 3, 4, 3, 3, 1)
PARTS = ("expand", "depthwise", "project")
OURS = {"expand": "expand", "depthwise": "look", "project": "project"}
URL = (
    "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/"
)
WIDTHS = (0.35, 0.5, 0.75, 1.0, 1.3, 1.4)
SIZE = 224


class KerasMobileNetV2(BackboneSource):
    """keras.applications' names, old and new; ImageNet.

    The weights were trained with padding that shifts the grid at even sizes;
    ours is symmetric, and equals theirs at sizes 32 k + 1.
    """

    name = "MobileNetV2 (keras.applications)"
    project = "keras-applications"
    kind = "mobilenet_v2"

    def recognizes(self, arrays):
        names = names_by_spelling(arrays)
        return "conv1/kernel" in names and "block_1_expand/kernel" in names

    def refusal(self, config, arrays):
        # Another width has other shapes, which nothing takes.
        del config, arrays
        return ""

    def translate(self, config, translation):
        layers = KerasLayers(translation, EPSILON, config.batch_norm_epsilon)
        put_normalization(translation, (127.5,) * 3, 1 / 127.5)
        layers.put_conv_bn("stem", "conv1", "bn_conv1")
        block = 0
        for stage, units in enumerate(UNITS, start=1):
            for unit in range(1, units + 1):
                theirs = f"block_{block}" if block else "expanded_conv"
                for part in PARTS if block else PARTS[1:]:
                    layers.put_conv_bn(
                        f"stage{stage}_unit{unit}/{OURS[part]}",
                        f"{theirs}_{part}",
                        f"{theirs}_{part}_bn",
                    )
                block += 1

    def published(self, config):
        if config.alpha not in WIDTHS:
            return None
        name = (
            "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_"
            f"{float(config.alpha)}_{SIZE}_no_top.h5"
        )
        # Keras states no hash for these files.
        return PublishedFile(name=name, url=URL + name, licence="Apache-2.0")

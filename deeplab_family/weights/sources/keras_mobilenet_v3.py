"""MobileNetV3, large and small, of keras.applications.

Source: keras-team/keras, `keras/src/applications/mobilenet_v3.py`; conversions
of Google's TensorFlow checkpoints. Its normalization of pixels is a layer of
the model, without weights. A backbone ends with `conv_1`.
"""

from deeplab_family.weights.published_file import PublishedFile
from deeplab_family.weights.sources.backbone_source import BackboneSource
from deeplab_family.weights.sources.keras_layers import (
    KerasLayers,
    names_by_spelling,
)
from deeplab_family.weights.translation import put_normalization

EPSILON = 1e-3
UNITS = {"large": 15, "small": 11}
SQUEEZED = {
    "large": (4, 5, 6, 11, 12, 13, 14, 15),
    "small": (1, 4, 5, 6, 7, 8, 9, 10, 11),
}
PARTS = {"expand": "expand", "look": "depthwise", "project": "project"}
URL = (
    "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v3/"
)
HASHES = {
    ("large", 1.0): "07fb09a5933dd0c8eaafa16978110389",
    ("large", 0.75): "40af19a13ebea4e2ee0c676887f69a2e",
    ("small", 1.0): "d3e8ec802a04aa4fc771ee12a9a9b836",
    ("small", 0.75): "ebdb5cc8e0b497cd13a7c275d475c819",
}


class KerasMobileNetV3(BackboneSource):
    """keras.applications' names, old and new; ImageNet.

    The weights were trained with padding that shifts the grid at even sizes;
    ours is symmetric, and equals theirs at sizes 32 k + 1.
    """

    name = "MobileNetV3 (keras.applications)"
    project = "keras-applications"
    kind = "mobilenet_v3"

    def recognizes(self, arrays):
        names = names_by_spelling(arrays)
        return "conv/kernel" in names and (
            "expanded_conv_1_expand/kernel" in names
        )

    def refusal(self, config, arrays):
        names = names_by_spelling(arrays)
        if not any("squeeze_excite" in name for name in names):
            return (
                "it is a minimalistic MobileNetV3, with neither squeeze and "
                "excite nor hard swish; those are not built here"
            )
        units = sum(name.endswith("_project/kernel") for name in names)
        if units != UNITS[config.size]:
            return (
                f"it has {units} units, MobileNetV3 {config.size} "
                f"{UNITS[config.size]}: give the `size` of the file"
            )
        if config.halve_last_stage:
            return (
                "its last stage has all its channels, this backbone's half of "
                "them: build it with `halve_last_stage=False`"
            )
        return ""

    def translate(self, config, translation):
        layers = KerasLayers(translation, EPSILON, config.batch_norm_epsilon)
        put_normalization(translation, (127.5,) * 3, 1 / 127.5)
        layers.put_conv_bn("stem", "conv", "conv_bn")
        layers.put_conv_bn("last", "conv_1", "conv_1_bn")
        for index in range(UNITS[config.size]):
            ours = f"unit{index + 1}"
            theirs = f"expanded_conv_{index}" if index else "expanded_conv"
            for part, name in PARTS.items():
                if part == "expand" and not index:
                    continue
                conv = f"{theirs}_{name}"
                layers.put_conv_bn(f"{ours}/{part}", conv, f"{conv}_bn")
            if index + 1 in SQUEEZED[config.size]:
                gates, conv = f"{ours}/squeeze_excite", f"{theirs}_squeeze_"
                layers.put_conv(f"{gates}/squeeze", f"{conv}excite_conv")
                layers.put_conv(f"{gates}/excite", f"{conv}excite_conv_1")

    def published(self, config):
        key = (config.size, config.alpha)
        if config.halve_last_stage or key not in HASHES:
            return None
        name = (
            f"weights_mobilenet_v3_{config.size}_224_{float(config.alpha)}"
            "_float_no_top_v2.h5"
        )
        return PublishedFile(
            name=name, url=URL + name, md5=HASHES[key], licence="Apache-2.0"
        )

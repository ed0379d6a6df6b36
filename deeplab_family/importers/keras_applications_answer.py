"""Answer of a network of keras.applications; run as a process of its own.

Keras builds the network and loads the file by its own rules.
"""

import sys
from pathlib import Path

import keras
import numpy as np
from keras import applications

from deeplab_family.backbones import MobileNetV2Config, ResNetConfig
from deeplab_family.importers.backbone_config import backbone_config
from deeplab_family.importers.registry import known_sources
from deeplab_family.weights.files.read import read_arrays
from deeplab_family.weights.sources.keras_layers import names_by_spelling

TOP = {"predictions/kernel", "logits/kernel"}
"""Of the layer that classifies, in files that have one."""


def main(file: str, image: str, output: str) -> None:
    """Writes the last map that a file's backbone gives for an image.

    Args:
        file: `.h5` of keras.applications.
        image: `.npy` of uint8 RGB, `(height, width, 3)`.
        output: `.npy` to write, `(height, width, channels)`.
    """
    arrays = read_arrays(Path(file))
    pixels = np.load(image)
    network, last, preprocess = _network(arrays, pixels.shape)
    network.load_weights(file)
    features = keras.Model(network.input, last)
    batch = preprocess(pixels[None].astype(np.float32))
    np.save(output, np.asarray(features(batch, training=False))[0])


def _network(arrays, shape):
    """The network, the map that ends our backbone, and what makes its input."""
    sources = known_sources("keras-applications")
    source = next(s for s in sources if s.recognizes(arrays))
    config = backbone_config(source, arrays)
    arguments = {
        "weights": None,
        "input_shape": shape,
        "include_top": bool(TOP & names_by_spelling(arrays).keys()),
    }
    if isinstance(config, ResNetConfig):
        network = getattr(applications, f"ResNet{config.depth}")(**arguments)
        last = network.get_layer("conv5_block3_out").output
        return network, last, applications.resnet.preprocess_input
    arguments["alpha"] = config.alpha
    if isinstance(config, MobileNetV2Config):
        network = applications.MobileNetV2(**arguments)
        last = network.get_layer("block_16_project_BN").output
        return network, last, applications.mobilenet_v2.preprocess_input
    name = f"MobileNetV3{config.size.capitalize()}"
    network = getattr(applications, name)(**arguments)
    names = [layer.name for layer in network.layers]
    last = network.layers[names.index("conv_1_bn") + 1].output
    return network, last, applications.mobilenet_v3.preprocess_input


if __name__ == "__main__":
    main(*sys.argv[1:])

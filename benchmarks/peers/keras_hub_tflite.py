"""Writes KerasHub's DeepLabv3 on a MobileNet-class encoder as TFLite files.

Its MobileNets do not offer their inner maps, which its DeepLabv3 asks for; the
nearest encoder that does is its EfficientNet with the blocks of "lite0": no
squeeze-and-excite, ReLU6. Features are at stride 32, a quarter of the pixels
of stride 16, and sizes must be multiples of 32.

    HUB/bin/python -m benchmarks.peers.keras_hub_tflite FOLDER
"""

import sys
from pathlib import Path

import keras
import keras_hub
import numpy as np
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import (
    convert_variables_to_constants_v2,
)

SIZE = 512
CLASSES = 21
CALIBRATION = 4


def main(folder: str) -> None:
    """Writes `keras_hub_float32.tflite` and `keras_hub_int8.tflite`."""
    model = build()
    for kind in ("float32", "int8"):
        path = Path(folder) / f"keras_hub_{kind}.tflite"
        path.write_bytes(convert(model, kind))


def build() -> keras.Model:
    """A segmenter with fresh weights."""
    shape = (SIZE, SIZE, 3)
    encoder = keras_hub.models.EfficientNetBackbone(
        stackwise_kernel_sizes=[3, 3, 5, 3, 5, 5, 3],
        stackwise_num_repeats=[1, 2, 2, 3, 3, 4, 1],
        stackwise_input_filters=[32, 16, 24, 40, 80, 112, 192],
        stackwise_output_filters=[16, 24, 40, 80, 112, 192, 320],
        stackwise_expansion_ratios=[1, 6, 6, 6, 6, 6, 6],
        stackwise_strides=[1, 2, 2, 2, 1, 2, 1],
        stackwise_squeeze_and_excite_ratios=[0] * 7,
        stackwise_block_types=["v1"] * 7,
        width_coefficient=1.0,
        depth_coefficient=1.0,
        dropout=0,
        activation="relu6",
        input_shape=shape,
    )
    backbone = keras_hub.models.DeepLabV3Backbone(
        image_encoder=encoder,
        spatial_pyramid_pooling_key="P5",
        upsampling_size=8,
        dilation_rates=[6, 12, 18],
        image_shape=shape,
    )
    return keras_hub.models.DeepLabV3ImageSegmenter(backbone, CLASSES)


def convert(model: keras.Model, kind: str) -> bytes:
    """Its logits and an int32 ARG_MAX as a TFLite file of one image."""

    @tf.function(input_signature=[tf.TensorSpec((1, SIZE, SIZE, 3))])
    def class_map(images):
        logits = model(images, training=False)
        return tf.argmax(logits, -1, output_type=tf.int32)

    # Left alone, the converter leaves the weights of Keras 3 out of the file.
    frozen = convert_variables_to_constants_v2(
        class_map.get_concrete_function()
    )
    converter = tf.lite.TFLiteConverter.from_concrete_functions([frozen])
    if kind == "int8":
        rng = np.random.default_rng(0)
        shape = (1, SIZE, SIZE, 3)
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.target_spec.supported_ops = [
            tf.lite.OpsSet.TFLITE_BUILTINS_INT8
        ]
        converter.inference_input_type = tf.uint8
        converter.representative_dataset = lambda: (
            [rng.uniform(0, 255, shape).astype(np.float32)]
            for _ in range(CALIBRATION)
        )
    return converter.convert()


if __name__ == "__main__":
    main(sys.argv[1])

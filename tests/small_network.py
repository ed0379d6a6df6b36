"""A network of three layers in place of a recipe's, for tests of runs."""

import keras


def build_small(config) -> keras.Model:
    """Stands in for `build_for_training` of a config, which it does not read.

    Nine classes, with batch normalization and dropout.
    """
    del config
    return keras.Sequential(
        [
            keras.Input((None, None, 3)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Conv2D(4, 3, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.Dropout(0.2),
            keras.layers.Conv2D(9, 1, dtype="float32"),
        ]
    )

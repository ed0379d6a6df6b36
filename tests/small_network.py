"""A network of three layers in place of a recipe's, for tests of runs."""

import keras


def build_small(config) -> keras.Model:
    """Stands in for `build_for_training` of a config: its classes alone.

    With batch normalization and dropout.
    """
    return keras.Sequential(
        [
            keras.Input((None, None, 3)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Conv2D(4, 3, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.Dropout(0.2),
            keras.layers.Conv2D(config.num_classes, 1, dtype="float32"),
        ]
    )

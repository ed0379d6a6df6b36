"""Whether networks build, checked without drawing their weights."""

import keras

from deeplab_family.papers.abstract_build import with_abstract_weights


def unique_configs(rows) -> dict:
    """Each config once, by the name of its first row."""
    names = {}
    for row in rows:
        names.setdefault(row.config, f"{row.table}, {row.name}")
    return {name: config for config, name in names.items()}


def logits_shape(config, height: int, width: int) -> tuple:
    """Shape of the logits of one image."""
    return with_abstract_weights(_logits_shape, config, height, width)


def _logits_shape(config, height, width):
    images = keras.KerasTensor((1, height, width, 3))
    return tuple(config.build().compute_output_spec(images).shape)

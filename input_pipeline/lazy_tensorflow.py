"""TensorFlow, imported at its first use: `lazy_tensorflow.cast` is `tf.cast`.

What users configure must be there at once, for the flags of `deeplab train`
and for recipes; TensorFlow takes seconds. Files that hold a part of
`DataConfig` write

    from input_pipeline import lazy_tensorflow as tf

and begin with `from __future__ import annotations`, so that no type hint asks
for TensorFlow either. What they need of packages that work with TensorFlow
all the time they name through the package, as `check.count_classes`.
"""

import importlib


def __getattr__(name: str):
    return getattr(importlib.import_module("tensorflow"), name)

"""Keras, imported at its first use: `lazy_keras.Input` is `keras.Input`.

Configs of networks live beside the code that builds them, and must be there
at once, for the flags of `deeplab train` and for recipes; Keras and its
backend take seconds. Their files write

    from deeplab_family import lazy_keras as keras

and begin with `from __future__ import annotations`, so that no type hint asks
for Keras either.
"""

import importlib


def __getattr__(name: str):
    return getattr(importlib.import_module("keras"), name)

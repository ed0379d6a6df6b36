"""Semantic segmentation with the DeepLab family on Keras 3.

Import what you need from the rooms: `deeplab_family.models`,
`deeplab_family.backbones`, `deeplab_family.training` and so on. This file
imports nothing, so that `deeplab --help` answers at once and the networks run
on any Keras backend.
"""

__version__ = "0.1.0"

"""Backbones, a config a file; `build()` maps images to maps `res2`..`res5`."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""Two-stage detectors on our backbones: Faster R-CNN and Mask R-CNN."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

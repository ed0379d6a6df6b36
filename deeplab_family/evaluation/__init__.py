"""Scores of a model on a labeled data set, and the protocols of papers."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

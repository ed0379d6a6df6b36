"""Encoded samples, read from files or shards, in order or freshly mixed."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

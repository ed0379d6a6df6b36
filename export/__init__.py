"""Files to serve and to ship of a Keras model that segments, compared with it.

Works for Keras models that map RGB images `(batch, height, width, 3)`
with values 0 to 255 to logits of the same height and width. Names are imported
at their first use, so that a table of formats costs no TensorFlow.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""Semantic segmentation with the DeepLab family on Keras 3.

    from deeplab_family import DeepLabV3Config, ResNetConfig

Names are imported at their first use, so that `deeplab --help` answers at once
and the networks run on any Keras backend. With this package imported, before
or after Keras, `keras.saving.load_model` knows all that our files hold.
"""

import lazy_loader
import wrapt

__version__ = "0.1.0"

_imported, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str):
    try:
        return _imported(name)
    except ImportError:
        from deeplab_family.shadowed_packages import refuse_shadowed_packages

        refuse_shadowed_packages()  # a better reason, where it is this
        raise


# At once where Keras was imported before.
wrapt.register_post_import_hook(
    "deeplab_family.registration:register_all", "keras"
)

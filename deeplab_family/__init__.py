"""Semantic segmentation with the DeepLab family on Keras 3.

    from deeplab_family import DeepLabV3Config, ResNetConfig

Names are imported at their first use (PEP 562), so that `deeplab --help`
answers at once and the networks run on any Keras backend. With this package
imported, before or after Keras, `keras.saving.load_model` knows all that our
files hold.
"""

import ast
import importlib
from pathlib import Path

import wrapt

__version__ = "0.2.0"


def _modules_of_names() -> dict[str, str]:
    """The module of each name, as `__init__.pyi` imports it.

    `lazy_loader` reads such a stub too, but only imports from this package;
    data and export are packages beside it.
    """
    stub = Path(__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    return {
        alias.name: "." * node.level + node.module
        for node in ast.parse(stub).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


_MODULES = _modules_of_names()
__all__ = sorted(_MODULES)


def __getattr__(name: str):
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = importlib.import_module(_MODULES[name], __name__)
        value = globals()[name] = getattr(module, name)
    except (ImportError, AttributeError):
        from deeplab_family.shadowed_packages import refuse_shadowed_packages

        refuse_shadowed_packages()  # a better reason, where it is this
        raise
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


# At once where Keras was imported before.
wrapt.register_post_import_hook(
    "deeplab_family.registration:register_all", "keras"
)

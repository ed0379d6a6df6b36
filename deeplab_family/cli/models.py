"""Models as the command line takes them."""

# Imported for its side effect: the classes in `.keras` files become known.
import deeplab_family.models  # noqa: F401
from deeplab_family.inference import load_keras_model, load_predictor

__all__ = ["load_keras_model", "load_predictor"]

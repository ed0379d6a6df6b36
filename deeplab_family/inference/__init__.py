"""Run a trained network, from whatever file it comes."""

from deeplab_family.inference.keras_file import load_keras_model
from deeplab_family.inference.keras_predictor import KerasPredictor
from deeplab_family.inference.onnx_predictor import OnnxPredictor
from deeplab_family.inference.prediction import (
    ImageSizeError,
    ModelFileError,
    Prediction,
)
from deeplab_family.inference.predictor import Predictor, load_predictor
from deeplab_family.inference.saved_model_predictor import SavedModelPredictor
from deeplab_family.inference.tflite_predictor import TFLitePredictor

__all__ = [
    "ImageSizeError",
    "KerasPredictor",
    "ModelFileError",
    "OnnxPredictor",
    "Prediction",
    "Predictor",
    "SavedModelPredictor",
    "TFLitePredictor",
    "load_keras_model",
    "load_predictor",
]

from .inference_config import SCALES as SCALES
from .inference_config import InferenceConfig as InferenceConfig
from .inference_predictor import InferencePredictor as InferencePredictor
from .inference_predictor import with_inference as with_inference
from .keras_file import load_keras_model as load_keras_model
from .keras_predictor import KerasPredictor as KerasPredictor
from .large_image import segment_large as segment_large
from .multi_scale_scores import multi_scale as multi_scale
from .multi_scale_scores import scaled_size as scaled_size
from .onnx_predictor import OnnxPredictor as OnnxPredictor
from .prediction import ImageSizeError as ImageSizeError
from .prediction import ModelFileError as ModelFileError
from .prediction import Prediction as Prediction
from .predictor import Predictor as Predictor
from .predictor import load_predictor as load_predictor
from .predictor_pool import parallel_predictors as parallel_predictors
from .replica_predictor import ReplicaPredictor as ReplicaPredictor
from .replica_predictor import replicated_predictor as replicated_predictor
from .saved_model_predictor import SavedModelPredictor as SavedModelPredictor
from .sliding_window_scores import sliding_window as sliding_window
from .sliding_window_scores import windowed_answer as windowed_answer
from .tflite_predictor import TFLitePredictor as TFLitePredictor
from .tiled_predictor import TiledPredictor as TiledPredictor
from .windows import Windows as Windows

__all__ = [
    "SCALES",
    "ImageSizeError",
    "InferenceConfig",
    "InferencePredictor",
    "KerasPredictor",
    "ModelFileError",
    "OnnxPredictor",
    "Prediction",
    "Predictor",
    "ReplicaPredictor",
    "SavedModelPredictor",
    "TFLitePredictor",
    "TiledPredictor",
    "Windows",
    "load_keras_model",
    "load_predictor",
    "multi_scale",
    "parallel_predictors",
    "replicated_predictor",
    "scaled_size",
    "segment_large",
    "sliding_window",
    "windowed_answer",
    "with_inference",
]

from .checksum import model_checksum as model_checksum
from .confusion_sum import ConfusionSum as ConfusionSum
from .evaluation import evaluate_shards as evaluate_shards
from .prediction import ShardedPrediction as ShardedPrediction
from .prediction import predict_shards as predict_shards
from .prediction_folder import claim_folder as claim_folder
from .predictor_handler import PredictorHandler as PredictorHandler
from .shard_reader import record_pictures as record_pictures
from .sources import Sources as Sources
from .sources import find_sources as find_sources

__all__ = [
    "ConfusionSum",
    "PredictorHandler",
    "ShardedPrediction",
    "Sources",
    "claim_folder",
    "evaluate_shards",
    "find_sources",
    "model_checksum",
    "predict_shards",
    "record_pictures",
]

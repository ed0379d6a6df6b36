from .batches import photograph_batches as photograph_batches
from .overlap import in_background as in_background
from .overlap import in_parallel as in_parallel
from .result_files import OF_REGIONS as OF_REGIONS
from .result_files import PROBABILISTIC as PROBABILISTIC
from .result_files import ResultFiles as ResultFiles
from .result_files import own_paths as own_paths
from .result_files import result_paths as result_paths
from .segmentation import Segmentation as Segmentation
from .stored_ids_files import stored_ids_writer as stored_ids_writer
from .temporal_mean import TemporalMean as TemporalMean
from .video_frames import segmentation_of as segmentation_of
from .video_frames import segmented_frames as segmented_frames
from .video_overlay import VideoOverlay as VideoOverlay
from .video_writing import find_codec as find_codec
from .video_writing import video_file as video_file

__all__ = [
    "OF_REGIONS",
    "PROBABILISTIC",
    "ResultFiles",
    "Segmentation",
    "TemporalMean",
    "VideoOverlay",
    "find_codec",
    "in_background",
    "in_parallel",
    "own_paths",
    "photograph_batches",
    "result_paths",
    "segmentation_of",
    "segmented_frames",
    "stored_ids_writer",
    "video_file",
]

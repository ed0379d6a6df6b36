from .ade20k import ADE20KDataset
from .camvid import CamVidDataset
from .cityscapes import CityscapesDataset
from .coco import COCODataset
from .coco_instances import COCOInstancesDataset
from .coco_panoptic import COCOPanopticDataset
from .coco_stuff import COCOStuffDataset
from .cvat_images import CVATImagesDataset
from .cvat_masks import CVATMasksDataset
from .dataset import Dataset, FileDataset, Split
from .folder import FolderDataset
from .hugging_face import HuggingFaceDataset
from .kitti_road import KITTIRoadDataset
from .label_studio import LabelStudioDataset
from .labelme import LabelMeDataset
from .mapillary import MapillaryDataset, MapillaryV2Dataset
from .mapillary_cityscapes import (
    MapillaryCityscapesBroadDataset,
    MapillaryCityscapesDataset,
)
from .named_dataset import open_dataset
from .records import RecordsDataset
from .registry import DATASETS
from .roboflow_masks import RoboflowMasksDataset
from .sbd import SBDDataset
from .spec import DatasetSpec
from .stored_ids import to_stored_ids
from .supervisely import SuperviselyDataset
from .synthetic import SyntheticDataset
from .tfds_folder import TFDSDataset
from .voc import VOCDataset
from .voc_other import VOCOtherDataset
from .yolo import YOLODataset

__all__ = [
    "ADE20KDataset",
    "COCODataset",
    "COCOInstancesDataset",
    "COCOPanopticDataset",
    "COCOStuffDataset",
    "CVATImagesDataset",
    "CVATMasksDataset",
    "CamVidDataset",
    "CityscapesDataset",
    "DATASETS",
    "Dataset",
    "DatasetSpec",
    "FileDataset",
    "FolderDataset",
    "HuggingFaceDataset",
    "KITTIRoadDataset",
    "LabelMeDataset",
    "LabelStudioDataset",
    "MapillaryCityscapesBroadDataset",
    "MapillaryCityscapesDataset",
    "MapillaryDataset",
    "MapillaryV2Dataset",
    "RecordsDataset",
    "RoboflowMasksDataset",
    "SBDDataset",
    "Split",
    "SuperviselyDataset",
    "SyntheticDataset",
    "TFDSDataset",
    "VOCDataset",
    "VOCOtherDataset",
    "YOLODataset",
    "open_dataset",
    "to_stored_ids",
]

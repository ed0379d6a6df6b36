"""Where the files of a data set are and what its labels mean."""

from input_pipeline.datasets.ade20k import ADE20KDataset
from input_pipeline.datasets.camvid import CamVidDataset
from input_pipeline.datasets.cityscapes import CityscapesDataset
from input_pipeline.datasets.coco import COCODataset
from input_pipeline.datasets.folder import FolderDataset
from input_pipeline.datasets.kitti_road import KITTIRoadDataset
from input_pipeline.datasets.mapillary import (
    MapillaryDataset,
    MapillaryV2Dataset,
)
from input_pipeline.datasets.open_dataset import DATASETS, open_dataset
from input_pipeline.datasets.records import RecordsDataset
from input_pipeline.datasets.sbd import SBDDataset
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.datasets.stored_ids import to_stored_ids
from input_pipeline.datasets.synthetic import SyntheticDataset
from input_pipeline.datasets.voc import VOCDataset

__all__ = [
    "ADE20KDataset",
    "COCODataset",
    "CamVidDataset",
    "CityscapesDataset",
    "DATASETS",
    "DatasetSpec",
    "FolderDataset",
    "KITTIRoadDataset",
    "MapillaryDataset",
    "MapillaryV2Dataset",
    "RecordsDataset",
    "SBDDataset",
    "SyntheticDataset",
    "VOCDataset",
    "open_dataset",
    "to_stored_ids",
]

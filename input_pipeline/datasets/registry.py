"""The data sets by name: one entry makes a new one known everywhere.

To the command line, to `DataConfig` and to `recognize`, which asks them in
this order: what others may contain comes first.
"""

from input_pipeline.datasets.ade20k import ADE20KDataset
from input_pipeline.datasets.camvid import CamVidDataset
from input_pipeline.datasets.cityscapes import CityscapesDataset
from input_pipeline.datasets.coco import COCODataset
from input_pipeline.datasets.coco_instances import COCOInstancesDataset
from input_pipeline.datasets.coco_panoptic import COCOPanopticDataset
from input_pipeline.datasets.coco_stuff import COCOStuffDataset
from input_pipeline.datasets.cvat_images import CVATImagesDataset
from input_pipeline.datasets.cvat_masks import CVATMasksDataset
from input_pipeline.datasets.dataset import Dataset
from input_pipeline.datasets.folder import FolderDataset
from input_pipeline.datasets.hugging_face import HuggingFaceDataset
from input_pipeline.datasets.kitti_road import KITTIRoadDataset
from input_pipeline.datasets.label_studio import LabelStudioDataset
from input_pipeline.datasets.labelme import LabelMeDataset
from input_pipeline.datasets.mapillary import (
    MapillaryDataset,
    MapillaryV2Dataset,
)
from input_pipeline.datasets.mapillary_cityscapes import (
    MapillaryCityscapesBroadDataset,
    MapillaryCityscapesDataset,
)
from input_pipeline.datasets.records import RecordsDataset
from input_pipeline.datasets.roboflow_masks import RoboflowMasksDataset
from input_pipeline.datasets.sbd import SBDDataset
from input_pipeline.datasets.supervisely import SuperviselyDataset
from input_pipeline.datasets.synthetic import SyntheticDataset
from input_pipeline.datasets.tfds_folder import TFDSDataset
from input_pipeline.datasets.voc import VOCDataset
from input_pipeline.datasets.voc_other import VOCOtherDataset
from input_pipeline.datasets.yolo import YOLODataset

DATASETS: dict[str, type[Dataset]] = {
    "folder": FolderDataset,
    "synthetic": SyntheticDataset,
    "records": RecordsDataset,
    "cvat_masks": CVATMasksDataset,
    "roboflow_masks": RoboflowMasksDataset,
    "voc_other": VOCOtherDataset,
    "voc": VOCDataset,
    "cityscapes": CityscapesDataset,
    "coco": COCODataset,
    "coco_stuff": COCOStuffDataset,
    "coco_panoptic": COCOPanopticDataset,
    "kitti_road": KITTIRoadDataset,
    "camvid": CamVidDataset,
    "ade20k": ADE20KDataset,
    "mapillary": MapillaryDataset,
    "mapillary_v2": MapillaryV2Dataset,
    "mapillary_cityscapes": MapillaryCityscapesDataset,
    "mapillary_cityscapes_broad": MapillaryCityscapesBroadDataset,
    "sbd": SBDDataset,
    "yolo": YOLODataset,
    "coco_instances": COCOInstancesDataset,
    "cvat_images": CVATImagesDataset,
    "label_studio": LabelStudioDataset,
    "supervisely": SuperviselyDataset,
    "labelme": LabelMeDataset,
    "hugging_face": HuggingFaceDataset,
    "tfds": TFDSDataset,
}

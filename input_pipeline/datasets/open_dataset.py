"""The data sets that can be named on the command line."""

from pathlib import Path

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
from input_pipeline.datasets.recognize import recognize
from input_pipeline.datasets.records import RecordsDataset
from input_pipeline.datasets.sbd import SBDDataset
from input_pipeline.datasets.synthetic import SyntheticDataset
from input_pipeline.datasets.voc import VOCDataset
from input_pipeline.errors import DataError

DATASETS = {
    "ade20k": ADE20KDataset,
    "camvid": CamVidDataset,
    "cityscapes": CityscapesDataset,
    "coco": COCODataset,
    "folder": FolderDataset,
    "kitti_road": KITTIRoadDataset,
    "mapillary": MapillaryDataset,
    "mapillary_v2": MapillaryV2Dataset,
    "records": RecordsDataset,
    "sbd": SBDDataset,
    "synthetic": SyntheticDataset,
    "voc": VOCDataset,
}

Dataset = (
    ADE20KDataset
    | CamVidDataset
    | CityscapesDataset
    | COCODataset
    | FolderDataset
    | KITTIRoadDataset
    | MapillaryDataset
    | RecordsDataset
    | SBDDataset
    | SyntheticDataset
    | VOCDataset
)


AUTO = "auto"
"""Stands for the name that the folders of a data set tell; see `recognize`."""


def open_dataset(
    name: str, root: str | Path, val_share: float | None = None
) -> Dataset:
    """Opens a data set by the name of its layout.

    Args:
        name: a key of `DATASETS`, or "auto" for the layout that is there.
        root: folder of the data set.
        val_share: share of the images that are "val" in a plain folder
            without that split; see `FolderDataset`. Other data sets have
            their own splits.

    Returns:
        An object with `spec`, `splits` and `samples(split)`; packed records
        have `shards(split)` instead of `samples`.

    Raises:
        DataError: if the name is unknown, or the files are not as expected.
    """
    if name not in (AUTO, *DATASETS):
        raise DataError(
            f"no data set is called {name!r}. Choose one of: "
            f"{AUTO}, {', '.join(DATASETS)}"
        )
    if not root:
        raise DataError(
            f"the data set {name!r} needs its folder: set `root` "
            "(on the command line: the word DATA)"
        )
    kind = DATASETS[recognize(Path(root)) if name == AUTO else name]
    return kind(root, val_share) if kind is FolderDataset else kind(root)

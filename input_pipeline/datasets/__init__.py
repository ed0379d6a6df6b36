"""Where the files of a data set are and what its labels mean."""

from input_pipeline.datasets.folder import FolderDataset
from input_pipeline.datasets.open_dataset import DATASETS, open_dataset
from input_pipeline.datasets.records import RecordsDataset
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.datasets.stored_ids import to_stored_ids
from input_pipeline.datasets.synthetic import SyntheticDataset
from input_pipeline.datasets.voc import VOCDataset

__all__ = [
    "DATASETS",
    "DatasetSpec",
    "FolderDataset",
    "RecordsDataset",
    "SyntheticDataset",
    "VOCDataset",
    "open_dataset",
    "to_stored_ids",
]

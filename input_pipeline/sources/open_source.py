"""Opens the encoded samples of one split, checked as the user asked."""

from input_pipeline.data_config import DataConfig
from input_pipeline.datasets.open_dataset import open_dataset
from input_pipeline.sources.file_source import FileSource


def open_source(config: DataConfig, split: str) -> FileSource:
    """Opens one split of the data set that `config` names.

    Raises:
        DataError: if the files are missing or wrong.
    """
    dataset = open_dataset(config.dataset, config.root)
    samples = dataset.samples(split)
    return FileSource(samples)

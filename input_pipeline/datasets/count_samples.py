"""How many samples a split has, without reading them."""

from input_pipeline.datasets.open_dataset import Dataset


def count_samples(dataset: Dataset, split: str) -> int:
    """The number of samples, those that cannot be read included.

    Args:
        dataset: from `open_dataset`.
        split: one of its splits.

    Raises:
        DataError: if the split is not there, or images or labels lack their
            partners.
    """
    if hasattr(dataset, "shards"):
        return sum(shard.count for shard in dataset.shards(split))
    return len(dataset.samples(split))

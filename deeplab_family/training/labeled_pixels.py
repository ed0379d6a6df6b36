"""Data that can be learned from: not every pixel is ignored."""

import dataclasses

from input_pipeline import DataConfig, DataError, eval_batches
from input_pipeline.sample import IGNORE_LABEL


def check_labeled(data: DataConfig):
    """Looks for a labeled pixel in each split of a run.

    Reading stops at the first one, so it costs an image where all is well.

    Raises:
        DataError: if every pixel of a split is ignored.
    """
    splits = [data.eval_split]
    if not data.mix.roots:  # what is mixed in may have the labels
        splits.insert(0, data.train_split)
    for split in splits:
        config = dataclasses.replace(
            data, eval_split=split, check=False, eval_size=None
        )
        if not any(
            (labels != IGNORE_LABEL).any()
            for _, labels in eval_batches(config).as_numpy_iterator()
        ):
            raise DataError(
                f"every pixel of the split {split!r} of {data.root} is "
                f"labeled {IGNORE_LABEL} (ignored): there is nothing to learn "
                "or to judge. Check its label files"
            )

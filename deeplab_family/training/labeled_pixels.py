"""Data that can be learned from: not every pixel is ignored."""

import dataclasses

from input_pipeline import DataConfig, DataError, eval_batches
from input_pipeline.sample import IGNORE_LABEL


def check_labeled(data: DataConfig, validation_batches):
    """Looks for a labeled pixel in each split of a run.

    Reading stops at the first one, so it costs an image where all is well.
    Samples that cannot be read are passed over: who trains or evaluates on
    them says what is wrong.

    Args:
        data: names the data set and its splits.
        validation_batches: its `(images, labels)` to evaluate on.

    Raises:
        DataError: if every pixel of a split is ignored.
    """
    _require_label(data, data.eval_split, validation_batches)
    # What is mixed in may have the labels; and to leave unreadable samples
    # out, all files would be checked once more.
    if not data.mix.roots and data.on_error == "raise":
        config = dataclasses.replace(
            data, eval_split=data.train_split, eval_size=None, check=False
        )
        _require_label(data, data.train_split, eval_batches(config))


def _require_label(data, split, batches):
    readable = batches.ignore_errors(log_warning=False)
    seen = False
    for _, labels in readable.as_numpy_iterator():
        if (labels != IGNORE_LABEL).any():
            return
        seen = True
    if not seen:
        return
    raise DataError(
        f"every pixel of the split {split!r} of {data.root} is labeled "
        f"{IGNORE_LABEL} (ignored): there is nothing to learn or to judge. "
        "Check its label files"
    )

"""Data that can be learned from: not every pixel is ignored."""

from input_pipeline import DataError, OpenedData
from input_pipeline.sample import IGNORE_LABEL


def check_labeled(data: OpenedData):
    """Looks for a labeled pixel in each split of a run.

    Reading stops at the first one, so it costs a label where all is well.
    Samples that cannot be read are passed over: who trains or evaluates on
    them says what is wrong.

    Args:
        data: what a run trains and evaluates on.

    Raises:
        DataError: if every pixel of a split is ignored.
    """
    _require_label(data, data.config.eval_split)
    if not data.config.mix:  # what is mixed in may have the labels
        _require_label(data, data.config.train_split)


def _require_label(data: OpenedData, split: str):
    readable = data.labels(split).ignore_errors(log_warning=False)
    seen = False
    for label in readable.as_numpy_iterator():
        if (label != IGNORE_LABEL).any():
            return
        seen = True
    if not seen:
        return
    raise DataError(
        f"every pixel of the split {split!r} of {data.config.root} is labeled "
        f"{IGNORE_LABEL} (ignored): there is nothing to learn or to judge. "
        "Check its label files"
    )

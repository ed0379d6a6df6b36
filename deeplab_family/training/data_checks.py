"""Data checks before training: own folder, labels not all ignored."""

from pathlib import Path

import tensorflow as tf

from input_pipeline import DataError, OpenedData
from input_pipeline.sample import IGNORE_LABEL, LABEL


def refuse_data_folder(workdir: str | Path, data: OpenedData):
    """Lets folders pass in which a run does not touch the data.

    Beside the folders of images and labels is a good place, among them is
    not: what a run writes would be taken for data, or the other way round.

    Args:
        workdir: folder of the run.
        data: where samples come from.

    Raises:
        ValueError: if the folder is a data set's own, or within one of the
            folders that hold its files.
    """
    folder = Path(workdir).resolve()
    config = data.config
    parts = [(data, (config.train_split, config.eval_split))]
    parts += [(part, (part.config.train_split,)) for part in data.mixed_in]
    for part, splits in parts:
        root = part.config.root
        home = Path(root).resolve()
        if folder == home:
            raise ValueError(_refusal(workdir, f"is the data folder {root}"))
        if home in folder.parents:
            top = home / folder.relative_to(home).parts[0]
            if top in _folders_of_files(part, home, splits):
                raise ValueError(
                    _refusal(workdir, f"lies among the data, in {top}")
                )


def _folders_of_files(data: OpenedData, home: Path, splits) -> set[Path]:
    """Folders directly below the root that lead to a sample's files.

    Packed records lie in the root itself.
    """
    bases = home, Path(data.config.root).absolute()
    paths = [
        path.absolute()
        for split in splits
        for sample in data.split(split).samples
        for path in (sample.image_path, sample.label_path)
    ]
    return {
        home / path.relative_to(base).parts[0]
        for path in paths
        for base in bases
        if base in path.parents
    }


def _refusal(workdir, where: str) -> str:
    return (
        f"--workdir {workdir} {where}: a run's files must not mix with them. "
        "Choose a folder of its own, such as runs/first."
    )


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
    source = data.source(split)
    seen = False
    # Eagerly: to trace a graph takes longer than to read the first label.
    for reference in source.in_order():
        try:
            label = source.read(reference)[LABEL].numpy()
        except tf.errors.OpError:
            continue
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

"""The labeled data that a command works on: DATA, or those of the run."""

import dataclasses
from pathlib import Path

from deeplab_family.run_folder import DataChoice, find_run


def choose_data(options, model: Path | None = None) -> DataChoice | None:
    """The data that the words name; without words those of the model's run.

    Args:
        options: have `data` and `dataset`, and some of `split`,
            `val_share`, `overlap` and `unlabeled`; what they name wins over
            what a run says.
        model: what was named as MODEL.

    Returns:
        None where neither names any.

    Raises:
        ValueError: if a data set or split is named but no folder, or DATA is
            a file.
    """
    place = options.data
    if place and Path(place).is_file():
        raise ValueError(
            f"{place} is a file. DATA is the folder of a data set, or of a run"
        )
    run = find_run(place or model or "")
    if place and run is None:
        choice = DataChoice(root=place)
    elif run is not None:
        choice = run.data
    else:
        _refuse_lonely_words(options)
        return None
    return dataclasses.replace(choice, **_named(options))


def as_split(choice: DataChoice | None, split: str = "eval_split"):
    """A split of the choice as exports take it.

    Args:
        choice: None for no data.
        split: "eval_split" or "train_split".
    """
    if choice is None:
        return None
    from export import LabeledData

    return LabeledData(
        root=choice.root,
        dataset=choice.dataset,
        split=getattr(choice, split),
        val_share=choice.val_share,
        overlap=choice.overlap,
        unlabeled=choice.unlabeled,
    )


def _named(options) -> dict:
    named = {"dataset": options.dataset} if options.dataset != "auto" else {}
    if getattr(options, "split", None):
        named["eval_split"] = options.split
    if getattr(options, "val_share", None) is not None:
        named["val_share"] = options.val_share
    for name in ("overlap", "unlabeled"):
        if getattr(options, name, "auto") != "auto":
            named[name] = getattr(options, name)
    return named


def _refuse_lonely_words(options) -> None:
    words = _named(options)
    if words:
        raise ValueError(
            "--dataset, --split, --val-share, --overlap and --unlabeled need "
            f"DATA: name the folder of the data set. Received: {words}"
        )

"""The labeled data that a command works on: DATA, or those of the run."""

import dataclasses
from pathlib import Path

from deeplab_family.cli.path_checks import require_folder
from deeplab_family.run_folder import DataChoice, find_run

DRAWN = ("synthetic", "streets")
"""Layouts of data that are drawn where there are none yet."""


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
            none.
    """
    place = options.data
    if place:
        require_data(Path(place), options.dataset)
    run = find_run(place or model or "")
    if place and run is None:
        choice = DataChoice(root=place)
    elif run is not None:
        choice = run.data
    else:
        _refuse_lonely_words(options)
        return None
    return dataclasses.replace(choice, **_named(options))


def require_data(place: Path, layout: str = "") -> None:
    """Refuses DATA that is no folder; an empty one is told by its reader.

    Args:
        place: the folder.
        layout: of its data, where it is known.

    Raises:
        ValueError: names the folder and what may be meant.
    """
    if layout in DRAWN and not place.exists():
        return
    meaning = "the folder of a data set, or of a run"
    require_folder(place, "DATA", meaning, may_be_empty=True)


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

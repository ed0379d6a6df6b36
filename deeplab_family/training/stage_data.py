"""Data of stages, looked for before the first of them starts."""

from collections.abc import Sequence

from deeplab_family.recipes import Stage
from input_pipeline import DataError, OpenedData, open_data


def open_stages(stages: Sequence[Stage]) -> dict[str, OpenedData]:
    """Opens the data of stages, all of them before anything is done.

    Folders and the names of splits are looked at; files are read when their
    stage starts.

    Args:
        stages: those that are left to do.

    Returns:
        The opened data by the name of the stage.

    Raises:
        DataError: names every stage whose data are not there, with the flag
            that says where they are.
    """
    opened = {stage.name: open_data(stage.recipe.data) for stage in stages}
    missing = [
        line for name, data in opened.items() for line in _missing(name, data)
    ]
    if missing:
        raise DataError("\n".join(missing))
    return opened


def _missing(name: str, data: OpenedData) -> list[str]:
    """A line for each data set of a stage that cannot be opened."""
    config = data.config
    wanted = [(data, (config.train_split, config.eval_split))]
    wanted += [(part, (part.config.train_split,)) for part in data.mixed_in]
    lines = []
    for part, splits in wanted:
        flag = f"--roots {part.config.dataset}=FOLDER"
        if part is data:
            flag += f" or --{name}.data.root FOLDER"
        if not part.config.root:
            what = f"the folder of its data set {part.config.dataset} is not"
            lines.append(f"stage {name}: {what} given: {flag}")
            continue
        lines += [f"stage {name}: {why} ({flag})" for why in _why(part, splits)]
    return lines


def _why(part: OpenedData, splits: Sequence[str]) -> list[str]:
    try:
        there = part.dataset.splits
    except DataError as error:
        return [str(error)]
    return [
        f"{part.config.root} ({part.config.dataset}) has no split {split!r}, "
        f"only {', '.join(there)}"
        for split in splits
        if split not in there
    ]

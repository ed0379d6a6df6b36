"""A run's folder apart from the data it trains on."""

from pathlib import Path

from input_pipeline import OpenedData


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

"""A run's folder apart from the data it trains on."""

from pathlib import Path

from input_pipeline import DataConfig, open_dataset


def refuse_data_folder(workdir: str | Path, data: DataConfig):
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
    for root, dataset, names in _parts(data):
        home = Path(root).resolve()
        if folder == home:
            raise ValueError(_refusal(workdir, f"is the data folder {root}"))
        if home in folder.parents:
            top = home / folder.relative_to(home).parts[0]
            if top in _folders_of_files(dataset, root, home, names):
                raise ValueError(
                    _refusal(workdir, f"lies among the data, in {top}")
                )


def _parts(data: DataConfig):
    """Root, data set and splits of the data and of what is mixed in."""
    yield data.root, data.open(), (data.train_split, data.eval_split)
    kinds = data.mix.datasets or ("folder",) * len(data.mix.roots)
    splits = data.mix.splits or ("train",) * len(data.mix.roots)
    for kind, root, split in zip(kinds, data.mix.roots, splits, strict=True):
        yield root, open_dataset(kind, root), (split,)


def _folders_of_files(dataset, root, home, splits) -> set[Path]:
    """Folders directly below the root that lead to a sample's files."""
    if not hasattr(dataset, "samples"):
        return set()  # packed records lie in the root itself
    found = set()
    for split in splits:
        for sample in dataset.samples(split):
            for path in (sample.image_path, sample.label_path):
                path = Path(path).absolute()
                for base in (home, Path(root).absolute()):
                    if base in path.parents:
                        found.add(home / path.relative_to(base).parts[0])
    return found


def _refusal(workdir, where: str) -> str:
    return (
        f"--workdir {workdir} {where}: a run's files must not mix with them. "
        "Choose a folder of its own, such as runs/first."
    )

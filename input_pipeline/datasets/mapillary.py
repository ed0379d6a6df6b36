"""Mapillary Vistas, versions 1.2 and 2.0, in the folders they come in.

config.json and <part>/{images,labels}                    (1.2 alone)
config_v1.2.json and <part>/{images,v1.2/labels}          (both together)
config_v2.0.json and <part>/{images,v2.0/labels}

Parts: training, validation. Labels are paletted PNGs whose indices are the
places of the classes in the config. Source: Neuhold et al., "The Mapillary
Vistas Dataset for Semantic Understanding of Street Scenes", ICCV 2017.
"""

from functools import cached_property
from pathlib import Path

from input_pipeline.datasets.dataset import FileDataset
from input_pipeline.datasets.pairing import pair_files, refuse_unknown_split
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.json_file import read_json
from input_pipeline.sample import IGNORE_LABEL, SamplePaths

SPLITS = {"train": "training", "val": "validation"}
_NO_TEST_LABELS = "The labels of the test split are not published"


class MapillaryDataset(FileDataset):
    """Streets of the world with the classes of version 1.2.

    Classes that the benchmark does not evaluate are ignored.

    Args:
        root: the folder that holds the config and `training`.

    Raises:
        DataError: if these are not there.
    """

    marks = ("config.json", "config_v1.2.json")
    version = "v1.2"

    def __init__(self, root: str | Path):
        self.root = Path(root)
        own = self.root / f"config_{self.version}.json"
        self._labels = f"{self.version}/labels"
        self.config = own
        old = self.root / "config.json"
        if self.version == "v1.2" and old.is_file() and not own.is_file():
            self.config, self._labels = old, "labels"
        if not self.config.is_file() or not self.splits:
            raise DataError(
                f"{self.root} is not Mapillary Vistas {self.version}: it must "
                f"hold {self.config.name}, training/images/<name>.jpg and "
                f"training/{self._labels}/<name>.png"
            )

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits whose labels are there."""
        return tuple(
            split
            for split, part in SPLITS.items()
            if (self.root / part / self._labels).is_dir()
        )

    @cached_property
    def spec(self) -> DatasetSpec:
        """Classes and colors of the config."""
        return read_mapillary_config(self.config)

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of one split, sorted by name.

        Raises:
            DataError: if the split is not there, or an image or a label lacks
                its partner.
        """
        hint = _NO_TEST_LABELS if split in ("test", "testing") else ""
        refuse_unknown_split(split, self.splits, self.root, hint)
        part = self.root / SPLITS[split]
        return pair_files(part / "images", part / self._labels)


class MapillaryV2Dataset(MapillaryDataset):
    """Streets of the world with the finer classes of version 2.0."""

    marks = ("config_v2.0.json",)
    version = "v2.0"


def read_mapillary_config(path: Path) -> DatasetSpec:
    """Reads names, colors and which classes are evaluated.

    The stored id of a class is its place in the list `labels`; those with
    `"evaluate": false` become the ignored label.

    Raises:
        DataError: if the file is not such a JSON file.
    """
    try:
        labels = read_json(path)["labels"]
        judged = [bool(label["evaluate"]) for label in labels]
        kept = [label for label in labels if label["evaluate"]]
        class_ids = iter(range(len(kept)))
        return DatasetSpec(
            _names(kept),
            tuple(_color(label["color"]) for label in kept),
            label_map=tuple(
                (stored, next(class_ids) if keep else IGNORE_LABEL)
                for stored, keep in enumerate(judged)
            ),
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{path} is not a config of Mapillary Vistas ({error!r}). It must "
            "hold `labels`, each with name, readable, evaluate and color; "
            "unpack it again"
        ) from error


def _names(labels: list[dict]) -> tuple[str, ...]:
    """The readable names where they differ, else the technical ones."""
    for key in ("readable", "name"):
        names = tuple(label[key] for label in labels)
        if not all(isinstance(name, str) for name in names):
            raise TypeError(f"{key} must be text")
        if len(set(names)) == len(names):
            return names
    raise ValueError("two classes have the same name")


def _color(color: list[int]) -> tuple[int, int, int]:
    red, green, blue = color
    if not all(type(c) is int and 0 <= c <= 255 for c in color):
        raise ValueError(f"color {color}")
    return red, green, blue
